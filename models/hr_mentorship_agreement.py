import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.mimetypes import guess_mimetype

from .private_fields import ReaderOne2many

MAX_IMAGE_BYTES = 2**20


class HrMentorshipAgreement(models.Model):
    """What the members of a mentorship promise each other, in one language and one version.

    The text is fixed from the first signature on: no ORM path changes or deletes it afterwards.
    """

    _name = "hr.mentorship.agreement"
    _description = "Mentorship Agreement"
    _inherit = ["hr.mentorship.conversation.mixin", "hr.mentorship.lifecycle.mixin", "hr.mentorship.terms.mixin"]
    _order = "mentorship_id, version desc"

    mentorship_id = fields.Many2one("hr.mentorship", required=True, index=True, readonly=True, ondelete="restrict")
    program_id = fields.Many2one(related="mentorship_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="mentorship_id.company_id", store=True, index=True)
    template_id = fields.Many2one("hr.mentorship.agreement.template", readonly=True, ondelete="set null")
    version = fields.Integer(required=True, default=1, readonly=True)
    lang = fields.Selection(lambda self: self.env["res.lang"].get_installed(), "Language", required=True, readonly=True)
    body = fields.Html("Text", readonly=True, sanitize="email_outgoing")
    state = fields.Selection(
        [
            ("draft", "To Sign"),
            ("signing", "Partly Signed"),
            ("signed", "Signed"),
            ("superseded", "Superseded"),
            ("void", "Void"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    signature_ids = ReaderOne2many("hr.mentorship.signature", "agreement_id", readonly=True)
    signed_at = fields.Datetime(readonly=True, copy=False)

    _one_version = models.Constraint("UNIQUE(mentorship_id, version)", "This version of the agreement exists already.")

    @api.depends("mentorship_id.name", "version")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = self.env._(
                "Agreement %(mentorship)s (version %(version)s)",
                mentorship=agreement.mentorship_id.name,
                version=agreement.version,
            )

    @api.model
    def _draft_for(self, mentorships, template_xmlid="hr_mentorship.mail_template_sign_agreement"):
        """Write the agreement of each mentorship from its program's template, and ask the members to sign.

        :param mentorships: recordset
        :param str template_xmlid: the mail that asks them
        """
        vals_list = [
            {
                "mentorship_id": mentorship.id,
                "template_id": mentorship.program_id.agreement_template_id.id,
                "version": max(mentorship.agreement_ids.mapped("version"), default=0) + 1,
                "sign_until": self._get_sign_until(mentorship),
                "lang": self._choose_lang(mentorship),
                **mentorship._get_terms(),
            }
            for mentorship in mentorships
        ]
        # sudo: the agreement follows from the members' acceptance, none of them may write agreements
        agreements = self.sudo().create(vals_list)
        for agreement in agreements:
            # What the pair has worked out together outlives a text that was withdrawn
            if previous := (agreement.mentorship_id.agreement_ids - agreement).sorted("version")[-1:]:
                agreement._carry_answers(previous)
        agreements._compose()
        mentorships._schedule_activities(
            "hr_mentorship.mail_activity_type_sign_agreement",
            [
                (agreement.mentorship_id, agreement.mentorship_id.member_ids.user_id, agreement.sign_until)
                for agreement in agreements
            ],
        )
        mentorships.member_ids._send(template_xmlid)
        return agreements

    @api.model
    def _choose_lang(self, mentorship):
        """Take the members' common language, else that of the company, so that both sign the same text."""
        langs = {member._get_lang() for member in mentorship.member_ids}
        if len(langs) == 1:
            return langs.pop()
        return mentorship.company_id.partner_id.lang or "en_US"

    def _sign(self, signed_name, image, **evidence):
        """Sign as the current user; see :meth:`_sign_as`."""
        self.ensure_one()
        member = self.mentorship_id.my_member_id
        if not member:
            raise AccessError(self.env._("Only the members of a mentorship sign its agreement."))
        return self._sign_as(member, signed_name, image, **evidence)

    def _sign_as(self, member, signed_name, image, fingerprint=None, **evidence):
        """Sign for ``member``, who has been identified; with the last signature the agreement comes into force.

        :param str signed_name: the name as the signer wrote it
        :param bytes image: the drawn, typed or uploaded signature, base64
        :param str fingerprint: :meth:`_get_fingerprint` of the text that the signer has read
        :param evidence: further fields of the signature, gathered by the caller on the server
        :raises UserError: if the agreement no longer waits for this member, or is not what they have read
        """
        self.ensure_one()
        mentorship = self.mentorship_id
        self._check_signature(signed_name, image)
        # Before anything is read that decides: from here on, the other member's signature is in or waits.
        mentorship._serialize()
        self._check_state_in("draft", "signing")
        if member.has_signed:
            raise UserError(self.env._("You have signed this agreement already."))
        self._check_as_read(fingerprint)
        agreement_sudo = self.sudo()  # sudo: the caller knows that the member signs
        if not agreement_sudo.body_hash:
            agreement_sudo.body_hash = agreement_sudo._hash_text()
        elif agreement_sudo.body_hash != agreement_sudo._hash_text():
            raise UserError(self.env._("The text has changed since your partner signed it. Ask your program manager."))
        signature = agreement_sudo.env["hr.mentorship.signature"].create(
            {
                "agreement_id": self.id,
                "member_id": member.id,
                "signed_name": signed_name.strip(),
                # Not left to the default: a client's context could fill that one
                "signed_at": fields.Datetime.now(),
                "image": image,
                "body_hash": agreement_sudo.body_hash,
                **evidence,
            }
        )
        agreement_sudo.invalidate_recordset(["signature_ids"])
        mentorship._finish_activities("hr_mentorship.mail_activity_type_sign_agreement", users=member.user_id)
        if agreement_sudo.signature_ids.member_id == agreement_sudo.mentorship_id.member_ids:
            agreement_sudo._move_to("signed", signed_at=fields.Datetime.now())
            agreement_sudo._enter_into_force()
            # The copies need the PDF engine and the mail server; a fault of theirs must not undo a signature.
            self.env.ref("hr_mentorship.ir_cron_send_signed_copies").sudo()._trigger()
        else:
            agreement_sudo._move_to("signing")
            agreement_sudo._tell_change()
        return signature

    def _enter_into_force(self):
        """Everybody has signed: the mentorship starts, on the terms that stand in the text."""
        for agreement in self:
            agreement.mentorship_id.write(agreement._get_terms())
            agreement.mentorship_id._activate()

    def _check_signature(self, signed_name, image):
        """Refuse what is no name or no picture; what is kept for ever must print, and hide no script."""
        if not image or not (signed_name or "").strip():
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

    def _void_unsigned(self):
        self.filtered(lambda agreement: agreement.state in ("draft", "signing"))._move_to("void")

    def action_print(self):
        self.ensure_one()
        return self.env.ref("hr_mentorship.hr_mentorship_agreement_report_action").report_action(self)
