from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import html_sanitize

from .hr_mentorship_agreement_section import FIRST_MEETING
from .private_fields import ReaderOne2many


class HrMentorshipAgreementTemplate(models.Model):
    """The text of an agreement in sections, with placeholders that the program, the people and the terms fill."""

    _name = "hr.mentorship.agreement.template"
    _description = "Mentorship Agreement Template"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    section_ids = ReaderOne2many("hr.mentorship.agreement.section", "template_id", string="Sections", copy=True)

    def _render_text(self, agreement):
        """Return the text of ``agreement`` in the language of the context of ``self``.

        :rtype: Markup
        """
        self.ensure_one()
        agreement = agreement.with_context(lang=self.env.lang)
        answers = agreement._get_answers_html()
        parts = [section._fill(agreement, answers) for section in self.section_ids.sorted()]
        if FIRST_MEETING not in self.section_ids.mapped("code") and answers:
            title = self.env._("What we agreed in our first meeting")
            parts.append(Markup("<h3>%s</h3>%s") % (title, answers))
        parts.append(agreement._get_clauses_html())
        parts.append(Markup("<p><em>%s</em></p>") % agreement._describe_language())
        return Markup(html_sanitize(Markup().join(parts)))

    def action_preview(self):
        """Show the text as a pair of the example would read it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_agreement_preview_action")
        action["context"] = {"default_template_id": self.id}
        return action

    @api.model
    def _get_example(self):
        """Return the agreement of a pair that does not exist, to fill placeholders where there is no pair yet.

        :rtype: hr.mentorship.agreement, a new record
        """
        env = self.sudo().env  # sudo: nothing of it is in the database, and nothing gets there
        today = fields.Date.context_today(self)
        terms = {
            "rhythm": "biweekly",
            "meeting_duration": 1.0,
            "meeting_weekday": "1",
            "has_meeting_time": True,
            "meeting_time": 10.0,
            "meeting_tz": "UTC",
            "meeting_mode": "video",
            "end_date": fields.Date.add(today, months=6),
        }
        program = env["hr.mentorship.program"].new(
            {
                "name": self.env._("Example program"),
                "goal": self.env._("People learn from each other across departments."),
                "company_id": env.company.id,
                "format": "one_to_one",
                "start_date": today,
                **terms,
            }
        )
        people = {"mentor": self.env._("Kim Mentor"), "mentee": self.env._("Robin Mentee")}
        members = [
            Command.create(
                {
                    "participant_id": env["hr.mentorship.participant"].new(
                        {
                            "program_id": program,
                            "employee_id": env["hr.employee"].new({"name": name}),
                            "role": role,
                            "skill_ids": [Command.create({"name": self.env._("Leading a team")})],
                        }
                    )
                }
            )
            for role, name in people.items()
        ]
        mentorship = env["hr.mentorship"].new({"program_id": program, "member_ids": members, **terms})
        return env["hr.mentorship.agreement"].new({"mentorship_id": mentorship, "lang": self.env.lang, **terms})
