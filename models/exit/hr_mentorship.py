from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..common.groups import MANAGER
from ..common.todo_words import find_own_words, say, say_anew
from ..mentorship.hr_mentorship import LIVE_STATES, RUNNING_STATES, UNTOLD_STATES
from .hr_employee import BACK

ANNOUNCED_DAYS = 14
LEFT = "hr_mentorship.mail_activity_type_partner_left"
CHANGED = "hr_mentorship.mail_activity_type_work_changed"


class HrMentorship(models.Model):
    _inherit = "hr.mentorship"

    can_return = fields.Boolean(compute="_compute_can_return", help="The current user is asked for another partner.")
    end_announced_for = fields.Date(
        readonly=True, copy=False, help="The planned end that the members have been told of."
    )
    ended_by_departure = fields.Boolean(readonly=True, copy=False, groups=MANAGER)
    can_take_up = fields.Boolean(compute="_compute_can_take_up", help="Who had left is back.")

    @api.depends_context("uid")
    @api.depends("state", "member_ids.pool_answer", "program_id.state", "member_ids.participant_id.state")
    def _compute_can_return(self):
        for mentorship in self:
            members = mentorship.my_member_id or mentorship._get_members_to_answer_for()
            mentorship.can_return = (
                mentorship.state == "ended"
                and mentorship.program_id.state == "open"
                and any(
                    # sudo: their own participation
                    member.pool_answer in ("asked", "no") and member.sudo().participant_id.state == "approved"
                    for member in members
                )
            )

    def action_back_to_pool(self):
        """The current user wants another partner in this program."""
        self._answer_pool_as_user("yes")

    def action_stay_out_of_pool(self):
        """The current user does not want another partner now, and may change their mind at any time."""
        self._answer_pool_as_user("no")

    def _answer_pool_as_user(self, answer):
        for mentorship in self:
            members = mentorship.my_member_id or mentorship._get_members_to_answer_for()
            if not members:
                raise AccessError(self.env._("Only the members of a mentorship answer for themselves."))
            mentorship._check_state_in("ended")
            members._answer_pool(answer)

    def _get_members_to_answer_for(self):
        """Return the members without a user, for whom their program manager answers after having asked them."""
        self.ensure_one()
        # sudo: managers are no members; checked here
        members = self.sudo().member_ids.filtered(lambda member: not member.has_login and member.pool_answer)
        return members if self.is_my_program else members.browse()

    def _end(self, reason="none", by=None, tell=True):
        was_running = self.filtered(lambda mentorship: mentorship.state in ("agreement", *RUNNING_STATES))
        result = super()._end(reason, by, tell)
        if tell:  # whose time is over, or whose program, is not asked for another partner in it
            was_running.sudo().member_ids._ask_back_to_pool(but=self.my_member_id.sudo())
        return result

    # -- How a pair ends by itself: on its planned day, with a word before.

    def _filter_met(self):
        """Return those of ``self`` (sudo) that run and in which at least one meeting was held."""
        running = self.filtered(lambda mentorship: mentorship.state in RUNNING_STATES)
        held = self.env["hr.mentorship.checkin"]._read_group(
            [("mentorship_id", "in", running.ids), ("state", "=", "done")], ["mentorship_id"]
        )
        met = {mentorship.id for (mentorship,) in held}
        return running.filtered(lambda mentorship: mentorship.id in met)

    def _sort_for_wrap_up(self, outcome, not_completed=None):
        """Return what becomes of those of ``self`` that are not over when their program ends.

        See ``_get_wrap_up`` of the program.
        """
        live = self.filtered(lambda mentorship: mentorship.state in LIVE_STATES)
        proposed = live.filtered(lambda mentorship: mentorship.state == "proposed")
        completed = live._filter_met() if outcome == "closed" else live.browse()
        completed -= (not_completed or live.browse()).with_env(self.env)
        requested = live.filtered(lambda mentorship: mentorship.state == "requested")
        ended = live - proposed - requested - completed
        return {"completed": completed, "ended": ended, "discarded": proposed | requested}

    def _end_with_program(self, outcome, not_completed=None):
        """End those of ``self`` (sudo) that are not over, with their program, and return what has become of them."""
        what = self._sort_for_wrap_up(outcome, not_completed)
        what["discarded"]._move_to("cancelled", closed_on=fields.Date.context_today(self))
        what["completed"]._complete()
        what["ended"]._end(tell=False)
        return what

    @api.model
    def _cron_end_as_planned(self, batch_size=200):
        """Say two weeks before that the planned end comes, and end on it.

        Killed at any point, it goes on where it was: what is announced is written down, what has ended has ended.
        """
        today = fields.Date.context_today(self)
        cron = self.env["ir.cron"]
        domain = (
            Domain("state", "in", RUNNING_STATES)
            & Domain("end_date", "<=", fields.Date.add(today, days=ANNOUNCED_DAYS))
            & Domain("program_id.state", "=", "open")
        )
        remaining, last_id = self.search_count(domain), 0
        # The host leaves out a job that is killed three times before it has reported anything
        cron._commit_progress(remaining=remaining)
        while batch := self.search(domain & Domain("id", ">", last_id), limit=batch_size, order="id"):
            last_id = batch[-1].id
            # What somebody changes right now is looked at the next day
            free = batch.try_lock_for_update().filtered_domain(domain)
            due = free.filtered(lambda mentorship: mentorship.end_date < today)
            (free - due)._announce_end()
            # Members with a change of the agreement before them may be about to stay together for longer
            due.filtered(lambda mentorship: not mentorship.open_agreement_id)._end_as_planned()
            remaining -= len(batch)
            if not cron._commit_progress(len(batch), remaining=max(remaining, 0)):
                break

    def _announce_end(self):
        """Tell the members once when their time ends; an end that they have moved since is announced anew."""
        news = self.filtered(lambda mentorship: mentorship.end_announced_for != mentorship.end_date)
        for end_date, mentorships in news.grouped("end_date").items():
            mentorships.member_ids._notify("ends_soon", end=end_date)
            mentorships.write({"end_announced_for": end_date})

    def _end_as_planned(self):
        met = self._filter_met()
        met._complete()
        never_met = self - met
        never_met._end(tell=False)
        never_met.member_ids._notify("ran_out")

    # -- departures

    def _end_with_departure(self, leaving):
        """End mentorships (sudo) whose members ``leaving`` have left the company.

        Nobody reads why: the partner is told kindly that the other one no longer takes part, and asked whether they
        want another partner; the program managers get a to-do, so that somebody looks after whoever stays.
        """
        if not self:
            return
        today = fields.Date.context_today(self)
        self._serialize()
        untold = self.filtered(lambda mentorship: mentorship.state in UNTOLD_STATES)
        offered = self.filtered(lambda mentorship: mentorship.state == "offered")
        requested = offered.filtered(lambda mentorship: mentorship.origin != "manager")
        begun = self - untold - offered
        offered -= requested
        # Whoever has asked stays, and knows of what nobody else has been told
        fallen = (untold | requested).filtered(lambda mentorship: mentorship._get_asking() - leaving)
        (untold | requested)._move_to("cancelled", closed_on=today)
        (offered | begun)._move_to("ended", closed_on=today, given_end_reason="change", ended_by_departure=True)
        ahead = begun.checkin_ids.filtered(lambda c: c.state == "planned" and c.planned_date >= today)
        self._after_close()
        # They come back with whoever has left, should that be a mistake or not for ever
        ahead.is_cancelled_by_pause = True
        staying = ((self - untold).member_ids | fallen._get_asking()) - leaving
        stayed = begun.member_ids & staying
        self._tell_who_left("partner_left", stayed, leaving)
        stayed._ask_back_to_pool()
        # Those who have only been offered each other wait on, as if the offer had never been
        self._tell_who_left("match_gone", staying - stayed, leaving)
        fallen._fall_to_next_wish()
        untold.program_id._finish_requests()
        self._schedule_activities(
            LEFT,
            [(mentorship, mentorship.program_id.manager_ids, today + timedelta(days=2)) for mentorship in begun],
        )

    def _tell_who_left(self, kind, members, leaving):
        """Tell ``members`` whose leaving it is: of several in a group the others have not left."""
        of_two = members.filtered(lambda member: len(member.mentorship_id.member_ids) == 2)
        of_two._notify(kind)
        for mentorship in (members - of_two).mentorship_id:
            gone = leaving & mentorship.member_ids
            (members & mentorship.member_ids)._notify(kind, partner=gone.employee_id)

    # -- coming back

    @api.depends_context("uid")
    @api.depends("state", "program_id.state", "member_ids.employee_id.active")
    def _compute_can_take_up(self):
        for mentorship, mentorship_sudo in zip(self, self.sudo(), strict=True):  # sudo: the field is nobody's
            mentorship.can_take_up = (
                mentorship.state == "ended"
                and mentorship_sudo.ended_by_departure
                and mentorship.is_my_program
                and not mentorship_sudo._find_take_up_obstacle()
            )

    def action_take_up(self):
        """Let pairs go on that a departure has parted."""
        self.program_id._check_manager()
        self._check_state_in("ended")
        pairs_sudo = self.sudo()  # sudo: the transition has been checked
        for pair in pairs_sudo:
            if obstacle := pair._find_take_up_obstacle():
                raise UserError(obstacle)
        people = pairs_sudo.member_ids.participant_id.filtered(
            lambda participant: participant.state == "withdrawn" and participant.state_before_departure
        )
        people._take_up()
        people._drop_activities(BACK)
        pairs_sudo._take_up()

    def _find_take_up_obstacle(self):
        """Say what keeps a pair (sudo) from going on; empty if nothing does."""
        self.ensure_one()
        if not self.ended_by_departure:
            return self.env._("“%(name)s” was not ended by a departure. Match the two anew.", name=self.name)
        if self.program_id.state != "open" or (self.end_date and self.end_date < fields.Date.context_today(self)):
            return self.env._("The time of “%(name)s” is over. Match the two anew in another program.", name=self.name)
        for member in self.member_ids:
            if not member.employee_id.active:
                return self.env._("%(name)s is still archived.", name=member.employee_id.name)
            if not member._find_seats():
                return self.env._(
                    "%(name)s has no free seat by now. Raise the number of seats, or match others.",
                    name=member.employee_id.name,
                )
        return ""

    def _take_up(self):
        """Go on (sudo) where a departure has stopped: with the meetings, or with the agreement to sign."""
        if not self:
            return
        self._serialize()
        for member in self.member_ids:
            participant, slot = member._find_seats()[0]
            member.write({"participant_id": participant.id, "slot": slot, "pool_answer": False})
        self.member_ids._check_partners()
        values = {"closed_on": False, "given_end_reason": False, "ended_by_departure": False}
        begun = self.filtered("start_date")
        begun._move_to("active", pause_until=False, **values)
        begun._after_resume()
        (self - begun)._move_to("agreement", **values)
        self.env["hr.mentorship.agreement"]._draft_for(self - begun)
        self._drop_activities(LEFT)
        self.member_ids._notify("taken_up")

    # -- moves at work

    def _find_in_line(self):
        """Return those (sudo) of whose members one is above the other by now."""
        managers = self.member_ids.employee_id._get_lines_of_command()
        return self.filtered(
            lambda mentorship: any(
                other.id in managers[employee.id]
                for employee in mentorship.member_ids.employee_id
                for other in mentorship.member_ids.employee_id
            )
        )

    def _ask_whether_it_fits(self, asked, moved):
        """Ask program managers about ``asked``, and no more about those of ``self`` where the change is undone.

        There is one to-do a manager and mentorship. It says what is different now, however many changes it took.

        :param dict moved: by employee: the former values of what is another now
        """
        waiting = self.browse(self._find_activities([CHANGED]).mapped("res_id"))
        for member in (asked | waiting).member_ids:
            member._note_move(moved.get(member.employee_id, {}), anew=member.mentorship_id not in waiting)
        asked_users = {(todo.res_id, todo.user_id) for todo in waiting._renew_questions()}
        due = fields.Date.context_today(self) + timedelta(days=2)
        unfit = asked - asked._filter_fitting()
        self._schedule_activities(
            CHANGED,
            [
                (mentorship, manager, due)
                for mentorship in unfit
                for manager in mentorship.program_id.manager_ids
                if (mentorship.id, manager) not in asked_users
            ],
            notes=unfit._say_changes(unfit.program_id.manager_ids),
        )

    def _renew_questions(self):
        """Let the to-dos about moves in ``self`` (sudo) say what is so now, and return those that are still asked.

        What people have written into them stays: below what we say, or among what is done if nothing is left to ask.
        """
        todos = self._find_activities([CHANGED])
        mentorships = self.browse(todos.mapped("res_id"))
        fitting = mentorships._filter_fitting()
        over = todos.filtered(lambda todo: todo.res_id in fitting._ids)
        kept = over.filtered(lambda todo: find_own_words(todo.note))
        kept._action_done()
        (over - kept).unlink()
        asked = todos - over
        said = (mentorships - fitting)._say_changes(asked.user_id)
        for todo in asked:
            note = say_anew(todo.note, said[todo.res_id, todo.user_id.lang])
            if note != todo.note:
                todo.note = note
        return asked

    def _filter_fitting(self):
        """Return those (sudo) about which nothing is left to ask: what has changed at work stands as it did."""
        members = self.member_ids
        moved = members.filtered("moved_from")
        elsewhere = moved.filtered(lambda member: "company_id" in member.moved_from)
        return self - self._find_in_line() - (elsewhere | moved._filter_not_eligible()).mentorship_id

    def _say_changes(self, users):
        """Return the notes of to-dos about moves in ``self`` (sudo): what is different now, in each user's language.

        :rtype: dict[tuple[int, str], Markup | bool], by id of the mentorship and language
        """
        unfit = self.member_ids.filtered("moved_from")._filter_not_eligible()
        in_line = self._find_in_line()
        notes = {}
        for lang in set(users.mapped("lang")):
            mentorships = self.with_context(lang=lang)
            moves = mentorships.member_ids._say_moves()
            for mentorship in mentorships:
                notes[mentorship.id, lang] = mentorship._say_change(moves, unfit, in_line)
        return notes

    def _say_change(self, moves, unfit, in_line):
        """Return the note about this one: what of it is among ``moves``, members ``unfit`` and pairs ``in_line``."""
        self.ensure_one()
        lines = [line for member in self.member_ids for line in moves.get(member, ())]
        lines += [
            self.env._(
                "%(who)s could not join “%(program)s” today.",
                who=member.employee_id.name,
                program=self.program_id.name,
            )
            for member in self.member_ids & unfit
        ]
        if self in in_line:
            lines.append(
                self.env._("One of them leads another one now, and mentoring works outside of the line of command.")
            )
        return say(Markup("<br/>").join(lines)) if lines else False

    def _after_close(self):
        self._drop_activities(CHANGED)
        super()._after_close()
