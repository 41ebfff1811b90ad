from odoo import api, fields, models
from odoo.exceptions import AccessError


class HrMentorshipBlock(models.Model):
    """Somebody whom the author would rather not be matched with, in any program.

    A global record rule keeps it to its author, program managers and administrators excepted neither. The matching
    learns which pairs are impossible through :meth:`_get_blocked_pairs`, and never from which side.
    """

    _name = "hr.mentorship.block"
    _description = "Mentorship Block"
    _rec_name = "blocked_employee_id"

    profile_id = fields.Many2one("hr.mentorship.profile", required=True, readonly=True, index=True, ondelete="cascade")
    employee_id = fields.Many2one(related="profile_id.employee_id", store=True, index=True)
    user_id = fields.Many2one(related="profile_id.user_id", store=True, index=True)
    blocked_employee_id = fields.Many2one("hr.employee", "Person", required=True, index=True, ondelete="cascade")

    _pair_unique = models.Constraint(
        "UNIQUE(employee_id, blocked_employee_id)", "You have this person on your list already."
    )
    _not_oneself = models.Constraint(
        "CHECK(employee_id != blocked_employee_id)", "Nobody is matched with themselves anyway. Choose somebody else."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Only the profile's own employee blocks. Asked first: the database would tell others of a block there is."""
        if not self.env.su:
            self._check_client_values(vals_list)
            ids = [vals["profile_id"] for vals in vals_list if vals.get("profile_id")]
            profiles = self.env["hr.mentorship.profile"].browse(ids)
            if any(not profile.is_my_profile for profile in profiles):
                raise AccessError(self.env._("You say for yourself alone whom you would rather not be matched with."))
        return super().create(vals_list)

    @api.model
    def _get_blocked_pairs(self, employees):
        """Return the ids of those among ``employees`` who must not be matched, every pair in both directions.

        :rtype: set[tuple[int, int]]
        """
        # sudo: the answer is a pair without an author; callers keep it from telling more than “impossible”
        blocks_sudo = self.sudo().search_fetch(
            [("employee_id", "in", employees.ids), ("blocked_employee_id", "in", employees.ids)],
            ["employee_id", "blocked_employee_id"],
        )
        pairs = {(block.employee_id.id, block.blocked_employee_id.id) for block in blocks_sudo}
        return pairs | {(blocked, author) for author, blocked in pairs}
