from odoo import api, fields, models
from odoo.exceptions import UserError


class HrMentorshipProfile(models.Model):
    """The level that somebody has reached stands on their own profile, and where colleagues look if they want that.

    A level follows from points, and everybody reads from how many on each begins. So its name tells how much somebody
    has earned at least, and the day on which it changes tells more: what a wallet tells nobody but its owner. It is
    theirs to tell, once for all colleagues; nobody, whatever they administer, does it for them.
    """

    _inherit = "hr.mentorship.profile"

    level_name = fields.Char("Level", compute="_compute_level_name", compute_sudo=False)
    shows_level = fields.Boolean(
        "Show My Level to Colleagues",
        copy=False,
        help="They read its name beside your badges: from how many points on it begins, and never how many you have.",
    )

    @api.depends_context("uid", "lang")
    @api.depends("employee_id")
    def _compute_level_name(self):
        # No sudo: everybody finds their own wallet, and nobody another one
        wallets = self.env["hr.mentorship.wallet"].search(
            [("employee_id", "in", self.employee_id.ids), ("employee_id.user_id", "=", self.env.uid)]
        )
        names = {wallet.employee_id.id: wallet.level_name for wallet in wallets}
        for profile in self:
            profile.level_name = names.get(profile.employee_id.id)

    def write(self, vals):
        self.check_access("write")  # before a refusal tells something of what is not theirs
        if "shows_level" in vals and not self.env.su:
            self._check_shows_own_level(vals["shows_level"])
        return super().write(vals)

    def _check_shows_own_level(self, value):
        others = self.filtered(lambda profile: not profile.is_my_profile)
        if others and not others._is_unchanged("shows_level", value):
            raise UserError(
                self.env._(
                    "Whether colleagues see a level is up to the one who has reached it. Ask %(names)s to switch it "
                    "on in their own profile.",
                    names=", ".join(others.sudo().employee_id.mapped("name")),  # sudo: of profiles that may be written
                )
            )

    @api.model
    def _find_shown_levels(self, employee_ids):
        """Return the names of the levels that these people show to their colleagues, by employee id."""
        # sudo: publishes what they have said themselves that they show
        profiles = self.sudo().search([("employee_id", "in", employee_ids), ("shows_level", "=", True)])
        if not profiles:
            return {}
        wallets = self.env["hr.mentorship.wallet"].sudo().search([("employee_id", "in", profiles.employee_id.ids)])
        return {wallet.employee_id.id: wallet.level_name for wallet in wallets}
