import base64
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.image import image_process
from odoo.tools.mimetypes import guess_mimetype

from ..common.given_values import is_readable
from ..program.hr_mentorship_program import ROLES
from .fingerprint import canonical, digest

EVIDENCE_FORMAT = 2
"""Stands in what is hashed for each signature: whoever changes what :meth:`_collect_evidence` collects raises it.

What is verified of a signature is what its evidence names; that of format 1 has no terms.
"""
MAX_IMAGE_BYTES = 2**20
PRINTED_SIZE = (520, 180)
"""Pixels at most of a printed signature: sharp in the 260 × 90 that the page has for it, and light to mail."""


class HrMentorshipSignature(models.Model):
    """One member's signature of one agreement version; written once, never changed or deleted.

    What is known about the signature stands in its fields, and once more in ``evidence``: the canonical text that
    was hashed, with the hash of the signature before it. So a change tells not only that something was touched, but
    what, and each signature holds those before it in place.
    """

    _name = "hr.mentorship.signature"
    _description = "Mentorship Signature"
    _rec_name = "signed_name"
    _order = "signed_at, id"

    agreement_id = fields.Many2one(
        "hr.mentorship.agreement", required=True, index=True, readonly=True, ondelete="restrict"
    )
    member_id = fields.Many2one("hr.mentorship.member", required=True, index=True, readonly=True, ondelete="restrict")
    program_id = fields.Many2one(related="agreement_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="agreement_id.company_id", store=True, index=True)
    role = fields.Selection(ROLES, required=True, readonly=True)
    signer_name = fields.Char("Signer", required=True, readonly=True, help="Who signed, as the employees are kept.")
    signed_name = fields.Char("Name", required=True, readonly=True, help="As the signer wrote it.")
    signed_at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    image = fields.Binary("Signature", required=True, readonly=True, attachment=False)
    body_hash = fields.Char("Fingerprint", required=True, readonly=True, help="SHA-256 of the text that was signed.")
    ip_address = fields.Char("IP Address", readonly=True)
    user_agent = fields.Char("Browser", readonly=True)
    identified_by = fields.Selection(
        [("login", "Signed in to Odoo"), ("link", "Personal link sent by e-mail")],
        required=True,
        readonly=True,
        default="login",
    )
    identified_as = fields.Char(readonly=True, help="The login, or the address the link was sent to.")
    evidence = fields.Text(readonly=True, help="What was hashed, in its canonical form.")
    evidence_hash = fields.Char(
        "Seal", readonly=True, help="SHA-256 of the evidence, which names the seal of the signature before this one."
    )
    is_before_evidence = fields.Boolean(
        readonly=True, help="Given before 19.0.1.1.0, when nothing but the fingerprint of the text was kept."
    )

    _signs_once = models.Constraint(
        "UNIQUE(agreement_id, member_id)", "This member has signed this version of the agreement already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")  # before anything is made of the values: no client makes a signature
        for vals in vals_list:
            member = self.env["hr.mentorship.member"].browse(vals["member_id"])
            # Not left to defaults or callers: who signs is what the seat says
            vals.update(role=member.role, signer_name=member.employee_id.name, evidence=False, evidence_hash=False)
            vals["is_before_evidence"] = False
            vals.setdefault("identified_by", "login")
            vals.setdefault("identified_as", member.user_id.login)
        signatures = super().create(vals_list)
        for signature in signatures.sorted("id"):
            evidence = canonical({**signature._collect_evidence(), "previous": signature._get_previous_hash()})
            # super: our own write() refuses every change of a signature
            super(HrMentorshipSignature, signature).write(  # pylint: disable=super-method-mismatch
                {"evidence": evidence, "evidence_hash": digest(evidence)}
            )
        return signatures

    @api.model
    def _check_given(self, signed_name, image):
        """Refuse what is no name or no picture; what is kept for ever must print, and hide no script."""
        if not image or not is_readable(signed_name or ""):
            raise UserError(self.env._("Write your name and draw your signature, then sign."))
        try:
            content = base64.b64decode(image, validate=True)
        except (TypeError, ValueError):
            content = b""
        if (
            len(signed_name) > 100
            or len(content) > MAX_IMAGE_BYTES
            or guess_mimetype(content) not in ("image/png", "image/jpeg", "image/gif")
        ):
            raise UserError(
                self.env._("Your signature needs to be a picture (PNG, JPEG or GIF) of at most 1 MB, and a name.")
            )

    def write(self, vals):
        if vals:
            raise UserError(self.env._("A signature is never changed."))
        return super().write(vals)

    # Not left to the context flag of an uninstallation, which any caller may set
    @api.ondelete(at_uninstall=True)
    def _unlink_only_with_the_addon(self):
        if not self.env["hr.mentorship.agreement"]._is_being_uninstalled():
            raise UserError(self.env._("A signature is never deleted."))

    def _get_printed_image(self):
        """Return the drawing in the size that is printed; the one that was given stays the evidence.

        :rtype: bytes, a picture in base64
        """
        self.ensure_one()
        image = self.with_context(bin_size=False).image
        try:
            return base64.b64encode(image_process(base64.b64decode(image), size=PRINTED_SIZE))
        except (UserError, ValueError):  # no picture that we can read: the PDF engine may
            return image

    def _collect_evidence(self):
        """Return what this signature proves, as plain values by name."""
        self.ensure_one()
        return {
            "format": EVIDENCE_FORMAT,
            "agreement": self.agreement_id.id,
            "member": self.member_id.id,
            "role": self.role,
            "signer": self.signer_name,
            "signed_name": self.signed_name,
            "signed_at": f"{fields.Datetime.to_string(self.signed_at)} UTC",
            "image": digest(base64.b64decode(self.with_context(bin_size=False).image or b"")),
            "ip_address": self.ip_address or "",
            "user_agent": self.user_agent or "",
            "identified_by": self.identified_by,
            "identified_as": self.identified_as or "",
            "text": self.body_hash,
            "terms": self.agreement_id._collect_terms(),
        }

    def _get_previous_hash(self):
        """Return the seal of the signature before this one, of the text for the first."""
        self.ensure_one()
        earlier = self.agreement_id.signature_ids.filtered(lambda other: other.id < self.id)
        return earlier.sorted("id")[-1:].evidence_hash or self.agreement_id.body_hash

    def _get_known(self):
        """Return the evidence as values by name; nothing if it can no longer be read."""
        self.ensure_one()
        try:
            return dict(json.loads(self.evidence or "{}"))
        except (TypeError, ValueError):
            return {}

    def _verify(self):
        """Compare this signature with its evidence.

        :returns: list of ``(part, is_intact)``, see :meth:`HrMentorshipAgreement._verify`
        """
        self.ensure_one()
        text = self.env._("fingerprint of the text")
        if self.is_before_evidence and not (self.evidence or self.evidence_hash):
            return [
                (text, self.body_hash == self.agreement_id.body_hash),
                (self.env._("signed before further evidence was kept"), None),
            ]
        known = self._get_known()
        actual = self._collect_evidence()
        parts = {
            self.env._("name"): ("signed_name",),
            self.env._("drawing"): ("image",),
            self.env._("time"): ("signed_at",),
            self.env._("person and role"): ("agreement", "member", "role", "signer"),
            self.env._("address and browser"): ("ip_address", "user_agent"),
            self.env._("identification"): ("identified_by", "identified_as"),
            text: ("text",),
        }
        return [
            *(
                (part, all(known.get(key) == actual[key] for key in keys) and "format" in known)
                for part, keys in parts.items()
            ),
            (self.env._("evidence"), bool(self.evidence) and digest(self.evidence) == self.evidence_hash),
            (self.env._("link of the chain"), known.get("previous") == self._get_previous_hash()),
        ]
