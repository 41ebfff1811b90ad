from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import format_list

from ..agreement.todos import SIGN
from ..common.client_actions import toast
from ..common.private_fields import SecretMany2one
from ..common.spoken import by_count
from ..mentorship.hr_mentorship import LIVE_STATES, RUNNING_STATES
from ..mentorship.todos import ANSWER_OFFER
from . import parting
from .hr_mentorship_member import GROUP_SLOT

GROUP_CHANGED = "hr_mentorship.mail_template_group_changed"
WITHDRAWN = "hr_mentorship.mail_activity_type_match_withdrawn"


class HrMentorship(models.Model):
    """One mentor and several mentees in one mentorship, which mentees join and leave while it goes on.

    Its members are those who take part now, so that all else that knows members knows whom it is about. An offer on
    the way into a group is a mentorship of two, like any other; with the last yes the mentee moves into the group.
    Whoever leaves moves into a mentorship of their own with the mentor, which ends: it keeps what was, asks for thanks
    and for another partner, and what the others go on to share is theirs alone.
    """

    _inherit = "hr.mentorship"

    is_group = fields.Boolean(compute="_compute_is_group")
    is_mentee_of_group = fields.Boolean(
        compute="_compute_is_mentee_of_group", help="The current user is one of several, without whom it goes on."
    )
    parted_from_id = SecretMany2one(
        "hr.mentorship", readonly=True, copy=False, index="btree_not_null", ondelete="set null", groups=NO_ACCESS
    )

    @api.depends("program_id.format")
    def _compute_is_group(self):
        for mentorship in self:
            mentorship.is_group = mentorship.program_id.format == "group"

    @api.depends_context("uid")
    @api.depends("is_group", "member_ids.user_id", "member_ids.role")
    def _compute_is_mentee_of_group(self):
        for mentorship in self:
            mentorship.is_mentee_of_group = mentorship._goes_on_without(mentorship.my_member_id)

    def _goes_on_without(self, member):
        """Whether something is left to go on with when ``member`` leaves."""
        self.ensure_one()
        if not self.is_group or not member or member.role != "mentee" or member not in self.member_ids:
            return False
        return len(self.member_ids.filtered(lambda other: other.role == "mentee")) > 1

    @api.model
    def _find_live_groups(self, program):
        """Return the groups of ``program`` (in sudo), one a mentor at most."""
        return self.search(
            Domain("program_id", "=", program.id)
            & Domain("state", "in", LIVE_STATES)
            & Domain("member_ids", "any", Domain("role", "=", "mentor") & Domain("slot", "=", GROUP_SLOT))
        )

    def _get_mentor(self):
        return self.member_ids.filtered(lambda member: member.role == "mentor")[:1]

    # -- A group comes about: from proposals that are published together, or with the first yes to an offer.

    def _offer(self):
        """Publish what is proposed to one mentor as one group, so that everybody answers once."""
        groups = self.filtered("is_group")
        groups.program_id._check_manager()
        groups._check_state_in("proposed")
        offered = self - groups
        # sudo: proposals are nobody's but the program manager's, who has been checked
        for proposals in groups.sudo().grouped(lambda pair: pair._get_mentor().participant_id).values():
            offered |= proposals._merge_proposals().with_env(self.env)
        return super(HrMentorship, offered)._offer()

    def _merge_proposals(self):
        """Make one group of the proposals of one mentor (in sudo), where the mentor has none yet.

        :returns: the proposals that are left to publish
        """
        mentor = self.member_ids.participant_id.filtered(lambda person: person.role == "mentor")
        mentor._serialize()
        if self._find_group_of(mentor):
            return self
        group, others = self[0], self[1:]
        group._found_group()
        for pair in others:
            pair._move_into(group)
        return group

    @api.model
    def _find_group_of(self, mentor):
        """Return the live group of a mentor (a participant), in sudo."""
        rows = self.env["hr.mentorship.member"].sudo()
        mine = Domain("participant_id", "=", mentor.id) & Domain("slot", "=", GROUP_SLOT) & Domain("is_live", "=", True)
        return rows.search(mine, limit=1).mentorship_id

    def _found_group(self):
        """Let a mentorship of two (in sudo) be the group of its mentor."""
        self.ensure_one()
        mentor = self._get_mentor()
        mentee = self.member_ids - mentor
        mentee.write({"place": mentor.slot, "match_facts": self.match_facts})
        mentor.slot = GROUP_SLOT

    def _move_into(self, group):
        """Seat the mentee of a mentorship of two (in sudo) in ``group``; nothing is left of the former.

        :returns: the member who has joined
        """
        self.ensure_one()
        mentor = self._get_mentor()
        newcomer = self.member_ids - mentor
        newcomer.write({"mentorship_id": group.id, "place": mentor.slot, "match_facts": self.match_facts})
        self._dissolve()
        return newcomer

    def _dissolve(self):
        """Delete a mentorship (in sudo) whose mentee sits elsewhere now, and that nobody else has heard of."""
        # First the seat, by the ORM: what the database deletes along recomputes no free seats
        self.member_ids.unlink()
        return self.unlink()

    def _go_on_if_accepted(self):
        """Begin with groups in which nobody is left who has not answered."""
        ready = self.filtered(
            lambda group: group.state == "offered" and all(m.response == "accepted" for m in group.member_ids)
        )
        if ready:
            ready._after_all_accepted()

    def _after_all_accepted(self):
        """The first yes founds the group of a mentor; whoever says yes later joins it."""
        joining, rest = [], self.browse()
        for mentorship in self:
            pair = mentorship.sudo()  # sudo: everybody has said yes, and nobody writes seats by themselves
            group = pair.browse()
            if pair.is_group and pair._get_mentor().slot != GROUP_SLOT:
                # Two who say yes in the same second found one group, not two: the second of them starts again
                pair._get_mentor().participant_id._serialize()
                group = self._find_group_of(pair._get_mentor().participant_id)
                if not group:
                    pair._found_group()
            if group:
                joining.append((pair, group))
            else:
                rest |= mentorship
        if rest:
            super(HrMentorship, rest)._after_all_accepted()
        for pair, group in joining:
            pair._drop_activities(ANSWER_OFFER)
            group._welcome(pair._move_into(group))

    # -- Nobody comes into a group in which somebody sits whom they must not meet, and nobody learns who that is.

    def _is_group_under_way(self):
        """Whether this (in sudo) is a group that has been published, which people join one by one."""
        self.ensure_one()
        return (
            self.is_group
            and self.state != "proposed"
            and self._get_mentor().slot == GROUP_SLOT
            and len(self.member_ids) > 2
        )

    def _find_groups_ahead(self):
        """Return the group that each of these pairs (in sudo) is on its way into, where there is one.

        :rtype: dict[hr.mentorship, hr.mentorship]
        """
        pairs = self.filtered(lambda pair: pair.is_group and pair._get_mentor().slot != GROUP_SLOT)
        mentors = {pair: pair._get_mentor().participant_id for pair in pairs}
        seats = self.env["hr.mentorship.member"].search(
            Domain("participant_id", "in", [mentor.id for mentor in mentors.values()])
            & Domain("slot", "=", GROUP_SLOT)
            & Domain("is_live", "=", True)
        )
        groups = {seat.participant_id: seat.mentorship_id for seat in seats}
        return {pair: groups[mentor] for pair, mentor in mentors.items() if mentor in groups}

    def _find_kept_out(self):
        """Return those of these pairs (in sudo) whose mentee must not meet somebody in the group ahead."""
        ahead = self._find_groups_ahead()
        if not ahead:
            return self.browse()
        members = self.env["hr.mentorship.member"]
        everybody = self.member_ids | members.union(*(group.member_ids for group in ahead.values()))
        is_apart = members._read_rules_apart(everybody.employee_id)
        return self.filtered(
            lambda pair: (
                pair in ahead
                and any(
                    is_apart(newcomer, other)
                    for newcomer in (pair.member_ids - pair._get_mentor()).employee_id
                    for other in ahead[pair].member_ids.employee_id - newcomer
                )
            )
        )

    def _find_unfit(self):
        # sudo: as in the base; nobody learns whom it is about
        return super()._find_unfit() | self.sudo()._find_kept_out().with_env(self.env)

    def _is_yet_to_come(self):
        is_on_its_way = self.state == "offered" and bool(self.sudo()._find_groups_ahead())  # sudo: whether, not which
        return is_on_its_way or super()._is_yet_to_come()

    def _withdraw_impossible(self):
        """Cancelled, not declined: the two have not said no to each other, and may be matched some other time.

        The members read what they read of every match that does not come about. The program managers get a to-do.
        """
        withdrawn = super()._withdraw_impossible()
        kept_out = self._find_kept_out()
        if not kept_out:
            return withdrawn
        today = fields.Date.context_today(self)
        kept_out._move_to("cancelled", closed_on=today)
        kept_out._after_close()
        # Who answers right now reads it on the screen
        kept_out._tell_declined(
            kept_out.member_ids.filtered(lambda member: member.user_id == self.env.user and member.has_login)
        )
        deadline = fields.Date.add(today, days=2)
        kept_out._schedule_activities(WITHDRAWN, [(pair, pair.program_id.manager_ids, deadline) for pair in kept_out])
        return withdrawn | kept_out

    def _say_withdrawn(self):
        """Tell a member that an offer has been withdrawn: without the reason, which may be a block."""
        return self.env._(
            "This match cannot go ahead: something has changed since it was offered. It is nobody's fault. You stay in "
            "the program, and we look for another match."
        )

    def action_accept(self):
        """Who joins a group that is there already goes on reading there."""
        self._check_offer_is_there()
        members = self.my_member_id
        joining = self.filtered(lambda mentorship: mentorship.is_group and len(mentorship.member_ids) == 2)
        if len(self) != 1 or not joining or len(members) != 1:
            return super().action_accept()
        mentor = self._get_mentor().sudo().participant_id  # sudo: to find the group, of which the user is by then
        is_mentor = members.role == "mentor"  # whose seat is that of the group from then on
        members._answer("accepted")
        if self.exists():
            if self.state == "cancelled":
                return toast(self._say_withdrawn(), "warning", stay=True)
            return toast(self.trace or self._say_what_comes())
        group = self._find_group_of(mentor)
        action = group.with_env(self.env).action_open()
        if is_mentor:
            return toast(self.env._("Your group has one more member: %(name)s.", name=group.name), then=action)
        return toast(self.env._("Welcome to the group: %(name)s.", name=group.name), then=action)

    def _say_what_comes(self):
        if self.is_group and self.state not in RUNNING_STATES:
            return self.env._("Everybody has said yes. Next come your first meeting and your agreement.")
        return super()._say_what_comes()

    def _welcome(self, newcomers):
        """Let the members who have just joined (in sudo) take part in what is planned and agreed."""
        self.ensure_one()
        self._serialize()
        others = self.member_ids - newcomers
        for newcomer in newcomers:
            others._notify("member_joined", who=newcomer.employee_id)
        if self.state == "offered":
            return
        newcomers.meets_from = self._get_first_day()
        self.checkin_ids.filtered(lambda checkin: checkin.state == "planned")._take_in(newcomers)
        if self.agreement_ids:
            self._draft_anew()
        else:
            newcomers._send("hr_mentorship.mail_template_started")

    def _get_first_day(self):
        """Return the day from which on newcomers of today have been there: tomorrow, if the group has met today."""
        today = fields.Date.context_today(self)
        has_met = any(checkin.held_on == today for checkin in self.checkin_ids)
        return today + timedelta(days=1) if has_met else today

    def _draft_anew(self):
        """Let everybody sign a text that names whoever is in the group now: a text that is signed never changes.

        What was in force stays so until then.
        """
        self.ensure_one()
        waiting, in_force = self.open_agreement_id, self.agreement_id
        if waiting:
            waiting._move_to("void")
            self._drop_activities(SIGN)
        elif in_force.state != "signed":
            return
        agreement = (waiting or in_force)._draft_next()
        agreement._compose()
        agreement._ask_to_sign()
        self.member_ids._send(GROUP_CHANGED)
        agreement._tell_change(waiting or None)

    # -- Whoever leaves, and whoever does not answer or sign, does so alone; the others go on.

    def _part_with(self, leavers):
        """Move mentees out of a group (in sudo), each into a mentorship of their own with the mentor.

        It has the status of the group: the caller ends it the way that fits. At least one mentee stays.

        :returns: the mentorships of those who leave
        """
        self.ensure_one()
        return parting.part_with(self, leavers)

    def _end(self, reason="none", by=None, tell=True):
        return super(HrMentorship, self._part_leaving(by))._end(reason, by, tell)

    def _part_leaving(self, by):
        """Return ``self`` with the own mentorship of the member who leaves in the place of a group that goes on."""
        ended = self.browse()
        for mentorship in self:
            # In sudo it is a job or a program that ends, whoever runs it
            leaver = by or (not self.env.su and mentorship.my_member_id)
            if leaver and mentorship._goes_on_without(leaver):
                mentorship._check_state_in("offered", "agreement", *RUNNING_STATES)
                # sudo: whoever leaves may do so at any time; the seat is theirs
                ended |= mentorship.sudo()._part_with(leaver.sudo()).with_env(self.env)
            else:
                ended |= mentorship
        return ended

    def _end_with_departure(self, leaving):
        parted = self.browse()
        going_on = self.browse()
        for group in self.filtered("is_group"):
            gone = leaving & group.member_ids
            stay = group.member_ids - gone
            if group._get_mentor() in stay and len(stay) > 1 and group.state != "proposed":
                parted |= group._part_with(gone)
                going_on |= group
        result = super(HrMentorship, self - going_on | parted)._end_with_departure(leaving)
        going_on._go_on_if_accepted()
        return result

    def _expire_offers(self):
        """Whoever has said yes goes on without those who have not answered in time, if the mentor has."""
        going_on = self.filtered(
            lambda group: (
                group.is_group
                and group._get_mentor().response == "accepted"
                and "accepted" in (group.member_ids - group._get_mentor()).mapped("response")
            )
        )
        parted = self.browse()
        for group in going_on:
            parted |= group._part_with(group.member_ids.filtered(lambda member: member.response == "pending"))
        result = super(HrMentorship, self - going_on | parted)._expire_offers()
        going_on._go_on_if_accepted()
        return result

    def _find_take_up_obstacle(self):
        obstacle = super()._find_take_up_obstacle()
        mentor = self._get_mentor()
        if not obstacle and self.is_group and len(self.member_ids) > 2 and self._find_group_of(mentor.participant_id):
            return self.env._("%(name)s has another group by now. Match the others anew.", name=mentor.employee_id.name)
        if not obstacle and self.parted_from_id and self._find_kept_out():
            return self.env._("“%(name)s” does not fit into the group as it is now. Match anew.", name=self.name)
        return obstacle

    def _take_up(self):
        """Whoever comes back to a group that has gone on takes a place in it again."""
        returning = {
            pair: group
            for pair in self.filtered("parted_from_id")
            if (group := self._find_group_of(pair._get_mentor().participant_id))
        }
        alone = self - self.browse([pair.id for pair in returning])
        alone.parted_from_id = False
        result = super(HrMentorship, alone)._take_up()
        for group in alone.filtered("is_group"):
            mentor = group._get_mentor()
            places = (group.member_ids - mentor).filtered("place")
            if not places:
                group._found_group()
            mentor.slot = GROUP_SLOT
        for pair, group in returning.items():
            parting.return_to(pair, group)
        return result

    # -- What one mentee of several does not do for all.

    def action_complete(self):
        for mentorship in self:
            if mentorship.is_mentee_of_group and not mentorship.is_my_program:
                raise AccessError(
                    self.env._(
                        "A group is completed by its mentor or a program manager. To leave it, choose “Leave the "
                        "Group”; you need no reason."
                    )
                )
        return super().action_complete()

    @api.depends("is_mentee_of_group")
    def _compute_can_pause(self):
        super()._compute_can_pause()
        for mentorship in self:
            mentorship.can_pause = mentorship.can_pause and (
                not mentorship.is_mentee_of_group or mentorship.is_my_program
            )

    def _pause(self, pause_until, by=None):
        if by and any(mentorship._goes_on_without(by) for mentorship in self):
            raise UserError(
                self.env._("A group takes a break when its mentor does. Tell the others that you cannot come.")
            )
        return super()._pause(pause_until, by)

    def _get_members_to_wait_for(self):
        """A group meets without the mentees who are away, but not without its mentor."""
        return (
            super()
            ._get_members_to_wait_for()
            .filtered(lambda member: not member.mentorship_id._goes_on_without(member))
        )

    # -- in words

    def _describe_company(self, member):
        """Say to ``member`` that it is a group, and with whom; of a group that is there already, how many they are."""
        self.ensure_one()
        if not self.is_group or not member:
            return super()._describe_company(member)
        group = self.sudo()  # sudo: who has been put together with them, and how many others there are
        mentor = group._get_mentor()
        others = group.member_ids - mentor - member.sudo()
        if member.role == "mentee" and others:
            return self.env._(
                "It is a group: you would learn together with %(names)s.",
                names=format_list(self.env, others.employee_id.mapped("name")),
            )
        if len(group.member_ids) > 2:
            return ""  # the mentor reads the names of all anyway
        there = self._find_group_of(mentor.participant_id)
        count = len(there.member_ids) - 1 if there and there != group else 0
        if member.role == "mentor":
            return self.env._("They would join your group.") if count else ""
        if not count:
            return self.env._("It is a group that others may join.")
        return by_count(
            count,
            self.env._("It is a group: one more mentee takes part already."),
            self.env._("It is a group: %(count)s mentees take part already.", count=count),
        )

    def _filter_founded(self):
        """Return the groups among ``self``; what is proposed or offered on the way into one is a pair as any other."""
        return self.filtered(
            lambda mentorship: (
                mentorship.is_group and (len(mentorship.member_ids) > 2 or mentorship._get_mentor().slot == GROUP_SLOT)
            )
        )

    @api.depends("member_ids.match_facts", "member_ids.slot")
    def _compute_match_reasons(self):
        groups = self._filter_founded()
        super(HrMentorship, self - groups)._compute_match_reasons()
        for group, group_sudo in zip(groups, groups.sudo(), strict=True):
            # sudo: see _explain_match; the sentences leave out what members are not told
            group.match_reasons = group_sudo.member_ids[:1]._explain_group_match(group.my_member_id)

    @api.depends("member_ids.match_facts", "member_ids.slot")
    def _compute_match_breakdown(self):
        """Of each mentee their own: what is true of one is not of all."""
        groups = self._filter_founded()
        result = super(HrMentorship, self - groups)._compute_match_breakdown()
        readable = groups.filtered(lambda group: group.is_my_program and not group.my_member_id)
        groups.match_breakdown = False
        for group in readable:
            group.match_breakdown = group.sudo()._render_group_breakdown()  # sudo: just checked
        return result

    def _render_group_breakdown(self):
        self.ensure_one()
        mentor = self._get_mentor()
        known = (self.member_ids - mentor).filtered("match_facts")
        readers = [self.env["hr.mentorship.matcher"]._get_group_reader(mentee, mentor, "") for mentee in known]
        details = self.env["hr.mentorship.matching.words"]._explain_in_detail(
            known.mapped("match_facts"), readers, for_manager=True
        )
        return Markup().join(
            Markup('<h3 class="h6 mt-3 mb-1">%s</h3>%s') % (mentee.employee_id.name, self._render_breakdown(lines))
            for mentee, lines in zip(known, details, strict=True)
            if lines
        )

    @api.depends("is_group")
    def _compute_agreement_id(self):
        """Whoever has left a group keeps the agreement that they have signed."""
        super()._compute_agreement_id()
        for mentorship, mentorship_sudo in zip(self, self.sudo(), strict=True):
            if not mentorship.agreement_id and mentorship_sudo.parted_from_id:
                mentees = mentorship_sudo.member_ids - mentorship_sudo._get_mentor()
                signed = mentees.signature_ids.agreement_id.filtered(lambda a: a.state in ("signed", "superseded"))
                mentorship.agreement_id = signed.sorted("version")[-1:]
