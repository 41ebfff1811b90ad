from odoo import api, models
from odoo.tools import SQL

from ..common.todo_words import say
from .hr_mentorship_reward import COUNTED_STATES


class HrMentorshipWallet(models.Model):
    """The doctor looks at what was bought as well: paid once, given back once, and each code handed out once.

    And what somebody leaves behind who leaves the company, see hr.employee.
    """

    _inherit = "hr.mentorship.wallet"

    def _say_left_behind_to(self, officer):
        """Return what the to-do says to ``officer``, in their language."""
        return self.with_context(lang=officer.lang or self.env.lang)._say_left_behind()

    def _say_left_behind(self):
        """Return summary and note of the to-do in which HR learns that somebody has left with points."""
        self.ensure_one()
        words = {"name": self.employee_id.name, "points": self.balance, "worth": self.money_words}
        note = (
            self.env._(
                "%(name)s has left with %(points)s mentorship points, %(worth)s, that nobody can spend any more. Pay "
                "them out, let them go to a donation or let them lapse, as your company does it, and mark this as "
                "done. What they were earned for is told to nobody.",
                **words,
            )
            if self.money_words
            else self.env._(
                "%(name)s has left with %(points)s mentorship points that nobody can spend any more. Pay them out, let "
                "them go to a donation or let them lapse, as your company does it, and mark this as done. What they "
                "were earned for is told to nobody.",
                **words,
            )
        )
        return {"summary": self.env._("%(points)s points of %(name)s are left", **words), "note": say(note)}

    @api.model
    def _say_what_is_proved(self):
        return [
            *super()._say_what_is_proved(),
            self.env._("Every reward was paid once, and what was cancelled or refused was given back once."),
            self.env._("Every gift code was handed out once."),
        ]

    @api.model
    def _find_differences(self):
        return super()._find_differences() + self._find_differences_of_redemptions() + self._find_differences_of_codes()

    def _find_differences_of_redemptions(self):
        """By their number: whoever looks for the fault learns nothing about who has wished what."""
        self.env["hr.mentorship.redemption"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                   SELECT redemption.id
                     FROM hr_mentorship_redemption redemption
                LEFT JOIN hr_mentorship_wallet_entry paid ON paid.id = redemption.entry_id
                LEFT JOIN hr_mentorship_wallet_entry back ON back.reverses_id = paid.id
                LEFT JOIN hr_mentorship_wallet wallet ON wallet.id = paid.wallet_id
                    WHERE paid.points IS DISTINCT FROM -redemption.points
                       OR wallet.employee_id IS DISTINCT FROM redemption.employee_id
                       OR (back.id IS NULL) != (redemption.state = ANY(%s))
                 ORDER BY redemption.id
                """,
                list(COUNTED_STATES),
            )
        )
        return [
            self.env._(
                "Request %(number)s: what was paid for it, or given back, does not fit its status.", number=number
            )
            for (number,) in self.env.cr.fetchall()
        ]

    def _find_differences_of_codes(self):
        """Each request that stands holds one code, and no other request holds any."""
        self.env["hr.mentorship.reward.code"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                  SELECT redemption.id
                    FROM hr_mentorship_redemption redemption
               LEFT JOIN hr_mentorship_reward_code code ON code.redemption_id = redemption.id
                GROUP BY redemption.id
                  HAVING COUNT(code.id) != CASE WHEN redemption.kind = 'code' AND redemption.state = ANY(%s)
                                                THEN 1 ELSE 0 END
                      OR BOOL_OR(code.reward_id != redemption.reward_id)
                ORDER BY redemption.id
                """,
                list(COUNTED_STATES),
            )
        )
        return [
            self.env._("Request %(number)s does not hold the one code that it should, or one too many.", number=number)
            for (number,) in self.env.cr.fetchall()
        ]
