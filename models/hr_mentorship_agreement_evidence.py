import json

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .hr_mentorship_agreement_terms import TERMS
from .hr_mentorship_signature import canonical, digest

TEXT_FORMAT = SEAL_FORMAT = 1
"""Stand in what is hashed: whoever changes what :meth:`_hash_text` or :meth:`_collect_seal` collects raises them."""

TEXT_FIELDS = (
    "body",
    "reading_texts",
    "goals",
    "channels",
    "body_hash",
    "lang",
    "version",
    "mentorship_id",
    "public_id",
)
"""Fixed from the first signature on."""

SEAL_FIELDS = ("signed_at", "seal", "final_hash", "copy_attachment_id", "copy_hash")


class HrMentorshipAgreement(models.Model):
    """What makes a signed agreement evidence: hashes that chain text and signatures, and nothing that changes them.

    The text's hash goes into the evidence of the first signature, each signature's hash into that of the next, and
    all of them into the seal of the agreement, whose hash stands on the members' own copies, outside of the database.
    """

    _inherit = "hr.mentorship.agreement"

    body_hash = fields.Char("Fingerprint", readonly=True, copy=False, help="SHA-256 of the text that was signed.")
    seal = fields.Text(readonly=True, copy=False, help="What the final fingerprint was made of, in its canonical form.")
    final_hash = fields.Char(
        "Final Fingerprint",
        readonly=True,
        copy=False,
        help="SHA-256 over the text and all signatures. It stands on each member's copy as well.",
    )
    copy_attachment_id = fields.Many2one(
        "ir.attachment", "Signed Copy", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    copy_hash = fields.Char(readonly=True, copy=False, help="SHA-256 of the signed copy as it was mailed.")

    def write(self, vals):
        if any(field in vals for field in TEXT_FIELDS):
            self._check_unsigned()
        self._check_seal_stays(vals)
        result = super().write(vals)
        if vals.get("state") == "signed":
            self._seal()
        return result

    @api.ondelete(at_uninstall=True)
    def _unlink_only_unsigned(self):
        if not self._is_being_uninstalled():
            self._check_unsigned()

    @api.model
    def _is_being_uninstalled(self):
        """Whether the addon itself goes; the context flag of that could come from any caller."""
        return self.env["ir.module.module"].sudo()._get("hr_mentorship").state == "to remove"

    def _check_unsigned(self):
        for agreement in self:
            if agreement.sudo().signature_ids:
                raise UserError(
                    self.env._("“%(name)s” carries a signature and stays as it is.", name=agreement.display_name)
                )

    def _check_seal_stays(self, vals):
        """What was sealed stays; a signed agreement can only be followed by a newer one."""
        for agreement in self.sudo():
            if any(name in vals and agreement[name] for name in agreement._get_seal_fields()) or (
                agreement.final_hash and vals.get("state", "superseded") != "superseded"
            ):
                raise UserError(
                    self.env._("“%(name)s” is signed by everybody and stays as it is.", name=agreement.display_name)
                )

    @api.model
    def _get_seal_fields(self):
        """Return the names of the fields that are written once, from the last signature on."""
        return SEAL_FIELDS

    def _hash_text(self):
        """Return the fingerprint of the exact text, with what it belongs to.

        :rtype: str, SHA-256 in hexadecimal
        """
        self.ensure_one()
        if any(self.signature_ids.mapped("is_before_evidence")):
            # What was hashed before 19.0.1.1.0, when the first of these signatures was given
            return digest("\n".join((str(self.mentorship_id.id), str(self.version), self.lang, str(self.body))))
        return digest(
            canonical(
                {
                    "format": TEXT_FORMAT,
                    "mentorship": self.mentorship_id.id,
                    "version": self.version,
                    "lang": self.lang,
                    "body": str(self.body),
                    # What a member read who does not read the signed language; older agreements have none
                    **({"translations": self.reading_texts} if self.reading_texts else {}),
                }
            )
        )

    def _collect_terms(self):
        """Return the terms as plain values by name, as they go into the evidence of each signature.

        The text has them in words; these are what the check-ins are planned by.
        """
        self.ensure_one()
        return self._to_json(self, self._get_adjustable_fields())

    def _verify_terms(self):
        """Compare the terms with those in the evidence of each signature; older ones have them in their text alone."""
        self.ensure_one()
        known = [signature._get_known().get("terms") for signature in self.signature_ids]
        known = [terms for terms in known if isinstance(terms, dict)]
        if not known:
            return []
        actual = json.loads(canonical(self._collect_terms()))
        labels = self._get_term_labels()
        changed = [
            labels[term]
            for term, names in TERMS.items()
            # A term that came into being later is in no earlier evidence
            if any(name in terms and terms[name] != actual[name] for terms in known for name in names)
        ]
        if not changed:
            return [(self.env._("Terms"), True)]
        return [(self.env._("Terms: %(term)s", term=term), False) for term in changed]

    def _seal(self):  # pylint: disable=missing-return
        # super: our own write() guards these very fields
        for agreement in self:
            seal = canonical(agreement._collect_seal())
            super(HrMentorshipAgreement, agreement).write(  # pylint: disable=super-method-mismatch
                {"seal": seal, "final_hash": digest(seal)}
            )

    def _collect_seal(self):
        self.ensure_one()
        return {
            "format": SEAL_FORMAT,
            "agreement": self.id,
            "text": self.body_hash,
            "signed_at": f"{fields.Datetime.to_string(self.signed_at)} UTC",
            "signatures": [
                [signature.id, signature.member_id.id, signature.evidence_hash]
                for signature in self.signature_ids.sorted("id")
            ],
        }

    @api.model
    def _take_terms_of_before(self):
        """Record the terms of agreements that were drafted when only their mentorship had any.

        By SQL: what they say was part of no evidence, and the ORM rightly refuses to touch a signed agreement.
        """
        names = self._get_term_fields()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE hr_mentorship_agreement agreement
                   SET %s
                  FROM hr_mentorship mentorship
                 WHERE mentorship.id = agreement.mentorship_id AND agreement.rhythm IS NULL
                """,
                SQL(", ").join(
                    SQL("%s = mentorship.%s", SQL.identifier(name), SQL.identifier(name)) for name in names
                ),
            )
        )
        self.invalidate_model(names)

    def action_verify(self):
        """Open the dialog that recomputes everything."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_verification_action")
        action["context"] = {"default_agreement_id": self.id}
        return action

    def _verify(self):
        """Recompute every hash, on what the database holds now.

        :returns: list of ``(part, is_intact)``, the parts named in the reader's language; ``None`` stands for what
            cannot be told, and the part says why
        """
        self.ensure_one()
        agreement = self.sudo()  # sudo: who may read the agreement may know whether it is intact, the copy included
        agreement.invalidate_recordset()
        agreement.signature_ids.invalidate_recordset()
        findings = [(self.env._("Text"), not agreement.body_hash or agreement._hash_text() == agreement.body_hash)]
        findings += agreement._verify_terms()
        for signature in agreement.signature_ids.sorted("id"):
            findings += [
                (
                    self.env._("Signature of %(name)s: %(part)s", name=signature.member_id.employee_id.name, part=part),
                    is_intact,
                )
                for part, is_intact in signature._verify()
            ]
        if agreement.signed_at or agreement.final_hash or agreement.seal:
            findings += agreement._verify_seal()
        return findings

    def _verify_seal(self):
        was_sealed = self.seal or self.final_hash or self.copy_hash
        if not was_sealed and all(self.signature_ids.mapped("is_before_evidence")):
            return [(self.env._("Final fingerprint: signed before evidence was kept"), None)]
        try:
            known = dict(json.loads(self.seal or "{}"))
        except ValueError:
            known = {}
        actual = json.loads(canonical(self._collect_seal()))
        findings = [
            (self.env._("All signatures are there"), known.get("signatures") == actual["signatures"]),
            (self.env._("Time of the last signature"), known.get("signed_at") == actual["signed_at"]),
            (
                self.env._("Final fingerprint"),
                known == actual and bool(self.seal) and digest(self.seal) == self.final_hash,
            ),
        ]
        return findings + self._verify_copy()

    def _verify_copy(self):
        if not self.copy_hash:
            return []
        copy = self.copy_attachment_id.raw or b""
        return [(self.env._("Signed copy (PDF)"), digest(copy) == self.copy_hash)]

    def _describe(self, findings):
        """Return the findings of :meth:`_verify` as a list for people."""
        icons = {True: "fa-check text-success", False: "fa-times text-danger", None: "fa-minus text-muted"}
        labels = {True: self.env._("intact"), False: self.env._("changed"), None: self.env._("not known")}
        remark = Markup(' <strong class="text-danger">%s</strong>') % labels[False]
        return Markup('<ul class="list-unstyled mb-0">%s</ul>') % Markup().join(
            Markup('<li><i class="fa fa-fw %s" role="img" aria-label="%s"></i> %s%s</li>')
            % (
                icons[is_intact],
                labels[is_intact],
                part,
                remark if is_intact is False else "",
            )
            for part, is_intact in findings
        )
