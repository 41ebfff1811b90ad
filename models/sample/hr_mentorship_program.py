from psycopg2 import IntegrityError

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from ..common.client_actions import toast
from ..common.groups import MANAGER
from ..common.private_fields import SecretMany2many, SecretMany2one
from ..release.hr_mentorship_release import COMMENT
from . import leftovers
from .sample_company import SampleCompany

BEFORE_REAL = ("draft", "cancelled")
"""States of programs that have reached nobody: beside them, invented figures mislead nobody."""


class HrMentorshipProgram(models.Model):
    """A program of invented people, by which somebody sees in minutes what months of mentoring look like.

    It is loaded and removed by a button, in a real database. So that its figures never stand among true ones, a company
    has either it or programs of its own that have been submitted or opened; it pays no points, counts in no digest, and
    its people take part in nothing else.
    """

    _inherit = "hr.mentorship.program"

    is_sample = fields.Boolean("Invented", readonly=True, copy=False)
    # What the button has made beside the program, and takes away again; nobody's to read
    sample_employee_ids = SecretMany2many(
        "hr.employee",
        "hr_mentorship_sample_employee_rel",
        string="Invented People",
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
    )
    sample_department_id = SecretMany2one(
        "hr.department", "Invented Department", readonly=True, copy=False, index="btree_not_null", groups=NO_ACCESS
    )
    sample_skill_type_id = SecretMany2one(
        "hr.skill.type", "Invented Topics", readonly=True, copy=False, index="btree_not_null", groups=NO_ACCESS
    )

    _one_sample = models.UniqueIndex(
        "(company_id) WHERE is_sample", "The sample program is there already. Remove it before you load it again."
    )
    _sample_pays_nothing = models.Constraint(
        "CHECK(is_sample IS NOT TRUE OR has_recognition IS NOT TRUE)",
        "The people of the sample program are invented, so they get no points.",
    )

    # -- loading it

    @api.model
    def _may_load_sample(self):
        """Whether the current user may have a sample program in the current company, and there is room for one."""
        return self.env.user.has_group(MANAGER) and not self._find_beside_sample(self.env.company)

    @api.model
    def _find_beside_sample(self, company):
        """Return the sample of a company, and what of its own keeps it from having one (sudo), archived or not."""
        # One that was cancelled after it had been opened has reached people
        was_open = Domain("state", "=", "cancelled") & Domain("participant_ids", "!=", False)
        is_real = (Domain("state", "not in", BEFORE_REAL) | was_open) & Domain("is_template", "=", False)
        # sudo: whether there is anything of that kind does not hang on which programs the user sees
        programs = self.sudo().with_context(active_test=False)
        in_company = Domain("company_id", "=", company.id)
        return programs.search(in_company & (Domain("is_sample", "=", True) | is_real))

    @api.model
    def action_load_sample(self):
        """Make the sample program in the current company, and open it."""
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("The sample program is for program managers. Ask an administrator to make you one.")
            )
        self.env.company._serialize_sample()
        beside = self._find_beside_sample(self.env.company)
        if beside.filtered("is_sample"):
            raise UserError(self.env._("The sample program is there already. Remove it before you load it again."))
        if beside:
            raise UserError(
                self.env._(
                    "%(company)s has programs of its own, and invented figures must not stand among true ones. Look at "
                    "the sample program in another company or database.",
                    company=self.env.company.name,
                )
            )
        # sudo: a program manager keeps no employees; these are nobody, hold nothing, have neither user nor address,
        # and go again by the same button. Who asks has been checked
        program = SampleCompany(self.sudo()).make().with_env(self.env)
        return program.action_open()

    # -- removing it

    def action_remove_sample(self):
        """Take the sample away with all that has come of it since, and go back to My Mentorship."""
        self.ensure_one()
        self._check_manager()
        for program in self:
            if not program.is_sample:
                raise UserError(
                    self.env._(
                        "“%(name)s” is a program of real people. Archive it instead of removing it.", name=program.name
                    )
                )
        # sudo: the whole sample goes, whatever of it the user may read; see _remove_sample
        kept = self.sudo()._remove_sample()
        home = self.env["hr.mentorship.overview"].action_open()
        words = self.env._("The sample program is gone, and everything in it.")
        if kept:
            words = self.env._(
                "The sample program is gone. Its topics stay, as others use them by now: %(topics)s.",
                topics=", ".join(kept),
            )
        return toast(words, then={**home, "target": "main"})

    def _remove_sample(self):
        """Delete all that hangs on these programs (sudo); the caller has checked that they are samples, and who asks.

        :returns: the names of the topics that stay, because somebody else uses them
        :rtype: list[str]
        """
        env = self.env(context={"no_mail_to_attendees": True, "tracking_disable": True})
        env.flush_all()
        self._check_people_are_nobody()
        people, department, topics = (
            self.sample_employee_ids.with_env(env).with_context(active_test=False),
            self.sample_department_id.with_env(env),
            self.sample_skill_type_id.with_env(env),
        )
        # Made with the people, in one transaction, and theirs alone; any other that they have by now is somebody else's
        made = set(people.mapped("create_date"))
        contacts = people.work_contact_id.filtered(
            lambda contact: contact.create_date in made and not contact.employee_ids - people
        )
        versions = people.version_ids
        links = leftovers.read_links(env)
        tables = leftovers.find_tables(env, self._original_module)
        roots = {"hr_employee": people.ids, "res_partner": contacts.ids}
        rows = leftovers.find_rows(env, links, tables, {self._table: self.ids, **roots}, kept={self._table})
        events = leftovers.find_pointed(env, links, rows, "calendar_event")
        answers = leftovers.find_pointed(env, links, rows, "survey_user_input")
        rows = {table: ids for table, ids in rows.items() if table not in roots}
        self._remove_release_marks()
        leftovers.delete_rows(env, links, rows)
        env.invalidate_all(flush=False)
        for table, ids in rows.items():
            self._remove_documents_of(env, tables[table], list(ids))
        env["calendar.event"].browse(events).exists().unlink()
        env["survey.user_input"].browse(answers).exists().unlink()
        kept_topics = self._remove_topics(env, topics, people)
        try:
            with env.cr.savepoint():
                people.unlink()
                versions.exists().unlink()
                department.unlink()
                contacts.exists().unlink()
        except IntegrityError as error:
            raise UserError(
                self.env._(
                    "Something that another app keeps belongs to the invented people. Delete it there, then remove the "
                    "sample program."
                )
            ) from error
        env.registry.clear_cache()
        return kept_topics

    def _check_people_are_nobody(self):
        """Raise where HR has made somebody of an invented person (sudo), whose user would have to go as well."""
        people = self.sample_employee_ids.with_context(active_test=False)
        if known := people.filtered("user_id"):
            raise UserError(
                self.env._(
                    "%(names)s have a user by now, and invented people have none. Take the users off these employees, "
                    "then remove the sample program.",
                    names=", ".join(known.mapped("name")),
                )
            )

    def _remove_release_marks(self):
        """Forget which answers have been counted: the marks name them without a link that the database would know."""
        releases = self.env["hr.mentorship.release"]
        for source in releases._get_answer_sources():
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM hr_mentorship_release_mark mark USING (%s) answer
                     WHERE answer.program_id = ANY(%s) AND mark.answer_id = answer.answer_id
                       AND mark.source IN (answer.source, answer.source || %s)
                    """,
                    source,
                    self.ids,
                    COMMENT,
                )
            )

    @api.model
    def _remove_documents_of(self, env, model, ids):
        """Remove what Odoo keeps about records that are gone: messages, to-dos, followers, files, meetings."""
        env["mail.message"].search([("model", "=", model), ("res_id", "in", ids)]).unlink()
        env["ir.attachment"].search([("res_model", "=", model), ("res_id", "in", ids)]).unlink()
        env["calendar.event"].with_context(active_test=False).search(
            [("res_model", "=", model), ("res_id", "in", ids)]
        ).unlink()
        for document, name in leftovers.DOCUMENTS.items():
            documents = env[document].with_context(active_test=False)
            documents.search([(name, "=", model), ("res_id", "in", ids)]).unlink()

    @api.model
    def _remove_topics(self, env, topics, people):
        """Remove the invented topics; return the names of those that others use, which stay."""
        links = leftovers.read_links(env)
        roots = {
            "hr_skill": topics.skill_ids.ids,
            "hr_skill_level": topics.skill_level_ids.ids,
            "hr_skill_type": topics.ids,
            "hr_employee_skill": env["hr.employee.skill"].search([("employee_id", "in", people.ids)]).ids,
        }
        rows = {table: set(ids) for table, ids in roots.items() if ids}
        if any(leftovers.are_used_elsewhere(env, links, rows, table) for table in rows if table != "hr_employee_skill"):
            return topics.skill_ids.mapped("name")
        topics.unlink()
        return []

    # -- what keeps it apart

    def _move_to(self, state, **values):
        if state not in BEFORE_REAL:
            self._check_without_sample()
        return super()._move_to(state, **values)

    def _check_without_sample(self):
        """Raise for a program of real people that would count beside invented ones."""
        self.company_id._serialize_sample()
        # sudo: see _find_beside_sample
        samples = self.sudo().with_context(active_test=False).search([("is_sample", "=", True)])
        for program in self:
            if not program.is_sample and program.company_id in samples.company_id:
                raise UserError(
                    self.env._(
                        "The sample program is still there, and its invented figures would stand among those of "
                        "“%(name)s”. Remove it first: the button is on the sample program.",
                        name=program.name,
                    )
                )

    def _get_eligible_domain(self):
        domain = super()._get_eligible_domain()
        for program in self:
            domain &= program._get_sample_domain()
        return domain

    def _get_sample_domain(self):
        """Return whom the wall between invented and real people lets into this program.

        :rtype: Domain
        """
        self.ensure_one()
        if self.is_sample:
            return Domain("id", "in", self.sudo().sample_employee_ids.ids)  # sudo: see _find_sample_obstacle
        invented = self._get_sample_people_ids()
        return Domain("id", "not in", list(invented)) if invented else Domain.TRUE

    @api.model
    @tools.ormcache()
    def _get_sample_people_ids(self):
        """Return the ids of all invented people, of any company. Asked for everybody who looks at a program.

        :rtype: frozenset[int]
        """
        # sudo: who is invented is told by their name to everybody; the list is no one's to change
        samples = self.sudo().with_context(active_test=False).search([("is_sample", "=", True)])
        return frozenset(samples.sample_employee_ids.ids)

    def _find_entry_obstacle(self, employee):
        return super()._find_entry_obstacle(employee) or self._find_sample_obstacle(employee)

    def _find_sample_obstacle(self, employee):
        """Say why ``employee`` (sudo) may not join, if one of the two is invented and the other one is not."""
        if self.is_sample:
            # sudo: whose program it is does not hang on who asks
            if employee._origin in self.sudo().sample_employee_ids:
                return ""
            return self.env._("The people of the sample program are invented: nobody else joins it.")
        if employee._origin.id in self._get_sample_people_ids():
            return self.env._(
                "%(employee)s is invented, and belongs to the sample program alone.", employee=employee.name
            )
        return ""
