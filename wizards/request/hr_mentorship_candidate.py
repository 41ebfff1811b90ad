from odoo import api, fields, models
from odoo.fields import NO_ACCESS, Command

MOST_CANDIDATES = 100
"""Cards a mentee gets to see of a program; nobody reads more, and the best come first."""


class HrMentorshipCandidate(models.TransientModel):
    """A mentor whom a mentee may ask, as far as the mentee is shown them.

    Only the server writes these cards, for the mentee alone. They hold copies and no links to the mentor's application
    or profile, so that nothing else of those can be read through them.
    """

    _name = "hr.mentorship.candidate"
    _description = "Mentor to Ask"
    _order = "sequence, id"

    _transient_max_hours = 24.0  # a page may stay open over night
    mentee_id = fields.Many2one("hr.mentorship.participant", required=True, ondelete="cascade", groups=NO_ACCESS)
    mentor_id = fields.Many2one("hr.mentorship.participant", required=True, ondelete="cascade", groups=NO_ACCESS)
    active = fields.Boolean(default=True)
    sequence = fields.Integer()
    program_id = fields.Many2one("hr.mentorship.program", required=True, ondelete="cascade")
    employee_id = fields.Many2one("hr.employee.public", required=True)
    avatar_128 = fields.Image(related="employee_id.avatar_128", related_sudo=False)
    name = fields.Char(required=True)
    job_title = fields.Char()
    department_id = fields.Many2one("hr.department", ondelete="cascade")
    work_location_id = fields.Many2one("hr.work.location", "Place", ondelete="cascade")
    score = fields.Integer("Match", aggregator=None, help="How well the two of you fit, from 0 to 100.")
    reasons = fields.Text("Why You Fit")
    skill_ids = fields.Many2many("hr.skill", string="Can Help With")
    language_ids = fields.Many2many("hr.skill", "hr_mentorship_candidate_language_rel", string="Languages")
    interest_ids = fields.Many2many("hr.mentorship.interest", string="Interests")
    introduction = fields.Text()

    @api.model
    def action_find(self):
        """Show the mentors whom the current user may ask, in whatever program."""
        return self._open()

    def action_ask(self):
        """Open the dialog in which the mentee reads more, writes a few words and asks."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_ask_action")
        action["context"] = {"default_candidate_id": self.id}
        return action

    @api.model
    def _open(self, program=None):
        """Rank the mentors anew and show them.

        :param program: only those of this program, at first; the search can be widened
        """
        if not self.env.cr.readonly:  # where the web client only wants to know the name of the page
            self._refresh()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_candidate_action")
        # The path of the server action: a page that is loaded again ranks again
        action["path"] = "find-my-mentor"
        if program:
            action["context"] = {"search_default_program_id": program.id}
        return action

    @api.model
    def _refresh(self):
        """Lay out new cards for the current user; those of pages that are still open elsewhere stay usable."""
        # sudo: nobody else writes cards; they are for the current user and hold only what a mentee may see
        cards_sudo = self.sudo()
        cards_sudo.search([("create_uid", "=", self.env.uid)]).active = False
        mentees = self.env["hr.mentorship.participant"]._find_my_choosing()
        cards_sudo.create([vals for mentee in mentees for vals in self._prepare_cards(mentee)])

    @api.model
    def _prepare_cards(self, mentee):
        matcher = self.env["hr.mentorship.matcher"]
        ranking = matcher._rank_mentors(mentee, most=MOST_CANDIDATES)
        mentors = [rating["mentor"] for rating in ranking]
        words = self.env["hr.mentorship.matching.words"]
        reasons = words._explain_to_mentee(mentee, mentors, [rating["facts"] for rating in ranking])
        employee_ids = [rating["mentor"].employee_id.id for rating in ranking]
        profiles = (
            self.env["hr.mentorship.profile"]
            .sudo()
            .search_fetch([("employee_id", "in", employee_ids)], ["employee_id", "introduction", "language_ids"])
        )
        profile_of = {profile.employee_id.id: profile for profile in profiles}
        nothing = profiles.browse()
        # What colleagues see of each other: read for all of them at once, which hr.employee does not do for jobs
        people = {person.id: person for person in self.env["hr.employee.public"].sudo().browse(employee_ids)}
        return [
            {
                "mentee_id": mentee.id,
                "mentor_id": mentor.id,
                "sequence": position,
                "program_id": mentee.program_id.id,
                "employee_id": person.id,
                "name": person.name,
                "job_title": person.job_title,
                "department_id": person.department_id.id,
                "work_location_id": person.work_location_id.id,
                "score": round(rating["score"]),
                "reasons": "\n".join(sentences),
                "skill_ids": [Command.set(mentor.skill_ids.ids)],
                "interest_ids": [Command.set(mentor.interest_ids.ids)],
                "language_ids": [Command.set(profile.language_ids.ids)],
                "introduction": profile.introduction,
            }
            for position, (rating, sentences) in enumerate(zip(ranking, reasons, strict=True))
            for mentor, person, profile in [
                (
                    rating["mentor"],
                    people[rating["mentor"].employee_id.id],
                    profile_of.get(rating["mentor"].employee_id.id, nothing),
                )
            ]
        ]
