from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command


class HrMentorshipByHand(models.Model):
    """Pairs that the program manager puts together, by the rules that hold for the engine."""

    _inherit = "hr.mentorship"

    @api.model
    def _pair_by_hand(self, program, mentee, mentor):
        """Propose a pair, locked, in place of what the two have in the working list.

        The caller has checked that the user manages the program.

        :returns: an action that tells whose proposal has gone, if any
        """
        program._lock_for_matching()
        matcher = self.env["hr.mentorship.matcher"]
        # sudo: proposals are made and removed by the working list alone, for users who manage the program
        mentee, mentor = mentee.sudo(), mentor.sudo()
        [option], _has_costs = matcher._find_options(program, mentee, only=mentor)
        if not option["is_possible"]:
            raise UserError(
                self.env._(
                    "%(mentor)s cannot mentor %(mentee)s: %(obstacle)s",
                    mentor=mentor.employee_id.name,
                    mentee=mentee.employee_id.name,
                    obstacle=option["obstacle"],
                )
            )
        replaced = mentee.member_ids.mentorship_id.filtered(lambda pair: pair.state == "proposed")
        freed = self.sudo().browse(option["freed_id"]) if option["freed_id"] else self.sudo()
        displaced = (freed - replaced).mentee_ids.mapped("name")
        (replaced | freed)._remove_proposals()
        self._check_is_free(mentee)
        self.sudo().create(
            {
                "program_id": program.id,
                "is_locked": True,
                "score": option["score"],
                "match_facts": option["facts"],
                "member_ids": [
                    Command.create({"participant_id": mentor.id, "slot": matcher._find_free_slots(mentor)[0]}),
                    Command.create({"participant_id": mentee.id, "slot": 1}),
                ],
            }
        )
        message = self.env._(
            "%(mentor)s → %(mentee)s is in the working list, and locked.",
            mentor=mentor.employee_id.name,
            mentee=mentee.employee_id.name,
        )
        if displaced:
            waits = self.env._("%(names)s waits again: solve the rest.", names=", ".join(displaced))
            message = f"{message} {waits}"
        return program._notify(message, "warning" if displaced else "success")

    def _check_is_free(self, mentee):
        # sudo: the number of a participant whose program the caller manages
        if mentee.sudo().seats_left < 1:
            raise UserError(
                self.env._(
                    "%(name)s does not wait for a mentor any more. Reload the page.", name=mentee.employee_id.name
                )
            )
