from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class HrMentorshipParticipant(models.Model):
    """Mentees who choose their mentor themselves."""

    _inherit = "hr.mentorship.participant"

    can_find_mentor = fields.Boolean(
        compute="_compute_can_find_mentor", help="The current user is this mentee and may ask a mentor."
    )

    @api.depends_context("uid")
    @api.depends("state", "role", "program_id.state", "program_id.matching_mode", "member_ids.mentorship_id.state")
    def _compute_can_find_mentor(self):
        choosing = self._find_my_choosing()
        for participant in self:
            participant.can_find_mentor = participant._origin.id in choosing.ids

    def action_find_mentor(self):
        self.ensure_one()
        return self.program_id.action_find_mentor()

    @api.model
    def _find_my_choosing(self):
        """Return the current user's participations, in sudo, in which they may ask a mentor now.

        A proposal that is not published yet does not count: neither may it stand in the way of what a mentee wants,
        nor may they learn of it from a button that is missing.
        """
        members = self.env["hr.mentorship.member"]
        live = Domain("mentorship_id.state", "in", self.env["hr.mentorship"]._get_published_live_states())
        # sudo: whether a participant has a seat must not depend on what their record rules show them
        return self.sudo().search(
            [
                ("user_id", "=", self.env.uid),
                ("employee_id.active", "=", True),
                ("role", "=", "mentee"),
                ("state", "=", "approved"),
                ("company_id", "in", self.env.companies.ids),
                ("program_id.state", "=", "open"),
                ("program_id.matching_mode", "!=", "manager"),
                ("member_ids", "not any", live | members._get_through_domain()),
                *self._get_ready_domain(),
            ]
        )

    def _discard_own_proposals(self):
        """Drop what was planned for these mentees (in sudo), before they ask somebody themselves."""
        proposals = self.member_ids.mentorship_id.filtered(lambda mentorship: mentorship.state == "proposed")
        if not proposals:
            return
        proposals._move_to("cancelled", closed_on=fields.Date.context_today(self))
        note = self.env._("The mentee has asked a mentor themselves, so this proposal is discarded.")
        proposals._message_log_batch(bodies=dict.fromkeys(proposals.ids, note))
        # The seats of the proposals are free in the database before the unique indexes look at the new ones
        self.env["hr.mentorship.member"].flush_model(["is_live"])

    def _lock_seats(self):
        """Make everybody who gives or takes a seat of these participants at the same time wait for each other.

        Whoever takes a seat changes the participant's stored number of free seats. Under REPEATABLE READ a
        transaction that has waited here for such a change fails, and Odoo runs it again on fresh data: it either finds
        the next free seat or says in words that there is none. The unique indexes of the members stay the last word.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT id FROM hr_mentorship_participant WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                tuple(self.ids) or (0,),
            )
        )
