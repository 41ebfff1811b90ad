from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..program.hr_mentorship_participant import OPEN_STATES
from .hr_mentorship_program import TRAINING_FIELDS


class HrMentorshipParticipant(models.Model):
    """Whether somebody has passed the training that the program requires of their role, and how they get to it."""

    _name = "hr.mentorship.participant"
    _inherit = ["hr.mentorship.participant", "hr.mentorship.link.holder.mixin"]

    has_login = fields.Boolean(compute="_compute_has_login", help="This person takes the training in Odoo.")
    has_passed_training = fields.Boolean(compute="_compute_has_passed_training", store=True)
    is_asked_for_training = fields.Boolean(
        compute="_compute_is_asked_for_training",
        store=True,
        readonly=True,
        copy=False,
        help="They have been told of the training that the program requires; another one counts anew.",
    )
    needs_training = fields.Boolean(search="_search_needs_training")
    training_name = fields.Char("Training", compute="_compute_training", compute_sudo=True)
    training_status = fields.Selection(
        [("open", "To Take"), ("closed", "Not Available"), ("done", "Trained")],
        compute="_compute_training",
        compute_sudo=True,
        help="Empty where the program requires no training of this role.",
    )
    training_passed_on = fields.Date(compute="_compute_training", compute_sudo=True)
    training_hint = fields.Char(compute="_compute_training", compute_sudo=True)

    @api.depends("user_id.active")
    def _compute_has_login(self):
        for participant in self:
            participant.has_login = participant.sudo().user_id.active  # sudo: archived users, and of another company

    @api.depends("role", "employee_id.training_pass_ids.survey_id")
    @api.depends("program_id.mentor_training_id", "program_id.mentee_training_id")
    def _compute_has_passed_training(self):
        for participant in self:
            training = participant.program_id._get_training_for(participant.role)
            passed = participant.employee_id.training_pass_ids.survey_id
            participant.has_passed_training = bool(training) and training in passed

    @api.depends("program_id.mentor_training_id", "program_id.mentee_training_id")
    def _compute_is_asked_for_training(self):
        self.is_asked_for_training = False

    @api.depends("has_passed_training", "program_id.mentor_training_id", "program_id.mentee_training_id")
    def _compute_needs_training(self):
        super()._compute_needs_training()
        for participant in self:
            # sudo: who needs a training knows so, without reading surveys
            if participant.sudo().program_id._get_training_for(participant.role):
                participant.needs_training = not (participant.is_trained or participant.has_passed_training)

    def _search_needs_training(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: what programs require of whom; whose participation is found is a question of its own record rules
        participants = self.sudo().with_context(active_test=False)
        return Domain("id", "in", participants._search(~Domain(self._get_ready_domain())))

    @api.model
    def _get_ready_domain(self):
        is_ready = Domain("is_trained", "=", True) | Domain("has_passed_training", "=", True)
        # Of mentors a program may want a training elsewhere, without any of ours
        needs_none = Domain("role", "=", "mentor") & Domain("program_id.requires_training", "=", False)
        for role, field in TRAINING_FIELDS.items():
            no_training = Domain("role", "=", role) & Domain(f"program_id.{field}", "=", False)
            is_ready |= no_training & needs_none if role == "mentor" else no_training
        return list(is_ready)

    @api.depends_context("lang")
    @api.depends("needs_training", "is_trained", "employee_id.training_pass_ids.passed_on")
    @api.depends("program_id.mentor_training_id.active", "program_id.mentee_training_id.active")
    def _compute_training(self):
        for participant in self:
            training = participant.program_id._get_training_for(participant.role)
            found = participant.employee_id.training_pass_ids.filtered(lambda one, t=training: one.survey_id == t)
            participant.training_name = training.title
            participant.training_passed_on = found.passed_on
            participant.training_hint = False
            if not training:
                participant.training_status = False
            elif not participant.needs_training:
                participant.training_status = "done"
            else:
                participant.training_status = "open" if training.active else "closed"
                participant.training_hint = participant._explain_training(training)

    def _explain_training(self, training):
        """Say to somebody why they are not matched yet, and what to do."""
        if not training.active:
            return self.env._(
                "You are matched once you have passed “%(training)s”, which is not available now. Your program manager "
                "has to choose another one.",
                training=training.title,
            )
        return self.env._(
            "You are matched as soon as you have passed “%(training)s”: about fifteen minutes, as often as you like.",
            training=training.title,
        )

    def _explain_needs_training(self):
        training = self.sudo().program_id._get_training_for(self.role)  # sudo: see _compute_needs_training
        if not training:
            return super()._explain_needs_training()
        return self.env._(
            "Has not passed “%(training)s” yet. They find it on their overview; mark as trained whoever has been "
            "trained elsewhere.",
            training=training.title,
        )

    # -- taking it

    def action_take_training(self):
        """Open the training, where the current user left off."""
        self.ensure_one()
        self._check_is_mine()
        if self.training_status == "closed":
            raise UserError(self.training_hint)
        if not self.training_status:
            raise UserError(self.env._("“%(program)s” requires no training of you.", program=self.program_id.name))
        return {"type": "ir.actions.act_url", "url": self._start_training(), "target": "self"}

    def action_review_training(self):
        """Show the current user their last answers, with the explanations."""
        self.ensure_one()
        self._check_is_mine()
        answer_sudo = self._find_training_answers([("state", "=", "done")])
        if not answer_sudo:
            raise UserError(self.env._("You have not finished this training yet."))
        return {"type": "ir.actions.act_url", "url": f"{answer_sudo.get_print_url()}&review=True", "target": "self"}

    def _check_is_mine(self):
        if not self.is_me:
            raise AccessError(self.env._("A training is taken, and read again, by each person alone."))

    def _find_training_answers(self, domain):
        """Return the last answers (sudo) of this person to the training of their role; the caller has checked whose."""
        participant_sudo = self.sudo()  # sudo: nobody has a right on answers, and these are the person's own
        training = participant_sudo.program_id._get_training_for(self.role)
        partner = participant_sudo.employee_id._get_mentorship_partner()
        own = Domain("survey_id", "=", training.id) & Domain("partner_id", "=", partner.id)
        return participant_sudo.env["survey.user_input"].search(
            own & Domain("test_entry", "=", False) & Domain(domain), order="id desc", limit=1
        )

    def _start_training(self):
        """Return where this person answers; the caller has checked that it goes to them alone."""
        answer_sudo = self._find_training_answers([("state", "!=", "done")])
        if not answer_sudo:
            participant_sudo = self.sudo()  # sudo: see _find_training_answers
            answer_sudo = participant_sudo.program_id._get_training_for(self.role)._create_answer(
                partner=participant_sudo.employee_id._get_mentorship_partner(), check_attempts=False
            )
        return answer_sudo.get_start_url()

    # -- the personal link to it

    @api.model
    def _get_taking_domain(self):
        """Whose training is asked for: of people who take part, or wait to, in a program that goes on."""
        return (
            Domain("state", "in", [state for state in OPEN_STATES if state != "invited"])
            & Domain("program_id.state", "=", "open")
            & Domain("program_id.active", "=", True)
            & Domain("employee_id.active", "=", True)
        )

    def _may_use_link(self, purpose):
        if purpose == "training":
            # sudo: of the visitor nothing is known but the link
            return self.sudo().training_status in ("open", "done") and bool(
                self.sudo().filtered_domain(self._get_taking_domain())
            )
        return super()._may_use_link(purpose)

    def _get_link_address(self):
        # sudo: a question of the mailbox
        return "" if self.sudo().link_obstacle else super()._get_link_address()

    def _open_training_link(self):
        """Return where a personal link leads: to the training, or to what has been answered in it."""
        if self.sudo().training_status == "done" and (answer := self._find_training_answers([("state", "=", "done")])):
            return f"{answer.get_print_url()}&review=True"
        return self._start_training()

    # -- telling of it

    @api.model
    def _cron_ask_for_training(self, batch_size=500):
        """Tell people once of the training that keeps them from being matched."""
        can_be_taken = Domain.FALSE
        for role, field in TRAINING_FIELDS.items():
            can_be_taken |= Domain("role", "=", role) & Domain(f"program_id.{field}.active", "=", True)
        domain = (
            can_be_taken
            & Domain("state", "=", "approved")
            & Domain("program_id.state", "=", "open")
            & Domain("is_asked_for_training", "=", False)
            & Domain("seats_left", ">", 0)
            & ~Domain(self._get_ready_domain())
        )
        while people := self.search(domain, limit=batch_size).try_lock_for_update(allow_referencing=True):
            people._notify("training_open")
            people.is_asked_for_training = True
            if not self.env["ir.cron"]._commit_progress(len(people), remaining=self.search_count(domain)):
                break
