from odoo import api, fields, models

from ..common.spoken import say_duration

STANDARD_AGREEMENT = "hr_mentorship.hr_mentorship_agreement_template_standard"
AGREEMENT = "hr_mentorship.hr_mentorship_agreement_template_group"


class HrMentorshipProgram(models.Model):
    """Group mentoring: one mentor and up to as many mentees as the mentor has seats, in one mentorship."""

    _inherit = "hr.mentorship.program"

    format = fields.Selection(
        selection_add=[("group", "Group: one mentor, several mentees together")], ondelete={"group": "set default"}
    )

    # -- Which agreement fits how many people there are, and what they are to each other

    @api.onchange("format")
    def _onchange_format(self):
        result = super()._onchange_format()
        self._choose_agreement()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        for program, vals in zip(programs, vals_list, strict=True):
            if "agreement_template_id" not in vals:
                program._choose_agreement()
        return programs

    def _choose_agreement(self):
        """Let members sign what fits the format, as long as nobody has chosen a text of their own."""
        shipped = {name: self.env.ref(name, raise_if_not_found=False) for name in self._get_agreements_of_formats()}
        fit = shipped[self._get_fitting_agreement()]
        if fit and self.agreement_template_id != fit and self.agreement_template_id in filter(None, shipped.values()):
            self.agreement_template_id = fit

    def _get_fitting_agreement(self):
        """Hook: the xml id of the agreement that fits the format of this program."""
        return AGREEMENT if self.format == "group" else STANDARD_AGREEMENT

    def _get_agreements_of_formats(self):
        """Hook: the xml ids of all agreements that fit one format or another."""
        return [STANDARD_AGREEMENT, AGREEMENT]

    def _describe_effort(self, count):
        if self.format != "group" or count == 1:
            return super()._describe_effort(count)
        return self.env._(
            "About %(count)s meetings of %(length)s: %(total)s for everybody in the group.",
            count=count,
            length=say_duration(self.env, self.meeting_duration),
            total=say_duration(self.env, count * self.meeting_duration),
        )
