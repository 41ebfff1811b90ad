from odoo import fields, models

OWNERS = [("manager", "Program manager"), ("sponsor", "Sponsor"), ("other", "Somebody else")]


class MailActivity(models.Model):
    """A step of the launch checklist of a program is a to-do like any other, that knows whose it is by its role."""

    _inherit = "mail.activity"

    launch_owner = fields.Selection(
        OWNERS, "Launch Step Of", readonly=True, help="Filled in for the steps of a launch checklist."
    )
