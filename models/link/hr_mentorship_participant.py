from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.groups import MANAGER


class HrMentorshipParticipant(models.Model):
    """Who may take part without a user: whoever can be reached alone."""

    _inherit = "hr.mentorship.participant"

    link_obstacle = fields.Selection(
        [
            ("changed", "Work e-mail changed by somebody else than HR"),
            ("missing", "Neither a user nor a work e-mail"),
            ("shared", "Work e-mail shared with somebody"),
        ],
        compute="_compute_link_obstacle",
        compute_sudo=True,
        groups=MANAGER,
        help="Why this person cannot be reached alone, and so neither be approved nor matched.",
    )

    @api.depends("employee_id.mentorship_link_email", "employee_id.work_contact_id.email_normalized", "user_id.active")
    def _compute_link_obstacle(self):
        """Without a user, offers and agreements come by a personal link, which is only as personal as the mailbox."""
        obstacles = self.employee_id._find_link_obstacles()
        for participant in self:
            participant.link_obstacle = obstacles.get(participant.employee_id._origin, False)

    def _check_can_take_part(self):
        by_obstacle = {
            obstacle: participants.employee_id
            # sudo: whoever may approve people is told who cannot be reached
            for obstacle, participants in self.sudo().grouped("link_obstacle").items()
        }
        if changed := by_obstacle.get("changed"):
            raise UserError(
                self.env._(
                    "The work e-mail of these people was changed by somebody who does not keep employees' data: "
                    "%(names)s. Have HR confirm it on the employee, on the tab Mentorship, and approve them then.",
                    names=", ".join(changed.mapped("name")),
                )
            )
        if missing := by_obstacle.get("missing"):
            raise UserError(
                self.env._(
                    "These people have neither a user nor a work e-mail to answer and sign with: %(names)s. Enter a "
                    "work e-mail for each employee first, or approve the others.",
                    names=", ".join(missing.mapped("name")),
                )
            )
        if shared := by_obstacle.get("shared"):
            raise UserError(
                self.env._(
                    "These people share their work e-mail with somebody, who could answer and sign for them: "
                    "%(names)s. Enter an address of their own first, or link a user to each employee.",
                    names=", ".join(shared.mapped("name")),
                )
            )
        return super()._check_can_take_part()
