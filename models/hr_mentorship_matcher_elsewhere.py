from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain


class HrMentorshipMatcherElsewhere(models.AbstractModel):
    """What a program manager should know of two people before they are put together: what they have been elsewhere.

    Nothing of it keeps a pair apart: whoever does not want to meet again says so on their own list, of which nobody is
    told. That a mentorship ended is told the same way whatever the reason was.
    """

    _inherit = "hr.mentorship.matcher"

    @api.model
    def _find_pair_notes(self, program, pairs):
        """Return sentences on the pairs that are, or have been, together otherwise than by the proposal in question.

        Of other programs what is published counts, of this one the working list as well. Programs are named to those
        who manage them. The caller has checked that the user manages ``program``.

        :param pairs: iterable of (id of the mentee's employee, id of the mentor's)
        :rtype: dict[tuple[int, int], str]
        """
        wanted = set(pairs)
        if not wanted:
            return {}
        mentorships = self._find_together(program, sorted({person for pair in wanted for person in pair}))
        names = self._name_my_programs(mentorships.program_id)
        notes = defaultdict(dict)
        for mentorship in mentorships:
            for mentee in mentorship.mentee_ids:
                for mentor in mentorship.mentor_ids:
                    for pair, is_reversed in (((mentee.id, mentor.id), False), ((mentor.id, mentee.id), True)):
                        note = pair in wanted and self._describe_together(mentorship, program, is_reversed, names)
                        if note:
                            notes[pair][note] = True
        return {pair: " ".join(of_pair) for pair, of_pair in notes.items()}

    def _find_together(self, program, employee_ids):
        published = Domain("state", "in", self.env["hr.mentorship"]._get_published_live_states())
        # Whom a departure has parted have said nothing; an offer that nobody took was no mentorship
        ended = (
            Domain("state", "=", "ended")
            & Domain("ended_by_departure", "=", False)
            & Domain("member_ids", "not any", [("response", "!=", "accepted")])
        )
        proposed = Domain("state", "=", "proposed") & Domain("program_id", "=", program.id)
        # sudo: of other programs comes out what concerns this pair, and see _find_pair_notes
        return (
            self.env["hr.mentorship"]
            .sudo()
            .search(
                (published | ended | proposed)
                & Domain("mentee_ids", "in", employee_ids)
                & Domain("mentor_ids", "in", employee_ids),
                order="id",
            )
        )

    def _name_my_programs(self, programs):
        mine = self.env["hr.mentorship.program"]._find_my_programs() & programs.with_env(self.env)
        return {program.id: program.name for program in mine}

    def _describe_together(self, mentorship, program, is_reversed, names):
        name = names.get(mentorship.program_id.id)
        if mentorship.state == "ended" and name:
            return self.env._("They were together in “%(program)s” before, and parted.", program=name)
        if mentorship.state == "ended":
            return self.env._("They were together before, and parted.")
        if mentorship.program_id == program:
            return self._describe_reversal() if is_reversed else ""
        return self._describe_reversed(name) if is_reversed else self._describe_running(name)

    def _describe_running(self, name):
        if name:
            return self.env._("They are together in “%(program)s” already.", program=name)
        return self.env._("They are together in another program already.")

    def _describe_reversed(self, name):
        if name:
            return self.env._("They are together in “%(program)s” already, the other way round.", program=name)
        return self.env._("They are together in another program already, the other way round.")

    def _describe_reversal(self):
        return self.env._("Here they are matched the other way round as well: each would mentor the other.")


class HrMentorshipMatchingLine(models.Model):
    _inherit = "hr.mentorship.matching.line"

    def _find_pair_notes(self):
        """Return what there is to know of the pairs of ``self`` (in sudo), those that the same run reverses included.

        :rtype: dict[hr.mentorship.matching.line, str]
        """
        matcher = self.env["hr.mentorship.matcher"].sudo(False)
        notes = {}
        for run, lines in self.filtered("mentor_id").grouped("run_id").items():
            pairs = {line: (line.mentee_id.employee_id.id, line.mentor_id.employee_id.id) for line in lines}
            found = matcher._find_pair_notes(run.program_id, pairs.values())
            reversing = self.search(
                [
                    ("run_id", "=", run.id),
                    ("mentee_id.employee_id", "in", [mentor_id for _mentee_id, mentor_id in pairs.values()]),
                    ("mentor_id.employee_id", "in", [mentee_id for mentee_id, _mentor_id in pairs.values()]),
                ]
            )
            reversed_pairs = {(line.mentor_id.employee_id.id, line.mentee_id.employee_id.id) for line in reversing}
            reversal = matcher._describe_reversal()
            for line, pair in pairs.items():
                note = found.get(pair, "")
                if pair in reversed_pairs and reversal not in note:
                    note = f"{note} {reversal}".strip()
                notes[line] = note
        return notes


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    pair_note = fields.Char(
        "Worth Knowing",
        compute="_compute_pair_note",
        groups="hr_mentorship.group_hr_mentorship_manager",
        help="What the two are, or have been, to each other elsewhere.",
    )

    @api.depends("state", "member_ids.employee_id")
    @api.depends_context("lang", "uid")
    def _compute_pair_note(self):
        """Of proposals, for those who decide on them; what is published is known to the two themselves."""
        self.pair_note = False
        proposals = self.filtered(lambda mentorship: mentorship.state == "proposed" and mentorship.is_my_program)
        for program, mentorships in proposals.grouped("program_id").items():
            # sudo: the user manages the program of the proposals
            pairs = {
                mentorship: (mentorship.sudo().mentee_ids[:1].id, mentorship.sudo().mentor_ids[:1].id)
                for mentorship in mentorships
            }
            notes = self.env["hr.mentorship.matcher"]._find_pair_notes(program, pairs.values())
            for mentorship, pair in pairs.items():
                mentorship.pair_note = notes.get(pair, False)
