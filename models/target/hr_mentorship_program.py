from collections import Counter

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import plaintext2html

from ..common.private_fields import ReaderOne2many, SecretJson
from ..common.spoken import say_duration

SUGGESTED_FIELDS = ("format", "rhythm", "meeting_duration")


class HrMentorshipProgram(models.Model):
    """What a program wants to reach, in figures, and what its objectives suggest for it."""

    _inherit = "hr.mentorship.program"

    target_ids = ReaderOne2many("hr.mentorship.target", "program_id", string="Targets", copy=True)
    target_summary = fields.Char(compute="_compute_target_summary", help="How many targets stand how.")
    off_target_count = fields.Integer("Off Target", compute="_compute_target_summary")
    suggestion_text = fields.Text(
        "Suggestions", compute="_compute_suggestion_text", help="What the objectives suggest and the program has not."
    )
    # NO_ACCESS: it tells what the matching of the program compares, which those who run it read as criteria
    suggestions_before = SecretJson(readonly=True, copy=False, exportable=False, groups=NO_ACCESS)
    can_undo_suggestions = fields.Boolean(compute="_compute_can_undo_suggestions")

    @api.depends_context("uid", "lang")
    @api.depends("target_ids.wanted_value", "target_ids.measure", "target_ids.typed_value", "state")
    def _compute_target_summary(self):
        readable = self.filtered(lambda program: self.env.su or program.is_my_program or program.is_my_approval)
        states = {program: Counter(program.target_ids.mapped("standing")) for program in readable}
        for program in self:
            counts = states.get(program, Counter())
            program.off_target_count = counts["red"]
            program.target_summary = program._describe_targets(counts)

    def _describe_targets(self, counts):
        """Say e.g. “2 on target, 1 off target, 3 cannot be said yet.”; nothing without targets."""
        is_over = self.state in ("closed", "cancelled")
        unknown = (
            self.env._("%(count)s cannot be said", count=counts["unknown"])
            if is_over
            else self.env._("%(count)s cannot be said yet", count=counts["unknown"])
        )
        words = [
            self.env._("%(count)s on target", count=counts["green"]) if counts["green"] else "",
            self.env._("%(count)s nearly there", count=counts["amber"]) if counts["amber"] else "",
            self.env._("%(count)s off target", count=counts["red"]) if counts["red"] else "",
            unknown if counts["unknown"] else "",
        ]
        return ", ".join(filter(None, words))

    def _after_close(self):
        """What has been reached is written down once more, and stays."""
        super()._after_close()
        # sudo: whoever ends the program has been asked
        self.sudo().target_ids._record_today()

    # -- What the proposal says of targets, and of the last time

    def _find_last_cohort(self):
        """Return the program that this one follows: the latest that has ended in the same format, of the same managers.

        All of them have run that one: nobody reads the figures of others by naming them as managers of a draft.
        """
        self.ensure_one()
        # sudo: its figures belong to the proposal, whoever reads it; they tell of no single person
        program_sudo = self.sudo()
        return program_sudo.search(
            [
                ("id", "!=", self.id),
                ("state", "=", "closed"),
                ("company_id", "=", self.company_id.id),
                ("format", "=", self.format),
                *(("manager_ids", "in", manager.ids) for manager in program_sudo.manager_ids),
            ],
            order="end_date desc, id desc",
            limit=1,
        )

    def _get_proposed_targets(self):
        """Return what a proposal says in figures; the caller has checked who reads it.

        :returns: the last cohort in sudo, and for each figure its name, the target and the figure of the last time,
            both in words and empty where there is none
        :rtype: tuple[record, list[tuple[str, str, str]]]
        """
        last = self._find_last_cohort()
        targets = self.env["hr.mentorship.target"]
        found = targets._measure(last)
        reached = {}
        for key, label in targets._fields["measure"]._description_selection(self.env):
            figure = found.get((last.id, key))
            if figure and figure.value is not None:
                reached[key] = (label, targets.new({"measure": key})._say(figure.value))
        lines = [
            (target.name, target.wanted_text, reached.pop(target.measure, ("", ""))[1]) for target in self.target_ids
        ]
        return last, [*lines, *((label, "", text) for label, text in reached.values())]

    # -- What the objectives suggest: shown first, taken with one press, and taken back with another.

    @api.depends_context("uid", "lang")
    @api.depends("objective_ids", "target_ids.measure", *SUGGESTED_FIELDS)
    def _compute_suggestion_text(self):
        for program in self:
            lines = program._find_suggestions() if program.is_my_program and program._takes_suggestions() else []
            program.suggestion_text = "\n".join(text for _kind, _key, _value, text in lines)

    @api.depends_context("uid")
    def _compute_can_undo_suggestions(self):
        for program in self:
            program.can_undo_suggestions = bool(
                program.is_my_program and program._takes_suggestions() and program.sudo().suggestions_before
            )  # sudo: whether there is something to take back, of a program that the user runs

    def _takes_suggestions(self):
        """A program is designed before its first pair; later, a suggestion is no more than a nagging box."""
        # sudo: pairs that the user need not see count as well
        return self.state in ("draft", "submitted", "open") and not self.sudo()._origin.mentorship_ids

    def _find_suggestions(self):
        """Return what the objectives suggest and this program has not set like that.

        Where two objectives suggest different things, the one that stands first has its way; a criterion counts as much
        as it does for the one that needs it most.

        :rtype: list[tuple[str, str, object, str]] of kind (field, criterion, target), name, value and the text
        """
        self.ensure_one()
        objectives = self.objective_ids._origin.sorted()
        return [
            *self._suggest_fields(objectives),
            *self._suggest_criteria(objectives),
            *self._suggest_targets(objectives),
        ]

    def _suggest_fields(self, objectives):
        for name in SUGGESTED_FIELDS:
            value = next((objective[name] for objective in objectives if objective[name]), False)
            if not value or value == self[name]:
                continue
            text = self.env._(
                "%(label)s: %(new)s instead of %(now)s",
                label=self._fields[name]._description_string(self.env),
                new=self._name_setting(name, value),
                now=self._name_setting(name, self[name]),
            )
            yield "field", name, value, text

    def _name_setting(self, name, value):
        if name == "meeting_duration":
            return say_duration(self.env, value) or "–"
        return dict(self._fields[name]._description_selection(self.env)).get(value, "–")

    def _suggest_criteria(self, objectives):
        labels = dict(self.env["hr.mentorship.criterion"]._fields["kind"]._description_selection(self.env))
        weights = {}
        for criterion in objectives.criterion_ids:
            weights[criterion.kind] = max(weights.get(criterion.kind, 0), criterion.weight)
        now = {criterion.kind: criterion.weight for criterion in self.criterion_ids}
        for kind, weight in weights.items():
            if now.get(kind, -1) >= weight:
                continue
            words = {"label": labels[kind], "new": weight, "now": now.get(kind, 0)}
            yield (
                "criterion",
                kind,
                weight,
                self.env._("Matching: “%(label)s” counts %(new)s instead of %(now)s", **words)
                if kind in now
                else self.env._("Matching: “%(label)s” counts %(new)s, and is not compared so far", **words),
            )

    def _suggest_targets(self, objectives):
        known = set(self.target_ids.mapped("measure"))
        for target in objectives.target_ids:
            if target.measure in known:
                continue
            known.add(target.measure)
            new = self.env["hr.mentorship.target"].new({"measure": target.measure, "wanted_value": target.wanted_value})
            words = {"label": new.name, "wanted": new._say(target.wanted_value)}
            yield "target", target.measure, target.wanted_value, self.env._("Target: %(label)s, %(wanted)s", **words)

    def action_take_suggestions(self):
        """Set what the objectives suggest, and keep what was there before."""
        self.ensure_one()
        self._check_manager()
        suggestions = self._find_suggestions() if self._takes_suggestions() else []
        if not suggestions:
            raise UserError(
                self.env._("“%(name)s” is set up as its objectives suggest. Nothing is left to take.", name=self.name)
            )
        found = {"field": {}, "criterion": {}, "target": {}}
        for kind, key, value, _text in suggestions:
            found[kind][key] = value
        before = {"fields": {name: [self[name], value] for name, value in found["field"].items()}}
        self.write(found["field"])
        before["weights"], before["criteria"] = self._take_criteria(found["criterion"])
        before["targets"] = self._take_targets(found["target"])
        # sudo: what the system remembers, not what anybody sets
        self.sudo().suggestions_before = before
        self._message_log(body=plaintext2html("\n".join(text for *_rest, text in suggestions)))

    def _take_criteria(self, weights):
        changed = {}
        for criterion in self.criterion_ids.filtered(lambda criterion: criterion.kind in weights):
            changed[str(criterion.id)] = [criterion.weight, weights[criterion.kind]]
            criterion.weight = weights[criterion.kind]
        new = weights.keys() - set(self.criterion_ids.mapped("kind"))
        last = max(self.criterion_ids.mapped("sequence"), default=0)
        added = self.env["hr.mentorship.criterion"].create(
            [
                {"program_id": self.id, "kind": kind, "weight": weights[kind], "sequence": last + 10}
                for kind in sorted(new)
            ]
        )
        return changed, added.ids

    def _take_targets(self, wanted):
        last = max(self.target_ids.mapped("sequence"), default=0)
        targets = self.env["hr.mentorship.target"].create(
            [
                {"program_id": self.id, "measure": measure, "wanted_value": value, "sequence": last + 10}
                for measure, value in wanted.items()
            ]
        )
        return targets.ids

    def action_undo_suggestions(self):
        """Put back what was there before, but for what somebody has changed since."""
        self.ensure_one()
        self._check_manager()
        before = self.sudo().suggestions_before  # sudo: see action_take_suggestions
        if not (before and self._takes_suggestions()):
            raise UserError(self.env._("There are no suggestions to take back in “%(name)s”.", name=self.name))
        self.write({name: old for name, (old, new) in before["fields"].items() if self[name] == new})
        for criterion in self.criterion_ids:
            old, new = before["weights"].get(str(criterion.id), (None, None))
            if new is not None and criterion.weight == new:
                criterion.weight = old
        commands = {
            "criterion_ids": [Command.delete(i) for i in self.criterion_ids.ids if i in before["criteria"]],
            "target_ids": [Command.delete(i) for i in self.target_ids.ids if i in before["targets"]],
        }
        self.write({name: lines for name, lines in commands.items() if lines})
        self.sudo().suggestions_before = False  # sudo: see action_take_suggestions
        self._message_log(body=self.env._("The suggestions of the objectives have been taken back."))
