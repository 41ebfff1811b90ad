from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ..common.private_fields import SecretInteger


class GamificationBadgeUser(models.Model):
    """A badge that a rule has given. Only the server fills that in, so no client makes one that our screens show."""

    _inherit = "gamification.badge.user"

    # A number, not a link: it is given once even if the rule has gone, and nobody walks from a badge to a program
    recognition_rule = SecretInteger("Id of Its Rule", readonly=True, copy=False, groups=NO_ACCESS)
    is_of_rule = fields.Boolean(readonly=True, help="Stays when the rule goes.")

    _once = models.UniqueIndex(
        "(recognition_rule, employee_id) WHERE recognition_rule IS NOT NULL",
        "A rule gives its badge once to each person.",
    )

    @api.depends("is_of_rule")
    def _compute_is_of_mentorship(self):
        of_rules = self.filtered("is_of_rule")
        of_rules.is_of_mentorship = True
        super(GamificationBadgeUser, self - of_rules)._compute_is_of_mentorship()

    @api.model
    def _grant_by_rules(self, rows):
        """Give badges to the rows that :meth:`HrMentorshipRecognitionEvent._find_badges` has found.

        Without the program: all colleagues read badges.
        """
        return self._clean_sudo().create(
            [
                {
                    "badge_id": row["badge_id"],
                    "user_id": row["user_id"],
                    "employee_id": row["employee_id"],
                    "recognition_rule": row["rule_id"],
                    "is_of_rule": True,
                }
                for row in rows
            ]
        )
