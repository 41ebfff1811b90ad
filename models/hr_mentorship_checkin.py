from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain

from .private_fields import PrivateOne2many


class HrMentorshipCheckin(models.Model):
    """One planned or held meeting of a mentorship."""

    _name = "hr.mentorship.checkin"
    _description = "Mentorship Check-in"
    _inherit = ["hr.mentorship.conversation.mixin", "mail.activity.mixin", "hr.mentorship.lifecycle.mixin"]
    _order = "planned_date, id"
    _mail_post_access = "read"

    mentorship_id = fields.Many2one("hr.mentorship", required=True, index=True, readonly=True, ondelete="cascade")
    program_id = fields.Many2one(related="mentorship_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="mentorship_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("first", "First meeting"),
            ("regular", "Regular check-in"),
            ("follow_up", "30-day follow-up"),
            ("closing", "Closing review"),
        ],
        default="regular",
        required=True,
        readonly=True,
    )
    occurrence = fields.Integer(
        default=0, readonly=True, help="Which regular check-in of the mentorship this is, counted from one."
    )
    planned_date = fields.Date(required=True, tracking=True)
    list_position = fields.Integer(
        compute="_compute_list_position",
        store=True,
        help="Orders lists: what is still to come, the next one first, and then what is over, the newest first.",
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("done", "Held"),
            ("missed", "Missed"),
            ("skipped", "Skipped"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    held_on = fields.Date(readonly=True)
    duration = fields.Float(readonly=True, help="Length of the meeting, in hours.")
    agenda = fields.Text(compute="_compute_agenda")
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    is_next = fields.Boolean(
        compute="_compute_is_next", help="The next one of its mentorship: it may have been held early."
    )
    is_due = fields.Boolean(compute="_compute_is_overdue", help="Today or earlier, and not logged yet.")
    feedback_ids = PrivateOne2many("hr.mentorship.feedback", "checkin_id")
    note_ids = PrivateOne2many("hr.mentorship.note", "checkin_id", string="Notes")

    _planned_once = models.UniqueIndex("(mentorship_id, kind, occurrence)", "This check-in stands in the plan already.")

    @api.depends("mentorship_id.name", "kind", "planned_date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for checkin in self:
            checkin.display_name = f"{kinds.get(checkin.kind, '')}: {checkin.mentorship_id.name}"

    @api.model
    def _get_agendas(self):
        """Return the questions of each kind of meeting, in the reader's language.

        :rtype: dict[str, list[str]]
        """
        return {
            "first": [
                self.env._("What do you each want to get out of this mentorship?"),
                self.env._("How do you like to work and to receive feedback?"),
                self.env._("Which topics come first?"),
                self.env._("When and how do you meet, and how do you cancel a meeting?"),
            ],
            "regular": [
                self.env._("What has happened since the last time?"),
                self.env._("What is on your mind today?"),
                self.env._("What will you try until the next time?"),
            ],
            "follow_up": [
                self.env._("Does the agreement still fit, or shall something change?"),
                self.env._("Are rhythm, length and place right?"),
                self.env._("What works well, what should be different?"),
            ],
            "closing": [
                self.env._("What have you reached, and what surprised you?"),
                self.env._("What stays open, and who can help with it?"),
                self.env._("How do you want to keep in touch?"),
            ],
        }

    @api.depends("state", "planned_date")
    def _compute_list_position(self):
        for checkin in self:
            day = (checkin.planned_date or date.max).toordinal()
            checkin.list_position = day if checkin.state == "planned" else 2 * date.max.toordinal() - day

    @api.depends("state", "planned_date")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for checkin in self:
            is_open = checkin.state == "planned" and bool(checkin.planned_date)
            checkin.is_overdue = is_open and checkin.planned_date < today
            checkin.is_due = is_open and checkin.planned_date <= today

    @api.depends("mentorship_id.checkin_ids.planned_date", "mentorship_id.checkin_ids.state")
    def _compute_is_next(self):
        for checkin in self:
            is_first = checkin.planned_date == checkin.mentorship_id.next_checkin_date
            checkin.is_next = checkin.state == "planned" and is_first

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "planned") & Domain("planned_date", "<", fields.Date.context_today(self))

    def _cancel(self):
        """Take planned check-ins, and what they ask people to do, out of the plan."""
        self._move_to("cancelled")
        self._drop_activities("hr_mentorship.mail_activity_type_checkin")
