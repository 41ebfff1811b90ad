from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..common.groups import MANAGER
from ..common.mail_template import LAYOUT
from ..common.private_fields import ReaderOne2many
from ..common.spoken import by_count
from ..program.hr_mentorship_program import ROLES


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    mentorship_ids = ReaderOne2many("hr.mentorship", "program_id")
    applied_count = fields.Integer("To Approve", compute="_compute_counts")
    mentor_count = fields.Integer("Mentors", compute="_compute_counts")
    mentee_count = fields.Integer("Mentees", compute="_compute_counts")
    peer_count = fields.Integer("Peers", compute="_compute_counts")
    waiting_mentee_count = fields.Integer("Waiting Mentees", compute="_compute_counts")
    free_seat_count = fields.Integer("Free Seats", compute="_compute_counts")
    proposed_count = fields.Integer("To Publish", compute="_compute_counts")
    requested_count = fields.Integer("Requests to Approve", compute="_compute_counts")
    live_mentorship_count = fields.Integer("Running Mentorships", compute="_compute_counts")
    mentorship_count = fields.Integer("Mentorships", compute="_compute_counts")

    @api.depends_context("uid")
    @api.depends("state", "participant_ids.state", "participant_ids.seats_left", "mentorship_ids.state")
    @api.depends("is_my_program")
    def _compute_counts(self):
        """Figures of a program's cards. Ordinary users count only what their record rules let them see.

        Who waits and what is free depends on proposals that nobody has published, so only program managers count it.
        """
        participants = self.env["hr.mentorship.participant"]._read_group(
            [("program_id", "in", self.ids), ("state", "in", ("applied", "approved"))],
            ["program_id", "role", "state"],
            ["__count"],
        )
        managed = self if self.env.su else self.filtered("is_my_program")
        # sudo: numbers only, of the user's own programs
        seats = self.env["hr.mentorship.participant"].sudo()
        free = {
            (program.id, role): count
            for program, role, count in seats._read_group(
                [("program_id", "in", managed.ids), ("state", "=", "approved"), *seats._get_ready_domain()],
                ["program_id", "role"],
                ["seats_left:sum"],
            )
        }
        mentorships = self.env["hr.mentorship"]._read_group(
            [("program_id", "in", self.ids)], ["program_id", "state"], ["__count"]
        )
        # A proposal that was rejected was never published, whatever its state is now
        published = {
            program.id: count
            for program, count in self.env["hr.mentorship"]._read_group(
                [("program_id", "in", self.ids), ("offered_on", "!=", False)], ["program_id"], ["__count"]
            )
        }
        people = {(program.id, role, state): count for program, role, state, count in participants}
        pairs = {(program.id, state): count for program, state, count in mentorships}
        live_states = self.env["hr.mentorship"]._get_published_live_states()
        for program in self:
            key = program._origin.id
            program.applied_count = sum(people.get((key, role, "applied"), 0) for role, _label in ROLES)
            program.mentor_count = people.get((key, "mentor", "approved"), 0)
            program.peer_count = people.get((key, "peer", "approved"), 0)
            program.mentee_count = people.get((key, "mentee", "approved"), 0)
            is_open = program.state == "open"
            program.free_seat_count = (
                free.get((key, "peer" if program.is_among_peers else "mentor"), 0) if is_open else 0
            )
            program.waiting_mentee_count = (
                free.get((key, "peer" if program.is_among_peers else "mentee"), 0) if is_open else 0
            )
            program.proposed_count = pairs.get((key, "proposed"), 0)
            program.requested_count = pairs.get((key, "requested"), 0)
            program.live_mentorship_count = sum(pairs.get((key, state), 0) for state in live_states)
            program.mentorship_count = published.get(key, 0)

    def action_view_mentorships(self):
        return self._open_related("hr_mentorship.hr_mentorship_action")

    def action_close(self):
        """End the program. Running mentorships come first: each is completed or ended on its own."""
        self._check_manager()
        self._check_state_in("open")
        for program in self:
            if count := program.live_mentorship_count + program.proposed_count + program.requested_count:
                raise UserError(
                    by_count(
                        count,
                        self.env._(
                            "“%(name)s” still has a mentorship that is not finished. Complete, end or discard it "
                            "first.",
                            name=program.display_name,
                        ),
                        self.env._(
                            "“%(name)s” still has %(count)s mentorships that are not finished. Complete, end or "
                            "discard them first.",
                            name=program.display_name,
                            count=count,
                        ),
                    )
                )
        self._finish("closed")

    def action_cancel(self):
        self._check_manager()
        self._check_state_in("draft", "submitted", "open")
        for program in self:
            if program.live_mentorship_count or program.proposed_count or program.requested_count:
                raise UserError(
                    self.env._(
                        "“%(name)s” has mentorships that are not finished. End or discard them before you cancel "
                        "the program.",
                        name=program.display_name,
                    )
                )
        self._finish("cancelled")

    def _hand_over(self, users, keep_me):
        """Let ``users`` run the program, with the current user or instead of them, and tell the new ones."""
        self.ensure_one()
        self._check_manager()
        me = self.env.user
        # sudo: the right has been checked, and is gone with the last line. Names of users of other companies, too
        program_sudo, users_sudo = self.sudo(), users.sudo()
        if not users_sudo.filtered("active"):
            raise UserError(self.env._("Choose who runs “%(name)s” from now on.", name=program_sudo.name))
        if outsiders := users_sudo.filtered(
            lambda user: not user.has_group(MANAGER) or program_sudo.company_id not in user.company_ids
        ):
            raise UserError(
                self.env._(
                    "%(names)s cannot run programs of %(company)s. Ask a system administrator to make them program "
                    "managers there first.",
                    names=", ".join(outsiders.mapped("name")),
                    company=program_sudo.company_id.name,
                )
            )
        newcomers = users_sudo - program_sudo.manager_ids
        program_sudo._hand_todos_over(me, users_sudo[0], keep_me)
        kept = me if keep_me else program_sudo.manager_ids.browse()
        program_sudo.manager_ids = [Command.set((users_sudo | kept).ids)]
        for user in newcomers:
            told = program_sudo.with_context(lang=user.lang)
            told.message_notify(
                partner_ids=user.partner_id.ids,
                subject=told.env._("You manage %(name)s now", name=told.name),
                body=told.env._("%(who)s has handed this mentorship program over to you.", who=me.name),
                email_layout_xmlid=LAYOUT,
            )

    def _hand_todos_over(self, former, successor, keep_me):
        """Give what waits for the former manager to the new one; whoever stays keeps it."""
        if keep_me or former == successor:
            return
        documents = {record._name: record for record in (self, self.mentorship_ids, self.participant_ids)}
        for model, records in documents.items():
            todos = self.env["mail.activity"]._clean_sudo().with_context(mail_activity_quick_update=True)
            todos.search([("res_model", "=", model), ("res_id", "in", records.ids), ("user_id", "=", former.id)]).write(
                {"user_id": successor.id}
            )
