from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from ...disclosure import FEWEST_IN_THE_MIDDLE
from ...models.common.spoken import by_count, say_date, with_colon
from ...models.mentorship.hr_mentorship import RUNNING_STATES
from ..overview.people import name_partners

TOOK_PART = (*RUNNING_STATES, "completed", "ended")
"""States of mentorships in which something has been done, or was."""
QUARTERS_AT_ONCE = 4
JUST_BEGUN = timedelta(days=30)
"""Before the end of a quarter: whoever began that late could hardly have met."""


class HrMentorshipImpact(models.AbstractModel):
    """What one has done as a mentor and as a mentee, year by year: for oneself alone.

    All figures are those of the user who asks; nobody can ask for another one's. Beside them stands what has been told
    of the program (``hr.mentorship.quarter``): closed quarters, and never a figure of today.
    """

    _name = "hr.mentorship.impact"
    _description = "My Impact in Mentorship"

    @api.model
    @api.readonly
    def get_page(self):
        """Return My Impact of the current user.

        :rtype: dict with ``figures`` (in all), ``years`` (a dict a year with ``year`` and its ``figures``), ``people``
            (a dict a mentorship), ``skills`` (words), ``comparisons`` and, where there is none, ``no_comparison``
        """
        members = self.env["hr.mentorship.member"].search(
            [("user_id", "=", self.env.uid), ("mentorship_id.state", "in", TOOK_PART)]
        )
        members = members.filtered("mentorship_id.start_date").sorted(
            lambda member: (member.mentorship_id.start_date, member.id), reverse=True
        )
        counts = self._count_by_year(members)
        comparisons = self._get_comparisons(members)
        return {
            "figures": self._make_figures(self._add_up(counts.values())),
            "years": [
                {"year": str(year), "figures": self._make_figures(figures, always=())}
                for year, figures in sorted(counts.items(), reverse=True)
            ],
            "people": [self._make_person(member) for member in members],
            "skills": self._get_skills(),
            "comparisons": comparisons,
            "no_comparison": "" if comparisons or not members else self._say_no_comparison(),
        }

    # -- one's own figures

    @api.model
    def _count_by_year(self, members):
        """Return what was done in each year: meetings, hours, goals reached, skills, people and thank-yous.

        :rtype: dict[int, dict[str, float]]
        """
        counts = {}

        def add(year, name, number):
            of_year = counts.setdefault(int(year), dict.fromkeys(self._get_labels(), 0))
            of_year[name] += number

        mentorships = members.mentorship_id
        for day, number, hours in self.env["hr.mentorship.checkin"]._read_group(
            [("mentorship_id", "in", mentorships.ids), ("state", "=", "done")],
            ["held_on:year"],
            ["__count", "duration:sum"],
        ):
            add(day.year, "meetings", number)
            add(day.year, "hours", hours)
        # As the record rules let them read: their own, and those of their mentees
        for day, number in self.env["hr.mentorship.goal"]._read_group(
            [("mentorship_id", "in", mentorships.ids), ("state", "=", "reached"), ("reached_on", "!=", False)],
            ["reached_on:year"],
            ["__count"],
        ):
            add(day.year, "goals", number)
        for day, number in self.env["hr.mentorship.note"]._read_group(
            Domain("mentorship_id", "in", mentorships.ids) & self.env["hr.mentorship.note"]._get_thanked_domain(),
            ["day:year"],
            ["__count"],
        ):
            add(day.year, "thanks", number)
        for proposal in self._find_skills():
            add(proposal.agreed_on.year, "skills", 1)
        for member in members:
            mentorship = member.mentorship_id
            add(mentorship.start_date.year, "people", len(mentorship.member_ids - member))
            if mentorship.state == "completed":
                add(mentorship.closed_on.year, "certificates", 1)
        return counts

    @api.model
    def _find_skills(self):
        return self.env["hr.mentorship.skill.proposal"].search(
            [("user_id", "=", self.env.uid), ("state", "in", ("agreed", "applied")), ("agreed_on", "!=", False)]
        )

    @api.model
    def _get_skills(self):
        return [
            f"{with_colon(self.env, each.skill_id.name)} {each.skill_level_id.name}" for each in self._find_skills()
        ]

    @api.model
    def _add_up(self, counts):
        return {name: sum(of_year[name] for of_year in counts) for name in self._get_labels()}

    @api.model
    def _get_labels(self):
        return {
            "meetings": self.env._("Meetings"),
            "hours": self.env._("Hours"),
            "goals": self.env._("Goals reached"),
            "skills": self.env._("Skills gained"),
            "people": self.env._("People"),
            "thanks": self.env._("Thank-yous"),
            "certificates": self.env._("Certificates"),
        }

    @api.model
    def _make_figures(self, counts, always=("meetings", "hours")):
        """Return what there is any of, and what is shown in any case."""
        return [
            {
                "key": name,
                "label": label,
                # As people say it: 5, or 5.5 with the point or comma of their language
                "value": formatLang(self.env, counts[name], digits=1 if round(counts[name] % 1, 1) else 0),
            }
            for name, label in self._get_labels().items()
            if counts[name] or name in always
        ]

    @api.model
    def _make_person(self, member):
        mentorship = member.mentorship_id
        words = {"start": say_date(self.env, mentorship.start_date), "end": say_date(self.env, mentorship.closed_on)}
        return {
            "id": mentorship.id,
            "title": name_partners(mentorship),
            "role": {
                "mentor": self.env._("As their mentor"),
                "mentee": self.env._("As their mentee"),
                "peer": self.env._("As their peer"),
            }[member.role],
            "program": mentorship.program_id.name,
            "time": self.env._("%(start)s – %(end)s", **words)
            if mentorship.closed_on
            else self.env._("Since %(start)s", **words),
            "has_certificate": mentorship.state == "completed",
        }

    # -- beside the program

    @api.model
    def _get_comparisons(self, members):
        """Return what is told of the programs and roles in which one took part, with one's own figures beside."""
        quarters = self.env["hr.mentorship.quarter"]
        told = []
        seats_sudo = members.sudo()  # sudo: one's own seats, of the programs in which the user takes part
        for role, mine in seats_sudo.grouped("role").items():
            told += [(row, role) for row in quarters._find_of_programs(mine.program_id, role)]
        told.sort(key=lambda pair: (pair[0].date_from, pair[0].id), reverse=True)
        starts = {
            key: min((day for day in mine.mentorship_id.mapped("start_date") if day), default=None)
            for key, mine in seats_sudo.grouped(lambda seat: (seat.mentorship_id.program_id.id, seat.role)).items()
        }
        done, shown = {}, []
        for row, role in told:
            span = row.date_from, row.date_to
            if span not in done:
                if len(done) == QUARTERS_AT_ONCE:
                    break
                # Their own rows alone, by the ids of their seats
                seats = SQL("member.id = ANY(%s)", members.ids)
                done[span] = {
                    (program_id, own_role): (meetings, reached)
                    for program_id, _company, own_role, _employee, meetings, reached, _of in quarters._read_people(
                        *span, seats
                    )
                }
            own = done[span].get((row.program_id.id, role))
            if own:
                began_on = starts[row.program_id.id, role] or row.date_from
                has_just_begun = row.date_to - began_on < JUST_BEGUN
                shown.append(self._make_comparison(row, *own, has_just_begun=has_just_begun))
        return shown

    def _make_comparison(self, row, meetings, reached, *, has_just_begun=False):
        met = by_count(meetings, self.env._("You met once"), self.env._("You met %(count)s times", count=meetings))
        if not meetings:
            met = self.env._("You had just begun") if has_just_begun else self.env._("You did not meet")
        goal = self.env._("You saw a goal reached") if reached else self.env._("You saw no goal reached")
        roles = {"mentor": self.env._("Mentors"), "mentee": self.env._("Mentees"), "peer": self.env._("Peers")}
        role = roles[row.role]
        return {
            "key": row.id,
            "title": row._say_quarter(row.date_from, row.date_to),
            "program": f"{row.program_id.name} · {role}",
            "lines": [
                {"mine": met, "others": row._say_meetings(row.meeting_count)},
                {"mine": goal, "others": row._say_goals(row.is_goal_common)},
            ],
        }

    @api.model
    def _say_no_comparison(self):
        least = max(self.env["hr.mentorship.quarter"]._get_least() + 1, FEWEST_IN_THE_MIDDLE)
        return self.env._(
            "Nothing can be said yet: a quarter has to be over, and %(count)s people have to have taken part in your "
            "role. Of fewer, you could tell what somebody else has done.",
            count=least,
        )
