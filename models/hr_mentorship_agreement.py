import base64
import logging

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html_sanitize
from odoo.tools.mimetypes import guess_mimetype

from .hr_mentorship_signature import digest

_logger = logging.getLogger(__name__)

MAX_IMAGE_BYTES = 2**20


class HrMentorshipAgreement(models.Model):
    """What the members of a mentorship promise each other, in one language and one version.

    The text is fixed from the first signature on: no ORM path changes or deletes it afterwards.
    """

    _name = "hr.mentorship.agreement"
    _description = "Mentorship Agreement"
    _inherit = ["mail.thread", "hr.mentorship.lifecycle.mixin"]
    _order = "mentorship_id, version desc"

    mentorship_id = fields.Many2one("hr.mentorship", required=True, index=True, readonly=True, ondelete="restrict")
    program_id = fields.Many2one(related="mentorship_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="mentorship_id.company_id", store=True, index=True)
    template_id = fields.Many2one("hr.mentorship.agreement.template", readonly=True, ondelete="set null")
    version = fields.Integer(required=True, default=1, readonly=True)
    lang = fields.Selection(lambda self: self.env["res.lang"].get_installed(), "Language", required=True, readonly=True)
    body = fields.Html("Text", required=True, readonly=True, sanitize="email_outgoing")
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
    signature_ids = fields.One2many("hr.mentorship.signature", "agreement_id", readonly=True)
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
    def _draft_for(self, mentorships):
        """Write the agreement of each mentorship from its program's template, and ask the members to sign."""
        vals_list = []
        for mentorship in mentorships:
            template = mentorship.program_id.agreement_template_id
            lang = self._choose_lang(mentorship)
            body = (
                template.sudo()
                .with_context(lang=lang)
                ._render_template(
                    template.with_context(lang=lang).body_html, "hr.mentorship", mentorship.ids, engine="qweb"
                )[mentorship.id]
            )
            vals_list.append(
                {
                    "mentorship_id": mentorship.id,
                    "template_id": template.id,
                    "lang": lang,
                    "body": Markup(html_sanitize(body)),
                }
            )
        # sudo: the agreement follows from the members' acceptance, none of them may write agreements
        agreements = self.sudo().create(vals_list)
        today = fields.Date.context_today(self)
        mentorships._schedule_activities(
            "hr_mentorship.mail_activity_type_sign_agreement",
            [
                (
                    mentorship,
                    mentorship.member_ids.user_id,
                    fields.Date.add(today, days=mentorship.program_id.offer_validity_days),
                )
                for mentorship in mentorships
            ],
        )
        mentorships.member_ids._send("hr_mentorship.mail_template_sign_agreement")
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

    def _sign_as(self, member, signed_name, image, **evidence):
        """Sign for ``member``, who has been identified; with the last signature the mentorship becomes active.

        :param str signed_name: the name as the signer wrote it
        :param bytes image: the drawn, typed or uploaded signature, base64
        :param evidence: further fields of the signature, gathered by the caller on the server
        :raises UserError: if the agreement no longer waits for this member
        """
        self.ensure_one()
        mentorship = self.mentorship_id
        self._check_signature(signed_name, image)
        # Before anything is read that decides: from here on, the other member's signature is in or waits.
        mentorship._serialize()
        self._check_state_in("draft", "signing")
        if member.has_signed:
            raise UserError(self.env._("You have signed this agreement already."))
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
            agreement_sudo.mentorship_id._activate()
            # The copies need the PDF engine and the mail server; a fault of theirs must not undo a signature.
            self.env.ref("hr_mentorship.ir_cron_send_signed_copies").sudo()._trigger()
        else:
            agreement_sudo._move_to("signing")
        return signature

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

    @api.model
    def _cron_send_signed_copies(self):
        """Make the PDF of each newly signed agreement, keep it, and mail it to its members.

        One at a time with a commit after each: a run may be killed anywhere without mailing anything twice, and a
        document that cannot be made keeps no other one from its members.
        """
        domain = [("state", "=", "signed"), ("copy_attachment_id", "=", False)]
        pending = self.search(domain, order="signed_at")
        remaining = len(pending)
        for candidate in pending:
            remaining -= 1
            agreement = candidate.try_lock_for_update().filtered_domain(domain)
            try:
                with self.env.cr.savepoint():
                    agreement._attach_and_mail_copy()
            except Exception:
                _logger.exception("No signed copy of %s yet; the next run tries again", agreement)
                agreement = self.browse()
            if not self.env["ir.cron"]._commit_progress(len(agreement), remaining=remaining):
                break

    def _attach_and_mail_copy(self):
        for agreement in self:
            pdf, _extension = self.env["ir.actions.report"]._render_qweb_pdf(
                "hr_mentorship.hr_mentorship_agreement_report_action", agreement.ids
            )
            attachment = self.env["ir.attachment"].create(
                {
                    "name": f"{agreement.display_name}.pdf",
                    "mimetype": "application/pdf",
                    "raw": pdf,
                    "res_model": agreement._name,
                    "res_id": agreement.id,
                }
            )
            agreement.write({"copy_attachment_id": attachment.id, "copy_hash": digest(pdf)})
            agreement.mentorship_id.member_ids._send(
                "hr_mentorship.mail_template_signed_copy",
                attachment_ids=[Command.link(agreement.copy_attachment_id.id)],
            )
