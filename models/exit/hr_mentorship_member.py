from odoo import Command, fields, models
from odoo.fields import NO_ACCESS

from ..common.own_context import OURS
from ..common.private_fields import SecretJson
from .hr_employee import OWN_FIELDS
from .hr_version import VERSION_FIELDS

WORK_FIELDS = ("company_id", *VERSION_FIELDS)
"""What program managers are told of a move, besides who leads whom."""


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

    # NO_ACCESS: read out in the to-do of those who run the program, and nowhere else
    moved_from = SecretJson(
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="What stood at work, by field, before the changes that the program manager is asked about.",
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
                member._partners()._notify(kind, who=member.employee_id)
                member._notify(kind, is_reader=True)
        asked = in_line | elsewhere.mentorship_id | work._filter_not_eligible().mentorship_id
        self.mentorship_id._ask_whether_it_fits(asked, moved)

    def _filter_not_eligible(self):
        """Return those of these members (sudo) who could not join their program today."""
        not_eligible = self.browse()
        for program, members in self.grouped("program_id").items():
            eligible = program._find_eligible(members.employee_id)
            not_eligible |= members.filtered(lambda member, eligible=eligible: member.employee_id not in eligible)
        return not_eligible

    def _note_move(self, former, anew):
        """Keep what stood before, and nothing any more of what stands there again.

        :param dict former: the former values of what is another now
        :param bool anew: nobody is asked about earlier changes
        """
        self.ensure_one()
        noted = {} if anew else dict(self.moved_from or {})
        for name in [name for name in WORK_FIELDS if name in former]:
            noted.setdefault(name, former[name].id)
            if noted[name] == self.employee_id[name].id:
                del noted[name]
        if noted != (self.moved_from or {}):
            self.moved_from = noted or False

    def _say_moves(self):
        """Return in words what is different at work for these members (sudo), in the language of the environment.

        :rtype: dict[hr.mentorship.member, list[str]], of those who have moved
        """
        former_ids = {
            name: {member.moved_from[name] for member in self if (member.moved_from or {}).get(name)}
            for name in WORK_FIELDS
        }
        # What has been deleted since has no name any more
        known = {name: self.employee_id[name].browse(ids).exists() for name, ids in former_ids.items() if ids}
        return {member: member._say_move(known) for member in self.filtered("moved_from")}

    def _say_move(self, known):
        lines = []
        employee = self.employee_id
        for name, former_id in self.moved_from.items():
            former = known.get(name, employee[name].browse()).filtered(lambda each, i=former_id: each.id == i)
            values = {
                "who": employee.name,
                "now": employee[name].display_name or self.env._("none"),
                "before": former.display_name or self.env._("none"),
            }
            if name == "company_id":
                lines.append(self.env._("Company of %(who)s: %(now)s; before: %(before)s.", **values))
            elif name == "department_id":
                lines.append(self.env._("Department of %(who)s: %(now)s; before: %(before)s.", **values))
            else:
                lines.append(self.env._("Job position of %(who)s: %(now)s; before: %(before)s.", **values))
        return lines

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
