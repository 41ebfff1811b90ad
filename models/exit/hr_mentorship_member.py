from odoo import Command, fields, models

from ..common.own_context import OURS
from .hr_employee import OWN_FIELDS
from .hr_version import VERSION_FIELDS


class HrMentorshipMember(models.Model):
    """Whether somebody whose mentorship has ended early wants another partner.

    Nobody is matched anew on the day their mentorship ends: the seat stays empty until they say that they want it.
    """

    _inherit = "hr.mentorship.member"

    pool_answer = fields.Selection(
        [("asked", "Not answered yet"), ("yes", "Yes"), ("no", "Not now")],
        "Back to the Pool",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    def _ask_back_to_pool(self, but=None):
        """Ask those of ``self`` who can still be matched in their program; their seat waits for the answer.

        :param but: members who need no mail, as they have ended the mentorship themselves
        """
        asked = self.filtered(
            lambda member: member.participant_id.state == "approved" and member.program_id.state == "open"
        )
        # sudo: members write nothing of their seat; the callers end mentorships
        asked.sudo().pool_answer = "asked"
        (asked - but if but else asked)._notify("pool_question")

    def _holds_known_seat(self, published):
        held = self.mentorship_state == "ended" and self.pool_answer in ("asked", "no")
        return held or super()._holds_known_seat(published)

    def _answer_pool(self, answer):
        """Record whether ``self`` want another partner; asked again, they may change their mind.

        :param str answer: ``yes`` or ``no``
        """
        # sudo: see _ask_back_to_pool; the callers have checked that the members answer for themselves
        self.sudo().filtered("pool_answer").pool_answer = answer

    # -- coming back

    def _find_seats(self):
        """Return the free seats (sudo) of whoever sat here, as pairs of participant and slot.

        Somebody who has enrolled anew in the meantime sits in the new participation.
        """
        self.ensure_one()
        mine = self.participant_id
        anew = mine.search(
            [
                ("program_id", "=", mine.program_id.id),
                ("employee_id", "=", mine.employee_id.id),
                ("role", "=", mine.role),
                ("state", "in", ("applied", "waiting", "approved")),
            ],
            limit=1,
        )
        participant = anew or mine
        slots = self.env["hr.mentorship.matcher"]._find_free_slots(participant)
        return [(participant, slot) for slot in slots]

    # -- moves at work

    def _follow_move(self, moved, in_line):
        """Tell pairs and program managers what has changed at work for these members (sudo).

        :param dict moved: by employee: the former values of what is another now
        :param in_line: mentorships of which one member leads the other since now
        """
        changed = {
            name: self.filtered(lambda member, n=name: n in moved.get(member.employee_id, ()))
            for name in (*OWN_FIELDS, *VERSION_FIELDS)
        }
        for member in changed["user_id"]:
            member._hand_over(moved[member.employee_id]["user_id"])
        in_line.member_ids._notify("line_of_command")
        elsewhere = changed["company_id"]
        work = (changed["department_id"] | changed["job_id"]) - elsewhere
        for kind, members in (("company_changed", elsewhere), ("work_changed", work)):
            for member in members:
                member.mentorship_id.member_ids._notify(kind, who=member.employee_id)
        not_eligible = work.browse()
        for program, members in work.grouped("program_id").items():
            eligible = program._find_eligible(members.employee_id)
            not_eligible |= members.filtered(lambda member, eligible=eligible: member.employee_id not in eligible)
        (in_line | elsewhere.mentorship_id | not_eligible.mentorship_id)._ask_whether_it_fits()

    def _hand_over(self, former):
        """Give to-dos and events of the former user of a member to the one of now; without one they go by link."""
        self.ensure_one()
        mentorship, user = self.mentorship_id, self.employee_id.user_id
        records = {mentorship._name: mentorship, "hr.mentorship.checkin": mentorship.checkin_ids}
        for model, found in records.items():
            todos = (
                self.env["mail.activity"]
                .search([("res_model", "=", model), ("res_id", "in", found.ids), ("user_id", "=", former.id)])
                .with_context(mail_activity_quick_update=True)
            )
            if user:
                todos.write({"user_id": user.id})
            else:
                todos.unlink()
        partner = self._get_calendar_partners()[self]
        events = mentorship.checkin_ids.filtered(lambda checkin: checkin.state == "planned").event_id
        if former.partner_id != partner:
            silent = {"mentorship_moves_event": OURS, "skip_attendee_notification": True, "dont_notify": True}
            for event in events.with_context(**silent):
                commands = [Command.unlink(former.partner_id.id)]
                event.partner_ids = [*commands, Command.link(partner.id)] if partner else commands

    def _answer(self, response):
        if response == "accepted":
            # sudo: who leads whom since the match was published; nobody learns more than everybody sees
            self.sudo()._check_line_of_command()
        return super()._answer(response)
