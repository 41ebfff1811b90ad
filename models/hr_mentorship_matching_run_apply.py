from collections import Counter

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .matching_pool import MatchingPool


class HrMentorshipMatchingRunApply(models.Model):
    """From a run to the working list: all or nothing, and nobody tramples anybody else."""

    _inherit = "hr.mentorship.matching.run"

    def action_apply(self):
        """Use this run: its pairs become the proposals of the program, in place of those that are not locked."""
        self.ensure_one()
        self.program_id._check_manager()
        return self._apply()

    def _apply(self):
        """The same; the caller has checked that the user manages the program.

        :returns: an action that tells what has been left out, if anything
        """
        program = self.program_id
        self._check_state_in("done")
        program._lock_for_matching()
        self._check_still_valid()
        # sudo: proposals are made and removed here alone, for users who manage the program
        program.sudo()._get_unlocked_proposals()._remove_proposals()
        lines, left_out = self.sudo()._split_lines()
        self.sudo()._create_proposals(lines)
        self.sudo().write({"used_at": fields.Datetime.now(), "used_by_id": self.env.uid})
        # The update of the program makes whoever does the same in this second start again, and see this run
        program.sudo().used_run_id = self
        return self._tell_applied(len(lines), left_out)

    def _check_still_valid(self):
        program = self.program_id
        if program.state != "open":
            raise UserError(self.env._("“%(name)s” is not open. Only open programs are matched.", name=program.name))
        if not self.is_current:
            raise UserError(
                self.env._(
                    "The criteria of “%(name)s” have changed since this run, so its scores no longer say what counts "
                    "now. Compare again, then choose.",
                    name=program.name,
                )
            )
        # sudo: runs of a program whose manager has been checked
        other = program.sudo().used_run_id
        if other.used_by_id and other.used_by_id != self.env.user and other.used_at > self.create_date:
            raise UserError(
                self.env._(
                    "%(user)s has used another run for “%(name)s” since this one was solved. Look at the working list "
                    "first; compare again if you still want to replace it.",
                    user=other.used_by_id.name,
                    name=program.name,
                )
            )

    def _split_lines(self):
        """Return the lines that can become proposals, and those that cannot any more, with the reason.

        :rtype: tuple[hr.mentorship.matching.line, list[tuple[hr.mentorship.matching.line, str]]]
        """
        matcher = self.env["hr.mentorship.matcher"]
        lines = self.line_ids.filtered("mentor_id")
        pool = MatchingPool(self.program_id, lines.mentee_id, lines.mentor_id)
        excluded = matcher._find_excluded_pairs(pool)
        # sudo: numbers of participants whose program the caller manages
        seats = Counter({person.id: person.seats_left for person in (lines.mentee_id | lines.mentor_id).sudo()})
        usable, left_out = [], []
        for line in lines:
            mentee, mentor = line.mentee_id, line.mentor_id
            obstacle = self._find_obstacle_now(mentee, seats) or self._find_obstacle_now(mentor, seats)
            if not obstacle and (pool.mentee_rows[mentee], pool.mentor_rows[mentor]) in excluded:
                obstacle = self.env._("must not be paired any more")
            if obstacle:
                left_out.append((line, obstacle))
                continue
            seats[mentee.id] -= 1
            seats[mentor.id] -= 1
            usable.append(line.id)
        return lines.browse(usable), left_out

    def _find_obstacle_now(self, participant, seats):
        name = participant.employee_id.name
        if participant.state != "approved" or self.env["hr.mentorship.matcher"]._find_obstacle(participant):
            return self.env._("%(name)s no longer takes part", name=name)
        if seats[participant.id] < 1:
            return self.env._("%(name)s has no free seat any more", name=name)
        return ""

    def _create_proposals(self, lines):
        matcher = self.env["hr.mentorship.matcher"]
        free_slots = {mentor.id: iter(matcher._find_free_slots(mentor)) for mentor in lines.mentor_id}
        # Nobody follows a proposal yet, so the log of its creation would be read by nobody and take half of the time
        self.env["hr.mentorship"].with_context(tracking_disable=True).create(
            [
                {
                    "program_id": line.program_id.id,
                    "run_id": self.id,
                    "score": line.score,
                    "match_facts": line.facts,
                    "member_ids": [
                        Command.create(
                            {"participant_id": line.mentor_id.id, "slot": next(free_slots[line.mentor_id.id])}
                        ),
                        Command.create({"participant_id": line.mentee_id.id, "slot": 1}),
                    ],
                }
                for line in lines
            ]
        )

    def _tell_applied(self, count, left_out):
        message = self.env._("%(count)s pairs are in the working list. Nobody is told before you publish.", count=count)
        if not left_out:
            return self.program_id._notify(message, "success")
        pairs = "; ".join(f"{line.display_name}: {obstacle}" for line, obstacle in left_out[:10])
        more = self.env._(" and %(count)s more", count=len(left_out) - 10) if len(left_out) > 10 else ""
        left = self.env._("Left out, because things have changed since: %(pairs)s%(more)s.", pairs=pairs, more=more)
        return self.program_id._notify(f"{message} {left}", "warning")
