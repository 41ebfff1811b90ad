from ast import literal_eval

import psycopg2
from lxml import html

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...models.common.client_actions import toast
from ...models.common.spoken import by_count
from ...models.invitation.hr_mentorship_invitation import MAIL
from ...models.program.hr_mentorship_program import ROLES

NAMES_SHOWN = 8
UNREADABLE = (
    *(ValueError, TypeError, KeyError, AttributeError, NotImplementedError),
    *(SyntaxError, MemoryError, RecursionError, psycopg2.Error),
)
"""What a filter that somebody has typed in may raise."""


class HrMentorshipInvite(models.TransientModel):
    """A program manager asks people to join, and sees before whom it reaches, whom not, and what they read."""

    _name = "hr.mentorship.invite"
    _inherit = ["hr.mentorship.dialog.mixin"]
    _description = "Invite People to a Mentorship Program"

    _document_field = "program_id"
    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True)
    scope = fields.Selection(
        [
            ("everybody", "Everybody who may join"),
            ("filter", "Those who match a filter"),
            ("picked", "People I choose"),
        ],
        string="Whom",
        default="everybody",
        required=True,
    )
    people_domain = fields.Char("Filter", default="[]")
    employee_ids = fields.Many2many("hr.employee.public", "hr_mentorship_invite_employee_rel", string="People")
    role = fields.Selection(ROLES, string="Ask Them As", help="Empty: they choose.")
    is_among_peers = fields.Boolean(related="program_id.is_among_peers", related_sudo=False)
    joins_at_once = fields.Boolean(
        "No Approval Needed after a Yes",
        help="Who says yes takes part without another approval, as long as there are places.",
    )
    word = fields.Text("A Word from You", help="Stands in the mail.")
    asked_count = fields.Integer("People to Ask", compute="_compute_people", compute_sudo=False)
    left_out = fields.Text(compute="_compute_people", compute_sudo=False)
    invite_words = fields.Char(compute="_compute_invite_words", help="What stands on the button.")
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(), string="Language", default=lambda self: self.env.lang
    )
    preview_subject = fields.Char("Subject", compute="_compute_preview", compute_sudo=False)
    preview = fields.Html("The Mail", compute="_compute_preview", compute_sudo=False, sanitize=False)

    @api.depends("program_id", "scope", "people_domain", "employee_ids")
    def _compute_people(self):
        for wizard in self:
            wizard.asked_count, wizard.left_out = 0, False
            if not wizard._may_look():
                continue
            named = wizard._find_named()
            wanted = wizard._leave_out_leaders(named)
            people, left_out = wizard.program_id._sort_out(wanted)
            wizard.asked_count = len(people)
            wizard.left_out = wizard._say_left_out({**left_out, "leading": named - wanted})

    @api.depends_context("lang")
    @api.depends("asked_count")
    def _compute_invite_words(self):
        for wizard in self:
            wizard.invite_words = by_count(
                wizard.asked_count,
                self.env._("Invite One Person"),
                self.env._("Invite %(count)s People", count=wizard.asked_count),
            )

    def _may_look(self):
        """Whether the reader manages the program: a form that is not saved has asked nobody yet."""
        return self.program_id.has_access("read") and self.program_id.is_my_program

    def _find_people(self):
        """Return the employees (sudo) whom the dialog asks, eligible or not."""
        return self._leave_out_leaders(self._find_named())

    def _leave_out_leaders(self, employees):
        """Leave out who sends the invitation and who stands behind it, unless they have been chosen by name."""
        if self.scope == "picked":
            return employees
        # sudo: who they are as employees
        leaders = (self.env.user | self.program_id.sponsor_id).sudo().employee_ids
        return employees - leaders

    def _find_named(self):
        self.ensure_one()
        # sudo: whom program managers may choose, and no more than names
        employees = self.env["hr.employee"]._clean_sudo()
        if self.scope == "everybody":
            return self.program_id._find_eligible()
        if self.scope == "picked":
            return employees.browse(self.employee_ids._origin.ids)
        return employees.browse(self._search_people().ids)

    def _search_people(self):
        """Return whom the filter finds. As the user: it tells nothing about fields that they do not read."""
        people = self.env["hr.employee.public"]
        try:
            wanted = Domain(literal_eval(self.people_domain or "[]"))
            wanted.validate(people)
            with self.env.cr.savepoint(flush=False):
                return people.search(Domain("company_id", "=", self.program_id.company_id.id) & wanted)
        except UserError:
            raise
        except UNREADABLE as error:
            raise UserError(
                self.env._("This filter cannot be read. Build it anew with “Edit Domain”, or choose people by name.")
            ) from error

    def _say_left_out(self, left_out):
        reasons = {
            "ineligible": self.env._("may not join this program"),
            "taking_part": self.env._("take part or have applied already"),
            "asked": self.env._("were asked before"),
            "unreachable": self.env._("have no user and no mail address of their own"),
            "leading": self.env._("invite or sponsor: choose them by name if they shall be asked as well"),
        }
        lines = []
        for key, people in left_out.items():
            if not people:
                continue
            names = ", ".join(people[:NAMES_SHOWN].mapped("name"))
            if len(people) > NAMES_SHOWN:
                names = self.env._("%(names)s and %(count)s more", names=names, count=len(people) - NAMES_SHOWN)
            lines.append(f"{len(people)} {reasons[key]}: {names}")
        return "\n".join(lines)

    @api.depends("program_id", "role", "word", "lang", "joins_at_once", "scope", "people_domain", "employee_ids")
    def _compute_preview(self):
        """Show the mail as the first of them would get it, in the language that is chosen."""
        template = self.env.ref(MAIL, raise_if_not_found=False)
        for wizard in self:
            wizard.preview_subject = wizard.preview = False
            if not (template and wizard._may_look()):
                continue
            # sudo: the same mail as the one that goes out, about a program that the user manages
            mail = template.sudo().with_context(lang=wizard.lang or self.env.lang)
            invitation = (
                self.env["hr.mentorship.invitation"]
                .sudo()
                .with_context(lang=mail.env.lang)
                .new(
                    {
                        "program_id": wizard.program_id.id,
                        "employee_id": wizard._find_example().id,
                        "role": wizard.role,
                        "word": wizard.word,
                        "joins_at_once": wizard.joins_at_once,
                    }
                )
            )
            body = html.fragment_fromstring(mail.body_html or "", create_parent="div")
            values = mail._render_eval_context() | {"object": invitation}
            wizard.preview = mail.env["ir.qweb"]._render(body, values, raise_if_not_found=False)
            wizard.preview_subject = invitation._get_subject()

    def _find_example(self):
        """Return whom the mail greets in the preview: the first who gets it, or somebody who could."""
        people, _left_out = self.program_id._sort_out(self._find_people())
        return (people or self.program_id._find_eligible())[:1]

    def action_invite(self):
        self._check_mine()
        count = self.program_id._invite(
            self._find_people(), role=self.role, joins_at_once=self.joins_at_once, word=(self.word or "").strip()
        )
        if not count:
            raise UserError(self.env._("There is nobody to ask: see below who is left out, and why."))
        return toast(self.env._("People asked: %(count)s. Their mails leave in the background.", count=count))
