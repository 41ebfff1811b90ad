from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

AGREEMENT = "hr_mentorship.hr_mentorship_agreement_template_peer"


class HrMentorshipProgram(models.Model):
    """Peer mentoring: equals help each other. Everybody joins in one way, and each of two gives and takes."""

    _inherit = "hr.mentorship.program"

    format = fields.Selection(
        selection_add=[("peer", "Peer: equals help each other")], ondelete={"peer": "set default"}
    )

    def _get_roles(self):
        return ("peer",) if self.format == "peer" else super()._get_roles()

    @api.onchange("format")
    def _onchange_format(self):
        result = super()._onchange_format()
        if self.format == "peer":
            # Nobody asks anybody here, and there is one training, of all
            self.matching_mode = "manager"
            self.requires_training = False
            self.mentor_training_id = False
        return result

    def _get_fitting_agreement(self):
        return AGREEMENT if self.format == "peer" else super()._get_fitting_agreement()

    def _get_agreements_of_formats(self):
        return [*super()._get_agreements_of_formats(), AGREEMENT]

    def _get_matching_modes(self):
        """Peers are matched by their program manager: who asks and who is asked would be two roles."""
        return ("manager",) if self.format == "peer" else ("manager", "request", "both")

    @api.constrains("format", "matching_mode")
    def _check_matching_mode(self):
        for program in self:
            if program.matching_mode not in program._get_matching_modes():
                raise ValidationError(
                    self.env._(
                        "In “%(name)s” equals help each other, so the program manager matches, and people name their "
                        "wishes. Choose “The program manager matches”.",
                        name=program.name,
                    )
                )

    def _check_may_change_format(self, value):
        """Who has joined in one way cannot take part in the other."""
        for program in self.sudo():  # sudo: people whom the user need not see count as well
            if (
                "peer" in (program.format, value)
                and program.format != value
                and (program.participant_ids or program.invitation_ids)
            ):
                raise UserError(
                    self.env._(
                        "People have joined “%(name)s” in the roles of its present format. Copy the program, and "
                        "choose another format for the copy.",
                        name=program.display_name,
                    )
                )
        return super()._check_may_change_format(value)
