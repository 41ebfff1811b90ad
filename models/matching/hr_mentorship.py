from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Command
from odoo.tools.misc import formatLang

from ..common.client_actions import reload, toast
from ..common.groups import MANAGER
from ..common.private_fields import SecretJson
from ..common.spoken import by_count
from ..mentorship.hr_mentorship import UNTOLD_STATES
from .choice_by_hand import find_options
from .left_over import say_left_over, tell_if_decided
from .match_reader import Reader


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    # NO_ACCESS: they hold what the two are not told of each other; match_reasons and match_breakdown read them out
    match_facts = SecretJson(readonly=True, copy=False, groups=NO_ACCESS)
    match_reasons = fields.Text("Why This Match", compute="_compute_match_reasons")
    match_breakdown = fields.Html(
        "Points",
        compute="_compute_match_breakdown",
        help="What each criterion adds to the match.",
    )
    run_id = fields.Many2one(
        "hr.mentorship.matching.run",
        "From Run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=MANAGER,
    )
    is_locked = fields.Boolean(
        "Locked", readonly=True, copy=False, groups=MANAGER, help="Solving again leaves this pair as it is."
    )
    is_rejected = fields.Boolean(
        "Rejected",
        readonly=True,
        copy=False,
        groups=MANAGER,
        help="The program manager wants this pair not to be proposed again in this program.",
    )
    reject_reason = fields.Char("Why Not", readonly=True, copy=False, groups=MANAGER)
    pair_note = fields.Char(
        "Worth Knowing",
        compute="_compute_pair_note",
        groups=MANAGER,
        help="What the two are, or have been, to each other elsewhere.",
    )

    # -- Why the members of a mentorship were put together: for themselves, and in numbers for whoever decides.

    @api.depends("match_facts", "state", "name", "member_ids.user_id", "member_ids.employee_id.tz")
    @api.depends_context("lang", "uid")
    def _compute_match_reasons(self):
        """What the two may know of each other: said to them as “you”, and to anybody else by name."""
        readers = [mentorship._get_reader(mentorship.my_member_id) for mentorship in self]
        for mentorship, reasons in zip(self, self._explain_match(readers), strict=True):
            mentorship.match_reasons = reasons

    def _get_reader(self, member=None):
        """Return to whom the match is explained: this member of it, or somebody else."""
        self.ensure_one()
        people = self.sudo()  # sudo: names of the two, as the name of the mentorship has them
        peers = people.member_ids.filtered(lambda each: each.role == "peer")
        if peers:
            return self._get_peer_reader(member)
        names = (", ".join(employees.mapped("name")) for employees in (people.mentee_ids, people.mentor_ids))
        return Reader(*names, (member and member.role) or "")

    def _get_peer_reader(self, member):
        """Two peers stand in the places of mentee and mentor in the order of their applications, to be told of both."""
        one, other = (self.sudo()._get_participant(place) for place in ("mentee", "mentor"))
        # Whoever reads, which need not be the user: mails are written by whoever publishes
        mine = member.sudo().participant_id.id if member else False
        place = {one.id: "mentee", other.id: "mentor"}.get(mine, "")
        return Reader(one.employee_id.name or "", other.employee_id.name or "", place)

    def _explain_match(self, readers):
        # sudo: the facts are for nobody as such; _explain leaves out what is not shown to members
        facts = [mentorship._get_true_facts() for mentorship in self.sudo()]
        return ["\n".join(sentences) for sentences in self.env["hr.mentorship.matching.words"]._explain(facts, readers)]

    def _get_true_facts(self):
        """Return the facts of a match (in sudo) as they may be said to the two."""
        facts = self.match_facts or {}
        if self.state == "proposed" or not facts:
            return facts
        words = self.env["hr.mentorship.matching.words"]
        one, other = (self._get_participant(place)[:1].employee_id for place in ("mentee", "mentor"))
        return words._leave_out_outdated(facts, one, other)

    @api.depends("match_facts")
    @api.depends_context("lang", "uid")
    def _compute_match_breakdown(self):
        """Everything, for program managers, but not where they are one of the two."""
        readable = self.filtered(lambda mentorship: mentorship.is_my_program and not mentorship.my_member_id)
        (self - readable).match_breakdown = False
        facts = [mentorship.match_facts or {} for mentorship in readable.sudo()]  # sudo: just checked
        readers = [mentorship._get_reader() for mentorship in readable]
        details = self.env["hr.mentorship.matching.words"]._explain_in_detail(facts, readers, for_manager=True)
        for mentorship, lines in zip(readable, details, strict=True):
            mentorship.match_breakdown = self._render_breakdown(lines)

    @api.model
    def _render_breakdown(self, lines):
        if not lines:
            return False
        lines = [
            {
                **line,
                "weight_words": self.env._("weight %(weight)s", weight=line["weight"]),
                "points_words": self.env._(
                    "%(points)s of %(most)s",
                    points=self._format_points(line["points"]),
                    most=self._format_points(line["most_points"]),
                ),
            }
            for line in lines
        ]
        return self.env["ir.qweb"]._render("hr_mentorship.match_breakdown", {"lines": lines})

    @api.model
    def _format_points(self, points):
        return formatLang(self.env, points, digits=1)

    def _rate_match(self):
        """Say of pairs that no matching has put together how well they fit, by the criteria of their program today."""
        for program, mentorships in self.grouped("program_id").items():
            pairs = [
                tuple(mentorship._get_participant(role) for role in ("mentee", "mentor")) for mentorship in mentorships
            ]
            ratings = self.env["hr.mentorship.matcher"]._rate(program, pairs)
            for mentorship, rating in zip(mentorships, ratings, strict=True):
                # sudo: score and facts are written by the matcher alone
                mentorship.sudo().write({"score": rating["score"], "match_facts": rating["facts"]})

    # -- A mentorship nobody but the program manager knows of yet: one row of the working list.

    def action_lock(self):
        """Keep these pairs when the rest is solved again."""
        return self._set_lock(True)

    def action_unlock(self):
        return self._set_lock(False)

    def action_reject(self):
        """Open the dialog that asks for the reason."""
        self.program_id._check_manager()
        self._check_state_in("proposed")
        action = self.env["ir.actions.act_window"]._for_xml_id("hr_mentorship.hr_mentorship_reject_action")
        action["context"] = {"default_mentorship_ids": self.ids}
        return action

    def action_take_back_rejection(self):
        """Let this pair be proposed again."""
        self.program_id._check_manager()
        # sudo: checked above, and the field follows its own steps
        self.sudo().filtered("is_rejected").is_rejected = False
        return reload()

    def action_choose_another(self):
        """Open the dialog with the other mentors of this mentee, each with what the choice costs."""
        self.ensure_one()
        self.program_id._check_manager()
        self._check_state_in("proposed")
        return self.program_id._open_choice(self._get_participant("mentee"), self)

    def _set_lock(self, is_locked):
        self.program_id._check_manager()
        self._check_state_in("proposed")
        # sudo: checked above, and the field follows its own steps
        self.sudo().is_locked = is_locked
        return True

    def _reject(self, reason):
        """Discard proposals for good: runs of this program leave these pairs out from now on.

        :returns: an action that says who is told that nobody is left for them, if anybody
        """
        self.program_id._check_manager()
        self._check_state_in("proposed")
        self._move_to(
            "cancelled",
            closed_on=fields.Date.context_today(self),
            is_rejected=True,
            is_locked=False,
            reject_reason=reason,
        )
        return self._say_decided()

    def _remove_proposals(self):
        """Delete proposals that nobody has seen, in sudo; their seats are free again."""
        self._check_state_in("proposed")
        # First the seats, by the ORM: what the database deletes along recomputes no free seats
        self.member_ids.unlink()
        return self.unlink()

    def _get_participant(self, role):
        """Return who has a role here; of two peers, the one who came first stands where mentees do."""
        peers = self.member_ids.filtered(lambda member: member.role == "peer").participant_id.sorted("id")
        if peers:
            return peers[:1] if role == "mentee" else peers[1:]
        return self.member_ids.filtered(lambda member: member.role == role).participant_id

    # -- Pairs that the program manager puts together, by the rules that hold for the engine.

    @api.model
    def _pair_by_hand(self, program, mentee, mentor):
        """Propose a pair, locked, in place of what the two have in the working list.

        The caller has checked that the user manages the program.

        :returns: an action that tells whose proposal has gone, if any
        """
        program._lock_for_matching()
        matcher = self.env["hr.mentorship.matcher"]
        # sudo: proposals are made and removed by the working list alone, for users who manage the program
        mentee, mentor = mentee.sudo(), mentor.sudo()
        [option], _has_costs = find_options(self.env, program, mentee, mentor)
        if not option["is_possible"]:
            raise UserError(
                self.env._(
                    "%(mentor)s and %(mentee)s cannot be a pair: %(obstacle)s",
                    mentor=mentor.employee_id.name,
                    mentee=mentee.employee_id.name,
                    obstacle=option["obstacle"],
                )
            )
        replaced = mentee.member_ids.mentorship_id.filtered(lambda pair: pair.state == "proposed")
        freed = self.sudo().browse(option["freed_id"]) if option["freed_id"] else self.sudo()
        displaced = ((freed - replaced).mentee_ids - mentor.employee_id).mapped("name")
        (replaced | freed)._remove_proposals()
        if mentor.role == "peer" and mentor.seats_left < 1:
            self._check_is_free(mentor)
        self._check_is_free(mentee)
        pair = self.sudo().create(
            {
                "program_id": program.id,
                "is_locked": True,
                "score": option["score"],
                "match_facts": option["facts"],
                "member_ids": [
                    Command.create({"participant_id": mentor.id, "slot": matcher._find_free_slots(mentor)[0]}),
                    Command.create({"participant_id": mentee.id, "slot": 1}),
                ],
            }
        )
        message = self.env._(
            "%(pair)s is in the working list, and locked.",
            pair=pair.name,
        )
        if displaced:
            message = f"{message} {self._advise_displaced(program, displaced)}"
        return toast(message, "warning" if displaced else "success")

    def _advise_displaced(self, program, names):
        """Say what helps those who have lost their proposal to another: solving anew, if a seat is left to be given."""
        count, names = len(names), ", ".join(names)
        waiting, seats = program._count_free()
        if seats and (waiting > 1 or not program.is_among_peers):
            return by_count(
                count,
                self.env._("%(names)s waits again: solve the rest.", names=names),
                self.env._("%(names)s wait again: solve the rest.", names=names),
            )
        if program.is_among_peers:
            return self.env._("%(names)s waits again, and nobody else does: approve one more person.", names=names)
        return by_count(
            count,
            self.env._(
                "%(names)s waits again, and no mentor who can be matched has a free seat: approve or train more "
                "mentors, or ask one to take another mentee.",
                names=names,
            ),
            self.env._(
                "%(names)s wait again, and no mentor who can be matched has a free seat: approve or train more "
                "mentors, or ask one to take another mentee.",
                names=names,
            ),
        )

    def _check_is_free(self, mentee):
        # sudo: the number of a participant whose program the caller manages
        if mentee.sudo().seats_left < 1:
            raise UserError(
                self.env._(
                    "%(name)s does not wait for a partner any more. Reload the page.", name=mentee.employee_id.name
                )
            )

    # -- pairs elsewhere

    @api.depends("state", "member_ids.employee_id")
    @api.depends_context("lang", "uid")
    def _compute_pair_note(self):
        """Of what nobody is asked yet, for those who decide on it; what is published is known to the two themselves."""
        self.pair_note = False
        proposals = self.filtered(lambda mentorship: mentorship.state in UNTOLD_STATES and mentorship.is_my_program)
        for program, mentorships in proposals.grouped("program_id").items():
            # sudo: the user manages the program of the proposals
            pairs = {
                mentorship: tuple(
                    mentorship.sudo()._get_participant(place)[:1].employee_id.id for place in ("mentee", "mentor")
                )
                for mentorship in mentorships
            }
            notes = self.env["hr.mentorship.matching.words"]._find_pair_notes(program, pairs.values())
            for mentorship, pair in pairs.items():
                mentorship.pair_note = notes.get(pair, False)

    # -- left over

    def _after_offer(self):
        """Tell those for whom there is nobody as well, if nothing is left to decide, and say who hears of it when."""
        super()._after_offer()
        published = by_count(
            len(self),
            self.env._("%(pair)s is published: its members are asked by mail now.", pair=self[:1].name),
            self.env._("%(count)s matches are published: their members are asked by mail now.", count=len(self)),
        )
        told = self.program_id._conclude_publishing()
        return toast(f"{published} {told}" if told else published)

    def action_discard(self):
        """With the last proposal those who are left over are told; see :func:`tell_if_decided`."""
        result = super().action_discard()
        return self._say_decided() or result

    def _say_decided(self):
        """Return an action that says who hears that nobody is left for them, now that these are decided; or None."""
        told = say_left_over(self.env, tell_if_decided(self.program_id.sudo()))  # sudo: all of the program are told
        return toast(told) if told else None
