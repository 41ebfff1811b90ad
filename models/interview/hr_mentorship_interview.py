from datetime import timedelta

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

KINDS = [("midterm", "Mid-term Interview"), ("exit", "Exit Interview")]
GUIDES = {"midterm": "hr_mentorship.resource_interview_midterm", "exit": "hr_mentorship.resource_interview_exit"}


class HrMentorshipInterview(models.Model):
    """A talk of a program manager with one participant, along a guide.

    What is noted belongs to whoever has held it: a global record rule shows the interview to them alone, as
    participants talk openly only to one person. The meeting is in the calendars of the two, and private.
    """

    _name = "hr.mentorship.interview"
    _description = "Mentorship Interview"
    _order = "id desc"

    participant_id = fields.Many2one(
        "hr.mentorship.participant", required=True, readonly=True, index=True, ondelete="cascade"
    )
    program_id = fields.Many2one(related="participant_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="participant_id.company_id", store=True, index=True)
    employee_id = fields.Many2one(related="participant_id.employee_id", string="With")
    interviewer_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="cascade")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    event_id = fields.Many2one(
        "calendar.event", "Meeting", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    meeting_at = fields.Datetime(related="event_id.start", string="When")
    guide_id = fields.Many2one("hr.mentorship.resource", "Interview Guide", index="btree_not_null", ondelete="set null")
    guide_body = fields.Html(related="guide_id.body", string="Text of the Guide")
    notes = fields.Html(help="Nobody but you reads them.")

    @api.depends_context("lang")
    @api.depends("kind", "participant_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for interview in self:
            interview.display_name = self.env._(
                "%(kind)s with %(name)s",
                kind=kinds.get(interview.kind, ""),
                name=interview.participant_id.employee_id.name or "",
            )

    @api.model
    def _find_guide(self, kind):
        """Return the guide that comes with the addon, as long as nobody has deleted or archived it."""
        guide = self.env.ref(GUIDES[kind], raise_if_not_found=False) if kind in GUIDES else None
        return guide.exists().filtered("active") if guide else self.env["hr.mentorship.resource"]

    @api.model
    def _book(self, participant, kind, start, duration, guide):
        """Put an interview into the calendars of the current user, who manages the program, and of a participant.

        :param guide: what is talked along; may be empty
        """
        participant.program_id._check_manager()
        person = participant.sudo().employee_id  # sudo: managers of programs need no right on employees
        partner = person._get_mentorship_partner()
        me = self.env.user.partner_id
        if not partner:
            raise UserError(
                self.env._(
                    "%(name)s has neither a user nor a work e-mail, so no invitation would arrive. Ask HR to enter "
                    "one.",
                    name=person.name,
                )
            )
        if partner == me:
            raise UserError(self.env._("This is you. Ask another program manager to hold this interview."))
        words = self.with_context(lang=person.user_id.lang or partner.lang or self.env.lang)
        title, description = words._describe_meeting(participant, kind)
        # sudo: made by this step alone
        interview = (
            self.sudo()
            .create(
                {
                    "participant_id": participant.id,
                    "interviewer_id": self.env.uid,
                    "kind": kind,
                    "guide_id": guide.id,
                }
            )
            .with_env(self.env)
        )
        # sudo: without the defaults of the client; the organiser is the current user
        event = (
            self.env["calendar.event"]
            ._clean_sudo()
            .with_context(skip_contact_description=True)
            .create(
                {
                    # By this a rule keeps it from everybody but the two
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": interview.id,
                    "name": title,
                    "description": description,
                    "start": start,
                    "stop": start + timedelta(hours=duration),
                    "user_id": self.env.uid,
                    "partner_ids": [Command.set((me | partner).ids)],
                    "privacy": "private",
                    "show_as": "busy",
                }
            )
        )
        interview.sudo().event_id = event  # sudo: as above
        return interview

    def unlink(self):
        """The talk is off: it leaves both calendars, and Odoo tells the participant."""
        events_sudo = self._find_coming_events()
        result = super().unlink()
        events_sudo.unlink()
        return result

    def _find_coming_events(self):
        """Return the meetings to come of these interviews (sudo: whoever holds one has made its event)."""
        return self.sudo().event_id.filtered(lambda event: event.stop > fields.Datetime.now())

    @api.model
    def _describe_meeting(self, participant, kind):
        """Return title and text of the meeting, in the language of whoever is invited."""
        program = participant.sudo().program_id.name  # sudo: who takes part knows in what
        what = {
            "midterm": self.env._(
                "Half-way through: how is it going, and what should the program do for you? There is nothing to "
                "prepare. What you say stays between the two of us."
            ),
            "exit": self.env._(
                "Looking back: what was good, and what should we do differently? There is nothing to prepare. What "
                "you say stays between the two of us."
            ),
        }
        title = self.env._("A talk about %(program)s", program=program)
        return title, Markup("<p>%s</p>") % what[kind]

    def action_open_meeting(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "calendar.event",
            "res_id": self.event_id.id,
            "views": [(False, "form")],
        }
