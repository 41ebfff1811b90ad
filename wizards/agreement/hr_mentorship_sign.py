from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ...models.agreement.hr_mentorship_agreement import TextChangedError
from ...models.common.client_actions import toast

STEPS = [("read", "Read"), ("adjust", "Adjust"), ("confirm", "Confirm and Sign")]


class HrMentorshipSign(models.TransientModel):
    """A member reads the agreement, adjusts its terms, confirms it and signs: with their name, a drawing or a picture.

    The dialog follows the agreement while it is open: what the partner changes arrives in it. Confirmed and signed is
    only the text whose fingerprint was taken when it was shown to be read.
    """

    _name = "hr.mentorship.sign"
    _inherit = ["hr.mentorship.dialog.mixin", "hr.mentorship.terms.mixin"]
    _description = "Sign a Mentorship Agreement"

    _document_field = "agreement_id"
    agreement_id = fields.Many2one("hr.mentorship.agreement", required=True, readonly=True)
    mentorship_id = fields.Many2one(related="agreement_id.mentorship_id", related_sudo=False)
    company_id = fields.Many2one(related="agreement_id.company_id", related_sudo=False)
    step = fields.Selection(STEPS, default="read", required=True, readonly=True)
    notice = fields.Char(readonly=True)
    body = fields.Html(related="agreement_id.body", related_sudo=False)
    reading_body = fields.Html(related="agreement_id.reading_body", related_sudo=False, sanitize=False)
    is_translation = fields.Boolean(related="agreement_id.is_translation", related_sudo=False)
    translation_notice = fields.Char(related="agreement_id.translation_notice", related_sudo=False)
    difference = fields.Html(related="agreement_id.difference", related_sudo=False)
    change_text = fields.Html(related="agreement_id.change_text", related_sudo=False)
    terms_text = fields.Html(related="agreement_id.terms_text", related_sudo=False)
    is_amendment = fields.Boolean(related="agreement_id.is_amendment", related_sudo=False)
    replaced_version = fields.Integer(related="agreement_id.replaces_id.version", related_sudo=False)
    partner_signature_ids = fields.One2many(related="agreement_id.signature_ids", related_sudo=False)
    is_in_force = fields.Boolean(compute="_compute_is_in_force", compute_sudo=False)
    fingerprint = fields.Char(readonly=True, help="Of the text that the member was shown to read.")
    is_outdated = fields.Boolean(compute="_compute_is_outdated", compute_sudo=False)
    goals = fields.Text("What We Want to Reach")
    channels = fields.Char("How We Reach Each Other")
    clauses = fields.Text("We Also Agree")
    has_read = fields.Boolean("I have read the agreement and I enter into it voluntarily")
    signed_name = fields.Char("Your Name", required=True, size=100, default=lambda self: self.env.user.name)
    image = fields.Binary("Your Signature")

    @api.depends("agreement_id")
    def _compute_is_in_force(self):
        for dialog in self:
            dialog.is_in_force = dialog.agreement_id.state == "signed"

    @api.depends("agreement_id", "fingerprint")
    def _compute_is_outdated(self):
        for dialog in self:
            dialog.is_outdated = dialog._has_changed()

    def _has_changed(self):
        """Whether the agreement is another one than the one that was shown to be read."""
        agreement = self.agreement_id
        return bool(agreement) and self.fingerprint != agreement._get_fingerprint()

    @api.model_create_multi
    def create(self, vals_list):
        dialogs = super().create(vals_list)
        for dialog in dialogs:
            dialog._take_over()
        return dialogs

    def _get_home_tz(self):
        return self.mentorship_id._get_home_tz()

    # -- following the agreement

    @api.model
    def _open_for(self, agreement, step="read"):
        if not agreement:
            raise UserError(self.env._("Nothing waits for your signature here. Reload the page to see why."))
        return self.create({"agreement_id": agreement.id})._show(step)

    def _show(self, step, notice=False):
        """Return the action that shows this dialog at ``step``, with the text as it is now."""
        self._check_mine()
        self.sudo().write({"step": step, "notice": notice})  # sudo: only these steps move the dialog on
        self._take_over()
        return self._get_action()

    def _get_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_sign_action")
        action["res_id"] = self.id
        if self.is_in_force or self.is_amendment:
            action["name"] = self.env._("Change the Agreement")
        return action

    def _take_over(self):
        fingerprint = self.agreement_id._get_fingerprint()
        if self.fingerprint not in (False, fingerprint):
            self.has_read = False  # that was said of another text
        # sudo: only the server says which text was shown
        self.sudo().write({**self._get_current_terms(), "fingerprint": fingerprint})

    def _get_current_terms(self):
        self.ensure_one()
        terms = self.agreement_id._get_adjustable()
        # The terms in force stand on the mentorship: agreements of long ago have them in their text alone
        return {**terms, **self.mentorship_id._get_terms()} if self.is_in_force else terms

    def _follow(self, agreement):
        """Show ``agreement``, which has changed or come in the place of the one shown; what was read stays known."""
        for dialog in self:
            dialog.sudo().agreement_id = agreement
            dialog.write(dialog._get_current_terms())

    # -- steps

    def action_read(self):
        return self._show("read")

    def action_adjust(self):
        return self._show("adjust")

    def action_save_terms(self):
        """Keep what has been adjusted; the partner sees it at once."""
        self.ensure_one()
        member = self.mentorship_id.my_member_id
        if not member:
            raise AccessError(self.env._("Only the members of a mentorship change its agreement."))
        current = self._get_current_terms()
        changes = {name: self[name] for name, value in current.items() if self[name] != value}
        if self.is_in_force:
            agreement = self.mentorship_id._amend(member, changes)
        else:
            agreement = self.agreement_id._adjust(member, changes)
        self.sudo().agreement_id = agreement  # sudo: see _take_over; the next version of the same agreement
        return self._show("read")

    def action_confirm(self):
        """Ask for the signature of what was read: in short, as the whole text has just been there."""
        self._check_mine()
        if self._has_changed():
            return self._show_changed()
        # Not _show(): what was read is what is confirmed and signed, whatever happens meanwhile
        self.sudo().write({"step": "confirm", "notice": False})
        return self._get_action()

    def action_sign(self):
        self._check_mine()
        if not self.has_read:
            raise UserError(self.env._("Read the agreement and confirm that you have, then sign."))
        try:
            with self.env.cr.savepoint():
                self.agreement_id._sign(
                    self.signed_name,
                    self.image,
                    fingerprint=self.fingerprint,
                    ip_address=request.httprequest.remote_addr if request else False,
                    user_agent=request.httprequest.user_agent.string if request else False,
                )
        except TextChangedError:
            return self._show_changed()
        mentorship = self.agreement_id.mentorship_id
        return toast(mentorship.trace or self.env._("You have signed. Everybody has, and you get your copy by mail."))

    def _show_changed(self):
        """Nothing was signed: show the text as it is now."""
        return self._show(
            "read",
            self.env._("The agreement has changed since you read it, so nothing was signed. Here is the new text."),
        )
