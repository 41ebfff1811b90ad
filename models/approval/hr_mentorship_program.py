from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import format_list, formatLang, plaintext2html

from ..agreement.fingerprint import canonical, digest
from ..common.private_fields import SecretJson
from ..common.spoken import say_date, say_duration, with_colon
from ..proposal.hr_mentorship_program import CHANGE_PROGRAM, CHOOSE_SPONSOR

LOOK_AT_CHANGES = "hr_mentorship.mail_activity_type_program_changed"
WORDS = ("goal", "expected_benefits", "eligibility_words")
"""Kept in each language in which they are written."""
LISTS = ("objective_ids", "department_ids")
PLAIN = (
    "format",
    "time_frame",
    "duration_months",
    "eligibility_domain",
    "max_mentors",
    "max_mentees",
    "enrolment_start_date",
    "enrolment_end_date",
    "start_date",
    "end_date",
    "rhythm",
    "rhythm_days",
    "rhythm_rule",
    "meeting_duration",
    "mentor_capacity",
)
SAID = (
    "goal",
    "expected_benefits",
    "objective_ids",
    "format",
    "time_frame",
    "duration_months",
    "department_ids",
    "eligibility_words",
    "eligibility_domain",
    "max_mentors",
    "max_mentees",
    "enrolment_start_date",
    "enrolment_end_date",
    "start_date",
    "end_date",
    "rhythm",
    "meeting_duration",
    "mentor_capacity",
)
"""What a proposal says beside targets and budget, in the order in which people read it."""
WIDE_LINES = ("goal", "expected_benefits")


class HrMentorshipProgram(models.Model):
    """What the sponsor has approved stays as it was, and what is different now stands beside it.

    A program lives on after its approval: seats are added, dates move, a budget grows. None of that is forbidden, but
    who has said yes to 20 seats is told of 40, and agrees or says what shall be different.
    """

    _inherit = "hr.mentorship.program"

    # NO_ACCESS: budget and benefits in it are read by those who run the program or decide on it, through the texts
    approved_values = SecretJson(readonly=True, copy=False, exportable=False, groups=NO_ACCESS)
    approved_text = fields.Text(
        "What Was Approved", compute="_compute_approved", help="As it was on the day of the approval."
    )
    approval_change_text = fields.Text(
        "Changed Since the Approval", compute="_compute_approved", help="What was approved, and what it is now."
    )
    has_approval_changes = fields.Boolean(compute="_compute_approved")
    approval_fingerprint = fields.Char(
        "Fingerprint",
        compute="_compute_approved",
        help="SHA-256 of what was approved. The history of the program has it as well, from the day of the approval.",
    )
    approval_warning = fields.Char(compute="_compute_approved", help="Why what is kept cannot be relied on.")

    @api.depends_context("uid", "lang")
    @api.depends(*SAID, "rhythm_days", "rhythm_rule", "budget_line_ids.planned", "target_ids.wanted_value", "state")
    def _compute_approved(self):
        self.update(
            {
                "approved_text": False,
                "approval_change_text": False,
                "has_approval_changes": False,
                "approval_fingerprint": False,
                "approval_warning": False,
            }
        )
        for program in self:
            # sudo: whoever runs the program or decides on it reads what was decided
            kept = (program.is_my_program or program.is_my_approval) and program.sudo()._origin.approved_values
            if not kept:
                continue
            lines = program._say_values(kept["values"])
            program.approved_text = "\n".join(
                f"{with_colon(self.env, name)} {text}" for _key, name, text in lines if text
            )
            program.approval_change_text = "\n".join(program._say_changes())
            program.has_approval_changes = bool(program.approval_change_text)
            program.approval_fingerprint = kept["fingerprint"]
            if digest(canonical(kept["values"])) != kept["fingerprint"]:
                program.approval_warning = self.env._(
                    "What is kept here has been changed outside of Odoo: it does not match its fingerprint. Compare it "
                    "with the proposal that was printed then."
                )

    # -- keeping

    def action_approve(self):
        result = super().action_approve()
        self._keep_approved()
        return result

    def _keep_approved(self):
        """Keep what these programs are today as what was approved, and its fingerprint in their history."""
        for program in self.sudo():  # sudo: follows from an approval, which the callers have checked
            values = program._take_values()
            fingerprint = digest(canonical(values))
            program.approved_values = {"values": values, "fingerprint": fingerprint}
            program._message_log(
                body=self.env._(
                    "What has been approved is kept as it is. Its fingerprint: %(fingerprint)s", fingerprint=fingerprint
                )
            )

    def _take_values(self):
        """Return all that a sponsor approves, as values that JSON keeps; the caller has checked who reads them."""
        self.ensure_one()
        program = self.sudo()  # sudo: see the docstring
        values = {name: program._fields[name].convert_to_write(program[name], program) for name in PLAIN}
        values |= {name: sorted(program[name].ids) for name in LISTS}
        values |= {name: program._read_in_all_languages(name) for name in WORDS}
        values = {
            name: fields.Date.to_string(value) if program._fields[name].type == "date" else value
            for name, value in values.items()
        }
        values["targets"] = [
            [
                target.id,
                {
                    "measure": target.measure,
                    "label": target.label or "",
                    "unit": target.unit or "",
                    "wanted_value": target.wanted_value,
                },
            ]
            for target in program.target_ids
        ]
        values["budget"] = [[line.id, line.name, line.planned] for line in program.budget_line_ids]
        return values

    def _read_in_all_languages(self, name):
        record = self._origin or self
        stored = self._fields[name]._get_stored_translations(record) if record.id else None
        return {lang: text for lang, text in (stored or {"en_US": self[name]}).items() if text}

    # -- saying

    def _say_values(self, values):
        """Return what ``values`` say in the language of the environment, as key, label and text; empty if nothing.

        :rtype: list[tuple[str, str, str]]
        """
        self.ensure_one()
        program = self.sudo()  # sudo: see _take_values
        then = program.new(
            {
                **{name: values.get(name) for name in PLAIN},
                **{name: program[name].browse(values.get(name) or []).exists().ids for name in LISTS},
            }
        )
        lines = [(name, self._get_said_label(name), self._say_value(name, values, then)) for name in SAID]
        for target_id, target_values in values.get("targets", []):
            target = program.env["hr.mentorship.target"].new(target_values)
            label = self.env._("Target, %(name)s", name=target.name)
            lines.append((f"target/{target_id}", label, target._say(target.wanted_value)))
        budget = values.get("budget", [])
        for line_id, name, amount in budget:
            label = self.env._("Budget, %(name)s", name=name)
            lines.append((f"budget/{line_id}", label, self._say_amount(amount)))
        total = self._sum_budget(values)
        lines.append(("budget", self.env._("Budget in All"), "" if total is None else self._say_amount(total)))
        return lines

    def _sum_budget(self, values):
        """Hook: return what ``values`` plan in all, in money; None where they plan nothing."""
        budget = values.get("budget")
        return sum(amount for _id, _name, amount in budget) if budget else None

    def _say_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _get_said_label(self, name):
        if name == "goal":
            return self.env._("Purpose")
        if name == "max_mentees" and self.is_among_peers:
            return self.env._("Places")
        return self._fields["rhythm_text" if name == "rhythm" else name]._description_string(self.env)

    def _say_value(self, name, values, then):
        if name in WORDS:
            words = values.get(name) or {}
            return words.get(self.env.lang) or words.get("en_US") or ""
        if name in LISTS:
            return format_list(self.env, [record.display_name for record in then[name]]) if then[name] else ""
        if name in ("max_mentors", "max_mentees"):
            return str(then[name] or self.env._("no limit"))
        special = {
            "rhythm": lambda: then.rhythm_text or "",
            "meeting_duration": lambda: say_duration(self.env, then.meeting_duration),
            "duration_months": lambda: str(then.duration_months) if then.time_frame == "always_on" else "",
        }
        return special[name]() if name in special else self._say_plain(name, then[name])

    def _say_plain(self, name, value):
        field = self._fields[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "date":
            return say_date(self.env, value)
        return str(value or "")

    def _say_changes(self):
        """Return what is different now from what was approved, a line each; the caller has checked who reads it."""
        self.ensure_one()
        kept = self.sudo()._origin.approved_values  # sudo: see the docstring
        if not kept:
            return []
        was, now = self._say_values(kept["values"]), self._say_values(self._take_values())
        before = {key: text for key, _label, text in was}
        after = {key: text for key, _label, text in now}
        labels = {key: label for key, label, _text in [*was, *now]}
        # Another language in which the same words are written by now is no change of them
        same = {name for name in WORDS if self._are_same_words(kept["values"].get(name) or {}, name)}
        # What was approved and is gone stands where it stood
        order = [key for key, _label, _text in now]
        order = [*order[:-1], *(key for key in before if key not in after), order[-1]]
        return [
            self._say_change(key, labels[key], before.get(key, ""), after.get(key, ""))
            for key in order
            if key not in same and before.get(key, "") != after.get(key, "")
        ]

    def _are_same_words(self, kept, name):
        now = self.sudo()._read_in_all_languages(name)  # sudo: see _say_changes
        return all(now.get(lang, "") == kept.get(lang, "") for lang in kept) and (bool(kept) or not now)

    def _say_change(self, key, label, was, now):
        words = {"label": label, "was": was, "now": now}
        if key == "eligibility_domain":
            return self.env._("%(label)s: the conditions are not those that were approved", **words)
        if not was:
            return self.env._("%(label)s: not in what was approved, now %(now)s", **words)
        if not now:
            return self.env._("%(label)s: approved %(was)s, now nothing", **words)
        if key in WIDE_LINES:
            return self.env._("%(label)s: approved “%(was)s”, now “%(now)s”", **words)
        return self.env._("%(label)s: approved %(was)s, now %(now)s", **words)

    # -- telling

    def write(self, vals):
        result = super().write(vals)
        if not {*WORDS, *LISTS, *PLAIN, "sponsor_id"}.isdisjoint(vals):
            self._tell_of_changes()
        return result

    def _tell_of_changes(self):
        """Give the sponsor one to-do and one line in the daily mail, however much changes, or take them back."""
        # sudo: whether an approval is kept; who changes a program or its lines need not be who reads them
        for program in self.sudo().filtered(lambda each: each.state == "open" and each.approved_values):
            sponsor = program.sponsor_id
            if not program.with_context(lang=sponsor.lang)._say_changes():
                # It is again what was approved, so nobody has to look at it, nor to change it back
                program._drop_activities(LOOK_AT_CHANGES, CHANGE_PROGRAM, CHOOSE_SPONSOR)
                program.change_request = False
                continue
            program._find_activities([LOOK_AT_CHANGES]).filtered(lambda todo, s=sponsor: todo.user_id != s).unlink()
            if not sponsor.active or sponsor == self.env.user or program._find_activities([LOOK_AT_CHANGES]):
                continue
            today = fields.Date.context_today(self)
            program._schedule_activities(LOOK_AT_CHANGES, [(program, sponsor, today)])
            self.env["hr.mentorship.notice"].sudo()._queue(  # sudo: see member._notify
                [
                    {
                        "kind": "approval_changed",
                        "partner_id": sponsor.partner_id.id,
                        "user_id": sponsor.id,
                        "program_id": program.id,
                        "company_id": program.company_id.id,
                    }
                ]
            )

    def _find_sponsored_by(self, users):
        changed = self.search([("sponsor_id", "in", users.ids), ("state", "=", "open")])
        return super()._find_sponsored_by(users) | changed.filtered(
            lambda program: program.approved_values and program._say_changes()
        )

    def _ask_for_another_sponsor(self):
        self._drop_activities(LOOK_AT_CHANGES)
        return super()._ask_for_another_sponsor()

    def _welcome_sponsor_back(self):
        opened = self.filtered(lambda program: program.state == "open")
        opened._drop_activities(CHOOSE_SPONSOR)
        opened._tell_of_changes()
        return super(HrMentorshipProgram, self - opened)._welcome_sponsor_back()

    def _awaits_agreement_of(self, user):
        """Whether something has changed since the approval that ``user`` is to look at."""
        self.ensure_one()
        program = self.sudo()  # sudo: yes or no, for the sponsor
        return program.state == "open" and program.sponsor_id == user and bool(program._say_changes())

    def _after_close(self):
        super()._after_close()
        self._drop_activities(LOOK_AT_CHANGES)

    # -- agreeing, or not

    def action_view_changes(self):
        """Open the dialog in which the sponsor reads what has changed, and agrees to it."""
        self.ensure_one()
        self._check_sponsor()
        self._check_changed()
        return {**self._open_approval(), "name": self.env._("Changed Since the Approval")}

    def _check_changed(self):
        self._check_state_in("open")
        for program in self:
            if not program._say_changes():
                raise UserError(
                    self.env._(
                        "“%(name)s” is as it was approved. There is nothing to agree to.", name=program.display_name
                    )
                )

    def _get_seen(self):
        """Return what stands for the program as somebody sees it now; the caller has checked who reads it."""
        self.ensure_one()
        return digest(canonical(self._take_values()))

    def _agree_to_changes(self, seen):
        """The sponsor says yes to the program as it is now.

        :param str seen: what stood for the program when the sponsor read it
        """
        self.ensure_one()
        self._check_sponsor()
        self._check_changed()
        if seen != self._get_seen():
            raise UserError(
                self.env._(
                    "“%(name)s” has been changed again while you were reading. Close this, and look at it once more.",
                    name=self.display_name,
                )
            )
        program = self.sudo()  # sudo: a sponsor writes nothing else of the program, and this has been checked
        program._message_log(
            body=plaintext2html(
                "\n".join([self.env._("Agreed to what has changed since the approval:"), *self._say_changes()])
            ),
        )
        self._keep_approved()
        program.change_request = False
        program._finish_activities(LOOK_AT_CHANGES)
        program._drop_activities(CHANGE_PROGRAM)
        program._notify_managers("approval_agreed", sponsor=self.env.user)

    def action_ask_for_changes(self):
        if self.state != "open":
            return super().action_ask_for_changes()
        self.ensure_one()
        self._check_sponsor()
        self._check_changed()
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_ask_for_changes_action")
        return {**action, "context": {"default_program_id": self.id}}

    def _ask_for_changes(self, reason):
        """Of an open program, the sponsor says what shall be different from what it has become; it stays open."""
        self._check_sponsor()
        open_programs = self.filtered(lambda each: each.state == "open")
        open_programs._object_to_changes(reason)
        return super(HrMentorshipProgram, self - open_programs)._ask_for_changes(reason)

    def _object_to_changes(self, reason):
        self._check_changed()
        if not (reason or "").strip():
            raise UserError(self.env._("Say what shall be different, so that the program manager knows what to do."))
        self.sudo().change_request = reason  # sudo: a sponsor writes nothing else, and this has been checked
        self._finish_activities(LOOK_AT_CHANGES)
        self._drop_activities(CHANGE_PROGRAM)
        today = fields.Date.context_today(self)
        self._schedule_activities(CHANGE_PROGRAM, [(program, program.manager_ids, today) for program in self])
        self._tell_managers("hr_mentorship.mail_template_program_objection")
