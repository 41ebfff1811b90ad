from odoo import api, models

from ..common.groups import MANAGER
from ..common.own_context import OURS, get_own
from ..common.private_fields import ReaderOne2many


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    question_ids = ReaderOne2many(
        "hr.mentorship.question",
        "program_id",
        string="Questions for the First Meeting",
        copy=True,
        groups=MANAGER,
    )

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        if not get_own(self.env, "mentorship_keeps_questions"):
            programs.browse(
                program.id for program, vals in zip(programs, vals_list, strict=True) if not vals.get("question_ids")
            )._take_questions_from_library()
        return programs

    def copy(self, default=None):
        # The copy of a program without questions has none either
        return super(HrMentorshipProgram, self.with_context(mentorship_keeps_questions=OURS)).copy(default)

    def _take_questions_from_library(self):
        # sudo: the library belongs to administrators, and who may create a program gets a copy of it
        library = self.env["hr.mentorship.question"].sudo()._get_library()
        for program in self:
            # A copy takes the translations along
            library.copy({"program_id": program.id})
