from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS

from ..common.groups import ADMIN
from ..matching.comparable_fields import find_field, may_compare

PEOPLE_FIELDS = frozenset({"company_id", "manager_ids", "sponsor_id"})
"""What a design does not say: who runs a program, who approves it, and where."""


class HrMentorshipProgram(models.Model):
    """A template is a program that nobody joins: it is set up on the same form, with all that later rooms add to it.

    It is archived for good, so that no list, no menu and no background job meets it. Its dates stand for distances
    from the start.
    """

    _inherit = "hr.mentorship.program"

    is_template = fields.Boolean("Template", readonly=True, copy=False)
    is_shared = fields.Boolean("For All Companies", copy=False, groups=ADMIN)
    template_hint = fields.Char("Good For", translate=True, copy=False, help="Stands beside the choice of a template.")
    template_weeks = fields.Integer(
        "Weeks of Mentoring", compute="_compute_distances", inverse="_inverse_template_weeks"
    )
    template_opens_days = fields.Integer(
        "Enrolment Opens",
        compute="_compute_distances",
        inverse="_inverse_template_opens_days",
        help="So many days before the start.",
    )
    template_closes_days = fields.Integer(
        "Enrolment Closes",
        compute="_compute_distances",
        inverse="_inverse_template_closes_days",
        help="So many days before the start.",
    )

    _template_stays_one = models.Constraint(
        "CHECK(is_template IS NOT TRUE OR (active IS NOT TRUE AND state = 'draft'))",
        "A template stays a template. Make a program of it with “New Program from This”.",
    )

    @api.depends("start_date", "end_date", "enrolment_start_date", "enrolment_end_date")
    def _compute_distances(self):
        for program in self:
            start = program.start_date

            def count_days(day, start=start):
                return (start - day).days if start and day else 0

            program.template_weeks = round(-count_days(program.end_date) / 7)
            program.template_opens_days = count_days(program.enrolment_start_date)
            program.template_closes_days = count_days(program.enrolment_end_date)

    def _inverse_template_weeks(self):
        for program in self:
            if not 1 <= program.template_weeks <= 520:
                raise UserError(self.env._("Mentoring takes at least one week, and at most ten years."))
            program.end_date = program.start_date + timedelta(weeks=program.template_weeks)

    def _inverse_template_opens_days(self):
        self._set_enrolment("enrolment_start_date", "template_opens_days")

    def _inverse_template_closes_days(self):
        self._set_enrolment("enrolment_end_date", "template_closes_days")

    def _set_enrolment(self, date_field, distance_field):
        for program in self:
            if abs(program[distance_field]) > 3650:
                raise UserError(self.env._("Enrolment lies within ten years of the start."))
            program[date_field] = program.start_date - timedelta(days=program[distance_field])

    @api.model
    def _search_templates(self):
        """Return the templates that the user may use, the shipped ones first."""
        return self.with_context(active_test=False).search([("is_template", "=", True)], order="id")

    # -- what is no program is not run

    def _check_takes_people(self):
        for program in self:
            if program.is_template:
                raise UserError(
                    self.env._(
                        "“%(name)s” is a template, which nobody joins. Make a program of it first.", name=program.name
                    )
                )
        return super()._check_takes_people()

    def action_submit(self):
        for program in self:
            if program.is_template:
                raise UserError(
                    self.env._(
                        "“%(name)s” is a template, which nobody approves. Make a program of it first.",
                        name=program.name,
                    )
                )
        return super().action_submit()

    # -- from a program to a template, and back

    def action_save_as_template(self):
        """Keep how this program is set up, for programs to come."""
        self.ensure_one()
        self._check_manager()
        dates = ("start_date", "end_date", "enrolment_start_date", "enrolment_end_date")
        template = self._copy_design(
            self.env.company,
            **{name: self[name] for name in dates},
            name=self.env._("%(program)s (template)", program=self.name),
            is_template=True,
            active=False,
            sponsor_id=False,
        )
        return template._open_template()

    def _open_template(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_program_template_action")
        form = self.env.ref("hr_mentorship.hr_mentorship_program_view_form_template")
        return {**action, "res_id": self.id, "view_mode": "form", "views": [(form.id, "form")]}

    def action_use_template(self):
        """Open the dialog that makes a program of this template."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_new_program_action")
        return {**action, "context": {"default_template_id": self.id}}

    def _create_from_template(self, name, start_date, sponsor):
        """Return a draft that is set up like this template, and begins on ``start_date``.

        :param sponsor: res.users, may be empty
        """
        self.ensure_one()
        self.check_access("read")
        self.env[self._name].check_access("create")
        if not self.is_template:
            raise UserError(self.env._("“%(name)s” is not a template. Choose one from the list.", name=self.name))
        program = self._copy_design(
            self.env.company, **self._get_dates_from(start_date), name=name, active=True, sponsor_id=sponsor.id
        )
        program._after_template()
        return program

    def _after_template(self):
        """Hook: a template has become a program."""

    def _get_dates_from(self, start_date):
        """Return the dates of this program, moved to another start; nobody enrols in the past."""
        today = fields.Date.context_today(self)
        if not start_date or start_date < today:
            raise UserError(self.env._("A new program starts today or later. Choose another date."))
        shift = start_date - self.start_date
        opens = max(self.enrolment_start_date + shift, today)
        return {
            "start_date": start_date,
            "end_date": self.end_date and self.end_date + shift,
            "enrolment_start_date": opens,
            "enrolment_end_date": self.enrolment_end_date and max(self.enrolment_end_date + shift, opens),
        }

    # -- the design of a program

    def _copy_design(self, company, **values):
        """Return a copy that the user manages: all that says how the program works, and nobody who takes part.

        The caller has checked that the user may read the design, and create a program.
        """
        self.ensure_one()
        defaults = {name: usable.ids for name, usable in self._find_usable(company).items()}
        for name, ids in defaults.items():
            many = self._fields[name].type == "many2many"
            defaults[name] = [Command.set(ids)] if many else ids[:1] and ids[0]
        if lines := self._find_usable_criteria(company):
            defaults["criterion_ids"] = lines
        managers = [Command.set(self.env.user.ids)]
        # sudo: a design is taken as a whole, with lines that only those who manage it read
        program_sudo = self.sudo().copy({**defaults, "company_id": company.id, "manager_ids": managers, **values})
        return program_sudo.with_env(self.env)

    def _find_usable(self, company):
        """Return, by field, what can still be used of what this design names: only fields that lose something.

        Left out is what is archived, what belongs to another company, and what the user may not read.
        """
        usable = {}
        program_sudo = self.sudo().with_context(active_test=False)  # sudo: judged by the user's own rights below
        for name, field in self._fields.items():
            if field.type not in ("many2one", "many2many") or not field.store or not field.copy:
                continue
            if name in MAGIC_COLUMNS:
                continue
            named = program_sudo[name] if name not in PEOPLE_FIELDS else None
            if not named:
                continue
            kept = named.filtered(lambda record: self._is_usable(record, company)).with_env(self.env)
            kept = kept._filtered_access("read")
            if len(kept) < len(named):
                usable[name] = kept
        return usable

    @api.model
    def _is_usable(self, record, company):
        if "active" in record._fields and not record.active:
            return False
        if record._name == "res.users":
            return company in record.company_ids
        return "company_id" not in record._fields or not record.company_id or record.company_id == company

    def _find_usable_criteria(self, company):
        """Return commands for the criteria that still have what they compare; nothing if all of them do."""
        criteria = self.sudo().criterion_ids  # sudo: see _copy_design
        survey = self._find_usable(company).get("application_survey_id", self.sudo().application_survey_id)

        def is_whole(criterion):
            if criterion.kind == "custom_field":
                is_there = find_field(self.env, criterion.field_name) is not None
                return is_there and may_compare(self.env, criterion.field_name)
            if criterion.kind == "custom_answer":
                return criterion.question_id and criterion.question_id.survey_id.id in survey.ids
            return True

        whole = criteria.filtered(is_whole)
        if whole == criteria:
            return []
        kept = whole.copy_data()
        for values in kept:
            values.pop("program_id", None)
        return [Command.clear(), *(Command.create(values) for values in kept)]

    def _describe_left_out(self, company):
        """Say what a program made of this design has to do without; empty if nothing."""
        names = [self._fields[name]._description_string(self.env) for name in self._find_usable(company)]
        if self._find_usable_criteria(company):
            names.append(self.env._("a matching criterion"))
        if not names:
            return ""
        return self.env._(
            "Left out, because it is archived, belongs to another company or is not open to you: %(names)s.",
            names=", ".join(names),
        )
