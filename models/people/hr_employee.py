from contextlib import contextmanager

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.base import ADDON
from ..common.mail_template import LAYOUT
from ..common.private_fields import PrivateOne2many

OWNING_FIELDS = {"user_id", "resource_id"}
"""What says whose account an employee's is."""


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

    def write(self, vals):
        if OWNING_FIELDS.isdisjoint(vals):
            return super().write(vals)
        with self._guard_owners():
            return super().write(vals)

    # -- Whose account an employee's is decides who reads what they have answered, rated, signed and been given.

    @contextmanager
    def _guard_owners(self):
        """Let no one take over somebody's private data by giving the employee another account while the block runs.

        Whoever keeps employees may do what is safe beyond doubt: give somebody without a user the one with their own
        address, but not their own. All else is for those who may read the database anyway. Those concerned are told.
        """
        # sudo: whoever writes employees need not see any mentorship
        people_sudo = self.sudo()._filter_with_private_data()
        # The name as well: with another resource the employee has its name
        former = {employee: (employee.user_id, employee.work_email, employee.name) for employee in people_sudo}
        yield
        moved = {employee: was for employee, was in former.items() if employee.user_id != was[0]}
        if not moved:
            return
        me = self.env.user
        # Not `su`: what Odoo does in sudo for somebody is still done by them
        if self.env.uid != SUPERUSER_ID and not me.has_group("base.group_system"):
            refused = [
                name
                for employee, (user, address, name) in moved.items()
                if user or employee.user_id == me or not employee.user_id._is_reached_at(address)
            ]
            if refused:
                raise UserError(self._say_who_hands_over(refused))
        self._tell_of_other_account(moved)

    def _filter_with_private_data(self):
        """Return those of ``self`` (sudo) of whom this addon keeps what is theirs alone."""
        found = set()
        for model_name in self._get_models_of_own():
            model = self.env[model_name].with_context(active_test=False)
            found.update(
                employee.id for (employee,) in model._read_group([("employee_id", "in", self.ids)], ["employee_id"])
            )
        return self.filtered(lambda employee: employee.id in found)

    @api.model
    def _get_models_of_own(self):
        """Return the names of our models of which each record is of one employee; a profile alone is no secret."""
        return [
            name
            for name, model in self.env.registry.items()
            if model._original_module == ADDON
            and model._auto
            and not model._transient
            and name != "hr.mentorship.profile"
            and (field := model._fields.get("employee_id"))
            and field.store
            and field.comodel_name == "hr.employee"
        ]

    def _say_who_hands_over(self, people):
        # sudo: the names of those who can help
        admins = self.env.ref("base.group_system").sudo().all_user_ids
        names = admins.filtered(lambda user: user.active and user._is_internal()).mapped("name")[:3]
        return self.env._(
            "%(people)s: whoever has the account of an employee reads their mentorship: answers, ratings, agreements. "
            "Only an administrator of the system gives it to another account or takes it away: ask %(admins)s.",
            people=", ".join(people),
            admins=", ".join(names),
        )

    def _tell_of_other_account(self, former):
        """Tell both accounts at once whose the mentorship of these employees is now.

        :param dict former: by employee (sudo): user, work e-mail and name until now
        """
        for employee, (user, _address, name) in former.items():
            for reader in user | employee.user_id:
                # sudo: a note of the addon's
                told = self.env["mail.thread"]._clean_sudo().with_context(lang=reader.lang)
                told.message_notify(
                    partner_ids=reader.partner_id.ids,
                    subject=told.env._("The account of %(name)s has changed", name=name),
                    body=told.env._(
                        "%(who)s has changed the account of the employee %(name)s from %(former)s to %(new)s. What "
                        "this addon keeps about the mentorship of %(name)s is read with the new account from now on. "
                        "If that is not right, tell your system administrator at once.",
                        who=self.env.user.name,
                        name=name,
                        former=user.login or told.env._("none"),
                        new=employee.user_id.login or told.env._("none"),
                    ),
                    email_layout_xmlid=LAYOUT,
                )

    def _find_hr_officers(self):
        """Return whom in HR to ask about each: who is responsible for them, or else the first officer of the company.

        :rtype: dict[record, record] of one user by employee (sudo)
        """
        group = self.env.ref("hr.group_hr_user")
        # sudo: ordinary users know neither groups nor who is responsible in HR
        users = self.env["res.users"]._clean_sudo()
        officers = {}
        for company, employees in self.sudo().grouped("company_id").items():
            here = Domain("all_group_ids", "in", group.ids) & Domain("company_ids", "in", company.ids)
            # Two, as the first one may be the employee; of a large company not all
            first = users.search(here & Domain("share", "=", False), order="id", limit=2)
            # Odoo's own robot is responsible for whoever was created by a file, and reads no to-do
            responsible = employees.hr_responsible_id.filtered("active").filtered_domain(list(here))
            for employee in employees:
                others = (employee.hr_responsible_id & responsible) - employee.user_id or first - employee.user_id
                officers[employee] = others[:1]
        return officers

    def _create_mentorship_profiles(self):
        # sudo: the profile comes with the employee, whoever creates that one
        profiles_sudo = self.env["hr.mentorship.profile"].sudo().with_context(active_test=False)
        with_profile = profiles_sudo.search([("employee_id", "in", self.ids)]).employee_id
        profiles = profiles_sudo.create([{"employee_id": employee.id} for employee in self - with_profile])
        profiles._take_over_resume_languages()
        return profiles

    def _get_mentorship_partner(self):
        """Return whom to write to and whose calendar counts: the user, or the mailbox of who has none; may be empty."""
        return self.user_id.partner_id or self.work_contact_id

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
