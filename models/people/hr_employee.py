from odoo import api, fields, models

from ..common.private_fields import PrivateOne2many


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    mentorship_profile_ids = PrivateOne2many(
        "hr.mentorship.profile", "employee_id", groups="hr.group_hr_user", context={"active_test": False}
    )
    # The profile is one record per employee, shown on the employee form as if its fields stood there.
    is_open_to_mentor = fields.Boolean(
        related="mentorship_profile_ids.is_open_to_mentor", readonly=False, groups="hr.group_hr_user"
    )
    is_looking_for_mentor = fields.Boolean(
        related="mentorship_profile_ids.is_looking_for_mentor", readonly=False, groups="hr.group_hr_user"
    )
    mentor_capacity = fields.Integer(
        related="mentorship_profile_ids.mentor_capacity", readonly=False, groups="hr.group_hr_user"
    )
    mentorship_offered_skill_ids = fields.Many2many(
        related="mentorship_profile_ids.offered_skill_ids", readonly=False, groups="hr.group_hr_user"
    )
    mentorship_wanted_skill_ids = fields.Many2many(
        related="mentorship_profile_ids.wanted_skill_ids", readonly=False, groups="hr.group_hr_user"
    )
    mentorship_interest_ids = fields.Many2many(
        related="mentorship_profile_ids.interest_ids", readonly=False, groups="hr.group_hr_user"
    )
    mentorship_introduction = fields.Text(
        related="mentorship_profile_ids.introduction", readonly=False, groups="hr.group_hr_user"
    )
    mentorship_language_ids = fields.Many2many(
        related="mentorship_profile_ids.language_ids", readonly=False, groups="hr.group_hr_user"
    )
    mentorship_seniority = fields.Selection(
        related="mentorship_profile_ids.seniority", readonly=False, groups="hr.group_hr_user"
    )

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        employees._create_mentorship_profiles()
        return employees

    def _create_mentorship_profiles(self):
        # sudo: the profile comes with the employee, whoever creates that one
        profiles_sudo = self.env["hr.mentorship.profile"].sudo().with_context(active_test=False)
        with_profile = profiles_sudo.search([("employee_id", "in", self.ids)]).employee_id
        profiles = profiles_sudo.create([{"employee_id": employee.id} for employee in self - with_profile])
        profiles._take_over_resume_languages()
        return profiles

    def _get_lines_of_command(self):
        """Return, for every employee in ``self``, the ids of all managers above them.

        One query, whatever the depth and the number of employees.

        :rtype: dict[int, set[int]]
        """
        managers = {}
        if self.ids:
            self.flush_model(["parent_id"])
            # UNION, not UNION ALL: an employee may be set as their own manager, and the walk must end there
            self.env.cr.execute(
                """
                WITH RECURSIVE line(employee_id, manager_id) AS (
                    SELECT id, parent_id FROM hr_employee WHERE id = ANY(%s) AND parent_id IS NOT NULL
                    UNION
                    SELECT line.employee_id, manager.parent_id
                      FROM line
                      JOIN hr_employee manager ON manager.id = line.manager_id
                     WHERE manager.parent_id IS NOT NULL
                )
                SELECT employee_id, array_agg(manager_id) FROM line GROUP BY employee_id
                """,
                [list(self.ids)],
            )
            managers = {employee_id: set(ids) for employee_id, ids in self.env.cr.fetchall()}
        return {employee.id: managers.get(employee.id, set()) - {employee.id} for employee in self}
