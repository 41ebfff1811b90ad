from odoo import api, models
from odoo.exceptions import AccessError


class MailMail(models.Model):
    """Files of mentorships leave with the mails of people who may read them, and with no others.

    The host writes what a client asks a template to attach in sudo, any file of the database among it.
    """

    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        mails = super().create(vals_list)
        mails._check_mentorship_files()
        return mails

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._check_mentorship_files()
        return result

    def _check_mentorship_files(self):
        # sudo: what has been attached, whoever has asked for it
        files = self.sudo().attachment_ids._filter_of_mentorship()
        # Mails are made in sudo: it is the user behind it who has to have the right; our jobs are the superuser
        if files and files.with_user(self.env.uid)._filtered_access("read") != files.with_user(self.env.uid):
            raise AccessError(
                self.env._("You may send only those files of a mentorship that you may read yourself. Take it out.")
            )
