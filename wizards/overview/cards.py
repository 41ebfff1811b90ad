"""What one record looks like on My Mentorship, as plain values for the web client.

All of it is read as the user who looks: a card says nothing that the record's own page would not say to them.
"""

from ...models.common.spoken import say_date, with_colon


def make_button(name, label, style="secondary", **more):
    """Return a button that calls the method ``name`` of the record on whose card it stands.

    :param str style: primary or secondary, of Bootstrap
    :param more: ``confirm``, ``confirm_label`` and ``cancel_label``, where it asks back first; ``args``, a list of what
        the method takes beside the record
    """
    return {"name": name, "label": label, "style": style, **more}


def make_card(record, title, **values):
    """Return the card of ``record``, which opens its page.

    :param values: ``badge`` and ``badge_style``, ``text``, ``muted`` (a list of lines), ``quote``, ``lines``,
        ``rows`` (see :func:`make_row`), ``progress`` (0 to 100), ``buttons``
    """
    return {"key": f"{record._name},{record.id}", "model": record._name, "id": record.id, "title": title, **values}


def say_period(program):
    """Return from when to when a program, or the invitation to one, goes."""
    env = program.env
    if not program.end_date:
        return env._("Always open")
    return f"{say_date(env, program.start_date)} – {say_date(env, program.end_date)}"


def get_label(record, field):
    return dict(record._fields[field]._description_selection(record.env)).get(record[field], "")


def make_join_buttons(record, is_next=False):
    """The buttons by which one joins a program, or says yes to an invitation (which has the same methods).

    :param bool is_next: whether it is what one does next; in a list of programs no button stands out
    """
    env = record.env
    style = "primary" if is_next else "secondary"
    return [
        make_button(name, label, style)
        for name, label, can_join in (
            ("action_join_as_mentee", env._("Join as mentee"), record.can_join_as_mentee),
            ("action_join_as_mentor", env._("Join as mentor"), record.can_join_as_mentor),
            ("action_join_as_peer", env._("Join"), record.can_join_as_peer),
        )
        if can_join
    ]


def make_program_card(program):
    """A program that one can join."""
    return make_card(
        program,
        program.name,
        muted=[say_period(program)],
        text=program.goal or "",
        buttons=make_join_buttons(program),
    )


def make_managed_card(program):
    """A program that one manages: what waits in it, each with the step that it takes, the most urgent first.

    First what keeps people waiting who can do nothing about it, then who is in trouble, then what their members do
    themselves. ``urgency`` is the place of its first row in that order.
    """
    env = program.env
    is_open = program.state == "open"
    overdue = program.overdue_checkin_count
    rows = [
        make_row(
            env, env._("Applications to answer"), program.applied_count, "action_view_applications", env._("Approve")
        ),
        make_row(
            env, env._("Requests to approve"), program.requested_count, "action_view_requests", env._("Look at them")
        ),
        make_row(env, env._("Matches to publish"), program.proposed_count, "action_view_proposals", env._("Publish")),
        make_row(
            env,
            env._("People without a partner") if program.is_among_peers else env._("Mentees without a mentor"),
            program.waiting_mentee_count if is_open and program._may_be_matched() else 0,
            *(
                ("action_view_waiting", env._("See who"))
                if program.matching_mode == "request"
                else ("action_match", env._("Match"))
            ),
        ),
        make_row(
            env, env._("Pairs that need help"), program.attention_count, "action_view_attention", env._("See which")
        ),
        make_row(env, env._("Check-ins not logged"), overdue, "action_view_overdue_checkins", env._("See which")),
    ]
    urgency = next((place for place, row in enumerate(rows) if row["count"]), len(rows))
    rows = [row for row in rows if row["count"]]
    is_waiting = bool(rows)
    if is_open and program.target_summary:
        rows.append(
            {
                **make_row(env, env._("Targets"), program.target_summary, "", env._("See")),
                "action": "hr_mentorship.hr_mentorship_target_action",
                "context": {"search_default_program_id": program.id},
            }
        )
    people = [(env._("Mentors"), program.mentor_count), (env._("Mentees"), program.mentee_count)]
    if program.is_among_peers:
        people = [(env._("Peers"), program.peer_count)]
    figures = (*people, (env._("Running"), program.live_mentorship_count))
    return make_card(
        program,
        program.name,
        badge=get_label(program, "state"),
        muted=[say_period(program), " · ".join(f"{label} {count}" for label, count in figures)],
        rows=rows,
        lines=[] if rows or not is_open else [env._("Nothing waits for you here.")],
        is_waiting=is_waiting,
        urgency=urgency,
    )


def make_row(env, title, count, name, button):
    """Return one thing that waits on a card, with a button of its own."""
    return {"label": with_colon(env, title), "count": count, "name": name, "button": button, "style": "secondary"}


def make_checkin_card(checkin):
    env = checkin.env
    buttons = []
    if checkin.video_link:
        buttons.append(make_button("action_join", env._("Join")))
    if checkin.can_plan:
        buttons.append(make_button("action_plan", env._("Move") if checkin.planned_at else env._("Plan")))
    # From its day on: before it, a button for what is to come is pressed by mistake
    if checkin.can_log and checkin.state == "planned" and checkin.is_due:
        buttons.append(make_button("action_log", env._("Log"), "primary"))
    lines = [checkin._describe_time()]
    if checkin.kind == "first" and checkin.can_plan and not checkin.planned_at:
        lines.append(env._("Agree on an hour for it."))
    return make_card(
        checkin,
        get_label(checkin, "kind"),
        badge=env._("Overdue") if checkin.is_overdue else "",
        badge_style="danger",
        lines=lines,
        muted=list(filter(None, (checkin.mentorship_id._get_page_title(), checkin.meeting_location))),
        buttons=buttons,
    )


def make_goal_card(goal):
    env = goal.env
    buttons = []
    if goal.state == "draft" and goal.can_decide:
        buttons.append(make_button("action_start", env._("Start the Goal")))
    if goal.state == "suggested" and goal.can_decide:
        buttons.append(make_button("action_accept", env._("Take It Up"), "primary"))
        buttons.append(make_button("action_drop", env._("No, Thank You")))
    if goal.can_congratulate:
        buttons.append(make_button("action_congratulate", env._("Congratulate")))
    if goal.can_log:
        buttons.append(make_button("action_update", env._("Log Progress")))
    lines = []
    if goal.state == "active" and goal.next_milestone_id:
        lines.append(env._("Next: %(milestone)s", milestone=goal.next_milestone_id.name))
    muted = [env._("By %(date)s", date=say_date(env, goal.target_date))] if goal.target_date else []
    if goal.member_id.role == "peer":
        # Both have goals here; sudo: partners read each other's names
        whose = env._("Goal of %(name)s", name=goal.member_id.sudo().employee_id.name)
        muted.insert(0, env._("My goal") if goal.member_id.user_id == env.user else whose)
    return make_card(
        goal,
        goal.name,
        badge=env._("Day has passed") if goal.is_overdue else get_label(goal, "state"),
        badge_style="warning" if goal.is_overdue else "light",
        progress=round(goal.progress) if goal.state == "active" else None,
        lines=lines,
        muted=muted,
        buttons=buttons,
    )


def make_participant_card(participant):
    """An application, or a place in a program without a partner yet."""
    env = participant.env
    buttons = []
    lines = []
    if participant.state in ("applied", "approved") and participant.training_hint:
        lines.append(participant.training_hint)
        if participant.training_status == "open":
            buttons.append(make_button("action_take_training", env._("Take the training"), "primary"))
    if participant.survey_status == "open":
        buttons.append(make_button("action_answer_survey", env._("Finish my answers"), "primary"))
    if participant.can_wish:
        buttons.append(make_button("action_choose_wishes", env._("My wishes")))
    if participant.can_offer_seat:
        buttons.append(make_button("action_offer_seat", env._("Offer a seat"), "primary"))
    if participant.waiting_position:
        lines.append(env._("Place on the waiting list: %(place)s", place=participant.waiting_position))
    return make_card(
        participant,
        participant.program_id.name,
        badge=get_label(participant, "standing"),
        badge_style="light",
        muted=list(filter(None, (get_label(participant, "role"), ", ".join(participant.skill_ids.mapped("name"))))),
        lines=lines,
        buttons=buttons,
    )


def make_step_card(step):
    env = step.env
    due = env._("Until %(date)s", date=say_date(env, step.due_date)) if step.due_date else ""
    return make_card(
        step,
        step.name,
        badge=env._("Overdue") if step.is_overdue else "",
        badge_style="warning",
        muted=[due] if due else [],
        buttons=[make_button("action_done", env._("Done"))],
    )


def make_resource_card(resource):
    env = resource.env
    minutes = env._("%(minutes)s min", minutes=resource.minutes) if resource.minutes else ""
    return make_card(
        resource,
        resource.name,
        text=resource.good_for or "",
        muted=[" · ".join(filter(None, (get_label(resource, "kind"), minutes)))],
    )


def make_notice_card(notice):
    env = notice.env
    go = [make_button("action_go", notice.button_label)] if notice.button_label else []
    return {
        **make_card(notice, "", text=notice.text or "", muted=[notice.program_id.name or ""], buttons=go),
        "dismiss": env._("Put away"),
    }


def make_take_back_button(mentorship):
    env = mentorship.env
    return make_button(
        "action_take_back",
        env._("Take Back"),
        confirm=env._("Take your offer back? You can offer the seat to somebody else then.")
        if mentorship.origin == "offer"
        else env._("Take your request back? You can ask somebody else then."),
        confirm_label=env._("Take It Back"),
        cancel_label=env._("Keep It"),
    )


def make_waiting_card(mentorship):
    """A mentorship in which it is the turn of the others."""
    buttons = []
    if mentorship.is_my_request:
        buttons.append(make_take_back_button(mentorship))
    return make_card(
        mentorship,
        mentorship._get_page_title(),
        text=mentorship.trace or "",
        muted=[mentorship.program_id.name],
        buttons=buttons,
    )
