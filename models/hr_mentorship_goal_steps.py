from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ANSWER_TODO = "hr_mentorship.mail_activity_type_answer_goal"
ANSWER_WITHIN = timedelta(days=7)


class HrMentorshipGoal(models.Model):
    """The way of a goal: who decides what, who is told, and what is celebrated."""

    _inherit = "hr.mentorship.goal"

    @api.model
    def _suggest(self, mentorship, values, member=None):
        """A mentor suggests a goal to a mentee, who accepts it or not.

        :param dict values: the words of the goal
        :param member: the mentee's seat, where there are several
        """
        mentorship._check_state_in("agreement", "active", "paused")
        my_member = mentorship.my_member_id
        if my_member.role != "mentor":
            raise AccessError(self.env._("Only the mentors of a mentorship suggest goals to its mentees."))
        mentees = mentorship.sudo().member_ids.filtered(lambda mentee: mentee.role == "mentee")
        mentee = mentees & member.sudo() if member else mentees[:1]
        if not mentee:
            raise UserError(self.env._("Choose whom you suggest the goal to."))
        # Somebody without a user cannot accept: what the two have agreed on in their talk counts at once
        state = "suggested" if mentee.user_id else "active"
        # sudo: a mentor writes no goals of others but this way
        goal_sudo = self.sudo().create(
            {
                **values,
                "mentorship_id": mentorship.id,
                "member_id": mentee.id,
                "suggested_by_id": self.env.uid,
                "state": state,
                "started_on": fields.Date.context_today(self) if state == "active" else False,
            }
        )
        goal_sudo._after_suggest()
        goal_sudo._ask_mentee()
        return goal_sudo.with_env(self.env)

    def _ask_mentee(self):
        """One to-do for whom a suggestion waits."""
        deadline = fields.Date.context_today(self) + ANSWER_WITHIN
        self._schedule_activities(ANSWER_TODO, [(goal, goal.user_id, deadline) for goal in self])

    def action_accept(self):
        """The mentee takes up what a mentor has suggested."""
        self._check_can_decide()
        self._check_state_in("suggested")
        self._start()

    def action_start(self):
        """The mentee shows the goal to the mentors and begins."""
        self._check_can_decide()
        self._check_state_in("draft")
        self._start()

    def _start(self):
        self._move_to("active", started_on=fields.Date.context_today(self), closed_on=False)
        self._finish_activities(ANSWER_TODO)
        for goal in self:
            # So that they hear of comments; sudo: a mentee may not look up whom to subscribe
            goal.sudo().message_subscribe(goal._get_mentors().user_id.partner_id.ids)
        self._after_start()

    def action_drop(self):
        """The mentee gives a goal up, or declines a suggestion; no reason is asked for."""
        self._check_can_decide()
        self._check_state_in("suggested", "draft", "active")
        self._move_to("dropped", closed_on=fields.Date.context_today(self))
        self._finish_activities(ANSWER_TODO)

    def action_reopen(self):
        """The mentee goes on with a goal that was marked too early, or given up."""
        self._check_can_decide()
        self._check_state_in("reached", "dropped")
        self._before_reopen()
        self._move_to("active", reached_on=False, closed_on=False)
        for goal in self.filtered(lambda goal: not goal.started_on):
            goal.sudo().started_on = fields.Date.context_today(self)

    def action_reach(self):
        """The goal is reached: celebrate, and tell the partners."""
        return self._log_moves({goal.id: {"is_reached": True} for goal in self})

    def action_update(self):
        """Open the dialog in which a member logs progress."""
        self.ensure_one()
        return self._open_goal_dialog("hr_mentorship.hr_mentorship_goal_update_action")

    def _open_goal_dialog(self, xmlid):
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["context"] = {"default_goal_id": self.id}
        return action

    def _log_progress(self, value=None, milestones=None, note=None, checkin=None, is_reached=False):
        """Log what has moved in one goal; see :meth:`_log_moves`."""
        self.ensure_one()
        move = {"value": value, "milestones": milestones, "note": note, "is_reached": is_reached}
        return self._log_moves({self.id: move}, checkin=checkin)

    def _log_moves(self, moves, checkin=None):
        """Log what has moved in these goals, as the current user, who is a member.

        :param dict moves: by the id of a goal a dict of ``value`` (where its figure stands now; None if it has not
            been looked at), ``milestones`` that are done now, ``note``, and ``is_reached``
        :param checkin: the meeting in which they were logged
        :returns: an action with something to celebrate, or None
        """
        self._check_can_log()
        ticked = self.env["hr.mentorship.milestone"]
        reached = self.browse()
        entries = {}
        for goal in self:
            move = moves[goal.id]
            value, note, milestones = move.get("value"), move.get("note"), move.get("milestones") or ticked.browse()
            steps = milestones.filtered(lambda step, goal=goal: not step.done_on and step.goal_id == goal)
            has_moved = value is not None and value != goal.current_value
            if has_moved or steps or note or move.get("is_reached"):
                entries[goal] = {"value": value if has_moved else None, "note": note}
            if move.get("is_reached"):
                reached += goal
            ticked += steps
        ticked._mark_done()
        reached._mark_reached()
        self.env["hr.mentorship.goal.progress"]._record(entries, checkin=checkin)
        if further := ticked.filtered(lambda step: step.goal_id not in reached):
            further.goal_id._after_milestone()
        if reached:
            reached._after_reach()
        return self._celebrate_moves(reached, further)

    def _mark_reached(self):
        """The caller has checked that the user is a member."""
        self._check_state_in("active")
        today = fields.Date.context_today(self)
        self._move_to("reached", reached_on=today, closed_on=today)

    @api.model
    def _celebrate_moves(self, reached, milestones):
        if len(reached) > 1:
            return self._celebrate(self.env._("%(count)s goals reached. Well done!", count=len(reached)))
        if reached:
            return self._celebrate(self.env._("A goal reached. Well done!"))
        if milestones:
            return self._celebrate(self.env._("One step further: “%(name)s” is done.", name=milestones[-1].name))
        return None

    def action_congratulate(self):
        """A mentor congratulates with one click; the mentee finds the words below the goal."""
        for goal in self:
            if not goal.can_congratulate:
                raise AccessError(self.env._("Mentors congratulate on a goal that is reached, once."))
            # sudo: who has congratulated is nothing that anybody edits
            goal.sudo().congratulated_by_ids = [fields.Command.link(self.env.uid)]
            goal.message_post(body=self.env._("👏 Congratulations! You have reached this goal."))
        self._after_congratulate()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    @api.model
    def _celebrate(self, message):
        """Return an action that reloads the page below Odoo's rainbow."""
        return {
            "type": "ir.actions.client",
            "tag": "soft_reload",
            "effect": {"type": "rainbow_man", "fadeout": "slow", "message": message},
        }

    def _close_with_mentorship(self):
        """What is open when a mentorship ends stays with the employee as history."""
        today = fields.Date.context_today(self)
        running = self.filtered(lambda goal: goal.state == "active")
        running._move_to("unfinished", closed_on=today)
        self.filtered(lambda goal: goal.state in ("suggested", "draft"))._move_to("dropped", closed_on=today)
        self._drop_activities(ANSWER_TODO)

    # -- hooks for the rooms further down

    def _after_suggest(self):
        """Hook: a mentor has just suggested these goals."""

    def _after_start(self):
        """Hook: these goals have just been started."""

    def _after_milestone(self):
        """Hook: the current user has just ticked off a milestone of these goals."""

    def _before_reopen(self):
        """Hook: these goals are about to go on."""

    def _after_reach(self):
        """Hook: these goals have just been reached."""

    def _after_congratulate(self):
        """Hook: the current user has just congratulated on these goals."""
