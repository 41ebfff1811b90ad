from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.misc import formatLang

from .match_reader import Reader


class HrMentorshipMatch(models.Model):
    """Why the members of a mentorship were put together: for themselves, and in numbers for whoever decides."""

    _inherit = "hr.mentorship"

    match_breakdown = fields.Html(
        "Points",
        compute="_compute_match_breakdown",
        help="What each criterion adds to the match.",
    )

    @api.depends("match_facts", "name", "member_ids.user_id")
    @api.depends_context("lang", "uid")
    def _compute_match_reasons(self):
        """What the two may know of each other: said to them as “you”, and to anybody else by name."""
        readers = [mentorship._get_reader(mentorship.my_member_id.role) for mentorship in self]
        for mentorship, reasons in zip(self, self._explain_match(readers), strict=True):
            mentorship.match_reasons = reasons

    def _get_reader(self, role=""):
        """Return to whom the match is explained: the member of that role, or somebody else."""
        self.ensure_one()
        people = self.sudo()  # sudo: names of the two, as the name of the mentorship has them
        names = (", ".join(employees.mapped("name")) for employees in (people.mentee_ids, people.mentor_ids))
        return Reader(*names, role or "")

    def _explain_match(self, readers):
        # sudo: the facts are for nobody as such; _explain leaves out what is not shown to members
        facts = [mentorship.match_facts or {} for mentorship in self.sudo()]
        return ["\n".join(sentences) for sentences in self.env["hr.mentorship.matcher"]._explain(facts, readers)]

    @api.depends("match_facts")
    @api.depends_context("lang", "uid")
    def _compute_match_breakdown(self):
        """Everything, for program managers, but not where they are one of the two."""
        readable = self.filtered(lambda mentorship: mentorship.is_my_program and not mentorship.my_member_id)
        (self - readable).match_breakdown = False
        facts = [mentorship.match_facts or {} for mentorship in readable.sudo()]  # sudo: just checked
        readers = [mentorship._get_reader() for mentorship in readable]
        details = self.env["hr.mentorship.matcher"]._explain_in_detail(facts, readers, for_manager=True)
        for mentorship, lines in zip(readable, details, strict=True):
            mentorship.match_breakdown = self._render_breakdown(lines)

    @api.model
    def _render_breakdown(self, lines):
        if not lines:
            return False
        row = Markup(
            "<tr><td><span class='fw-bold'>%s</span> <small class='text-muted'>%s</small>%s"
            "<div class='text-muted'>%s</div></td>"
            "<td class='text-end text-nowrap'>%s</td></tr>"
        )
        must_have = Markup(" <span class='badge text-bg-light'>%s</span>") % self.env._("must-have")
        return Markup("<table class='table table-sm mb-0'><tbody>%s</tbody></table>") % Markup().join(
            row
            % (
                line["name"],
                self.env._("weight %(weight)s", weight=line["weight"]),
                must_have if line["is_required"] else "",
                line["sentence"],
                self.env._(
                    "%(points)s of %(most)s",
                    points=self._format_points(line["points"]),
                    most=self._format_points(line["most_points"]),
                ),
            )
            for line in lines
        )

    @api.model
    def _format_points(self, points):
        return formatLang(self.env, points, digits=1)

    def _rate_match(self):
        """Say of pairs that no matching has put together how well they fit, by the criteria of their program today."""
        for program, mentorships in self.grouped("program_id").items():
            sides = mentorships.member_ids.grouped("role")
            by_role = [
                {member.mentorship_id: member.participant_id for member in sides.get(role, ())}
                for role in ("mentee", "mentor")
            ]
            pairs = [tuple(people[mentorship] for people in by_role) for mentorship in mentorships]
            ratings = self.env["hr.mentorship.matcher"]._rate(program, pairs)
            for mentorship, rating in zip(mentorships, ratings, strict=True):
                # sudo: score and facts are written by the matcher alone
                mentorship.sudo().write({"score": rating["score"], "match_facts": rating["facts"]})
