"""What the next action says: its title, a sentence, its buttons, and what helps to decide.

Read as the user who looks, like the cards.
"""

from collections import namedtuple

from odoo import fields

from ...models.common.spoken import by_count, say_date, say_day
from . import cards
from .people import get_partner_members, name_partners

Words = namedtuple("Words", "title text buttons person card is_link", defaults=(None, None, True))
"""A ``title``, a sentence, buttons, perhaps the member ``person`` whom it is about, a ``card`` of details, and whether
the title leads to the record."""


def say(kind, record):
    """Return the words for one kind of next action, about ``record``.

    :rtype: Words
    """
    return SAY[kind](record)


def say_answer_request(mentorship):
    name = name_partners(mentorship)
    free = mentorship.env._(
        "Answer until %(date)s; you decide freely and need no reason.",
        date=say_date(mentorship.env, mentorship.offer_expires_on),
    )
    return Words(
        mentorship.env._("%(name)s offers to be your mentor", name=name)
        if mentorship.origin == "offer"
        else mentorship.env._("%(name)s asks you to be their mentor", name=name),
        " ".join(filter(None, (mentorship._describe_company(mentorship.my_member_id), free))),
        get_answer_buttons(mentorship.env),
        get_partner_members(mentorship)[:1],
        {"quote": mentorship.request_message or "", "reasons": mentorship.match_reasons or ""},
        True,
    )


def say_answer_offer(mentorship):
    partners = get_partner_members(mentorship)
    if mentorship.my_member_id.role == "peer":
        title = mentorship.env._("You and %(name)s could help each other", name=name_partners(mentorship))
    elif mentorship.my_member_id.role == "mentee":
        title = mentorship.env._("%(name)s could be your mentor", name=name_partners(mentorship))
    elif len(partners) > 1:
        title = mentorship.env._("A group could learn from you")
    else:
        title = mentorship.env._("%(name)s could learn from you", name=name_partners(mentorship))
    question = mentorship.env._(
        "Do you want to start this mentorship together? Answer until %(date)s. Everybody decides freely.",
        date=say_date(mentorship.env, mentorship.offer_expires_on),
    )
    return Words(
        title,
        " ".join(filter(None, (mentorship._describe_company(mentorship.my_member_id), question))),
        get_answer_buttons(mentorship.env),
        get_partner_members(mentorship)[:1],
        {"reasons": mentorship.match_reasons or ""},
        True,
    )


def get_answer_buttons(env):
    return [
        cards.make_button("action_accept", env._("Accept"), "primary"),
        cards.make_button(
            "action_decline",
            env._("Decline"),
            confirm=env._("Decline this match? You need no reason, and you stay in the program."),
            confirm_label=env._("Decline"),
            cancel_label=env._("Keep It"),
        ),
    ]


def say_first_meeting(mentorship):
    return Words(
        mentorship.env._("Get to know %(name)s, then sign", name=name_partners(mentorship)),
        mentorship.env._(
            "Everybody has said yes. Meet for an hour and answer the questions of the first meeting together: your "
            "answers become part of the agreement. You can also sign it as it is."
        ),
        [
            cards.make_button("action_first_meeting", mentorship.env._("Answer the Questions"), "primary"),
            cards.make_button("action_sign", mentorship.env._("Read and Sign")),
        ],
    )


def say_sign(mentorship):
    return Words(
        mentorship.env._("Sign your agreement with %(name)s", name=name_partners(mentorship)),
        mentorship.env._("Read it and sign it: your mentorship starts with the last signature."),
        [cards.make_button("action_sign", mentorship.env._("Read and Sign"), "primary")],
    )


def say_sign_change(mentorship):
    in_force = mentorship.agreement_id.sudo()  # sudo: who of the members has signed it; all of them read it
    if mentorship.my_member_id not in in_force.signature_ids.member_id:
        # To whoever has joined a group it is no change
        return say_sign(mentorship)
    return Words(
        mentorship.env._("A change of your agreement waits for your signature"),
        mentorship.env._(
            "What you have agreed with %(name)s stays in force until everybody has signed the change.",
            name=name_partners(mentorship),
        ),
        [cards.make_button("action_sign", mentorship.env._("Read and Sign"), "primary")],
    )


def say_answer_invitation(invitation):
    return Words(
        invitation.env._("You are invited to “%(program)s”", program=invitation.program_name),
        invitation.word or invitation.env._("Take part, or say no: both are fine, and nobody asks why."),
        [
            *cards.make_join_buttons(invitation, is_next=True),
            cards.make_button("action_decline", invitation.env._("No, thanks")),
        ],
        card={"text": invitation.goal or "", "muted": cards.say_period(invitation)},
    )


def say_approve_program(program):
    return Words(
        program.env._("“%(program)s” waits for your approval", program=program.name),
        program.env._("Read what it is for and what it takes, then say yes or what shall change."),
        [cards.make_button("action_open", program.env._("Read and Decide"), "primary")],
        card={"text": program.goal or "", "muted": cards.say_period(program)},
    )


def say_log_checkin(checkin):
    return Words(
        checkin.env._("Have you met? Log the check-in of %(day)s", day=say_day(checkin.env, checkin.planned_date)),
        checkin.env._(
            "%(kind)s with %(name)s: how was it, and what comes next?",
            kind=cards.get_label(checkin, "kind"),
            name=name_partners(checkin.mentorship_id),
        ),
        [
            cards.make_button("action_log", checkin.env._("Log"), "primary"),
            cards.make_button("action_plan", checkin.env._("Not Met Yet: Move It")),
        ],
    )


def say_confirm_checkin(checkin):
    return Words(
        checkin.env._("You met on %(day)s. Is that right?", day=say_day(checkin.env, checkin.held_on)),
        checkin.env._(
            "%(name)s has logged it. Say yes, or add how you saw it.",
            # sudo: partners know names. Of several in a group, one has logged it
            name=checkin.sudo().logged_by_id.employee_id.name or name_partners(checkin.mentorship_id),
        ),
        [
            cards.make_button("action_confirm", checkin.env._("Confirm"), "primary"),
            cards.make_button("action_log", checkin.env._("Add My View")),
        ],
    )


def say_take_training(participant):
    return Words(
        participant.env._("Take the training “%(training)s”", training=participant.training_name),
        participant.training_hint,
        [cards.make_button("action_take_training", participant.env._("Take the training"), "primary")],
    )


def say_finish_answers(participant):
    return Words(
        participant.env._("Finish your application for “%(program)s”", program=participant.program_id.name),
        participant.env._("Some questions are still open. Only your program manager reads your answers."),
        [cards.make_button("action_answer_survey", participant.env._("Finish my answers"), "primary")],
    )


def say_choose_mentor(program):
    find = cards.make_button("action_find_mentor", program.env._("Find my mentor"), "primary")
    if name := program._name_my_next_wish():
        return Words(
            program.env._("Ask %(name)s to be your mentor in “%(program)s”", name=name, program=program.name),
            program.env._("Of those whom you wish for and can ask now, you want %(name)s most.", name=name),
            [
                cards.make_button("action_ask_next_wish", program.env._("Ask %(name)s", name=name), "primary"),
                {**find, "style": "secondary"},
            ],
        )
    return Words(
        program.env._("Choose your mentor in “%(program)s”", program=program.name),
        program.env._("You are in. See which mentors have time for you, and ask the one you would like to learn from."),
        [find],
    )


def say_first_hour(checkin):
    return Words(
        checkin.env._("Plan your first meeting with %(name)s", name=name_partners(checkin.mentorship_id)),
        by_count(
            len(get_partner_members(checkin.mentorship_id)),
            checkin.env._("We show you when both of you are free, and put it into your calendars."),
            checkin.env._("We show you when all of you are free, and put it into your calendars."),
        ),
        [
            cards.make_button("action_plan", checkin.env._("Plan"), "primary"),
            cards.make_button("action_log", checkin.env._("We Have Met: Log It")),
        ],
    )


def say_answer_goal(goal):
    return Words(
        goal.env._("A goal for you: %(goal)s", goal=goal.name),
        goal.env._("It is a suggestion. Take it up, change it, or say no."),
        [
            cards.make_button("action_accept", goal.env._("Take It Up"), "primary"),
            cards.make_button("action_drop", goal.env._("No, Thank You")),
        ],
    )


def say_fit(mentorship):
    return Words(
        mentorship.env._("You have met %(name)s. Does it fit?", name=name_partners(mentorship)),
        mentorship.env._("Nobody but you reads your answer: no other member, and no program manager."),
        [
            cards.make_button("action_fit_good", mentorship.env._("It feels good"), "primary"),
            cards.make_button("action_fit_early", mentorship.env._("Too early to say")),
            cards.make_button("action_fit_no", mentorship.env._("It is not a fit")),
        ],
    )


def say_thank(mentorship):
    return Words(
        mentorship.env._("Thank %(name)s", name=name_partners(mentorship)),
        mentorship.env._("You have completed your mentorship. A few words stay longer than you think."),
        [cards.make_button("action_thank", mentorship.env._("Write a Thank-you"), "primary")],
    )


def say_congratulate(goal):
    return Words(
        goal.env._("%(name)s has reached a goal", name=goal.sudo().employee_id.name),  # sudo: partners know names
        goal.name,
        [cards.make_button("action_congratulate", goal.env._("Congratulate"), "primary")],
    )


def say_answer_level(proposal):
    return Words(
        proposal.env._(
            "A level for your file: %(skill)s, %(level)s",
            skill=proposal.skill_id.name,
            level=proposal.skill_level_id.name,
        ),
        proposal.env._("You have reached a goal that leads to it. HR is asked only if you say yes."),
        [
            cards.make_button("action_agree", proposal.env._("Yes, Into My File"), "primary"),
            cards.make_button(
                "action_decline",
                proposal.env._("Decline"),
                confirm=proposal.env._("Say no to this level? Nobody is asked then, and it is not proposed again."),
                confirm_label=proposal.env._("Say No"),
                cancel_label=proposal.env._("Keep It"),
            ),
        ],
    )


def say_another_partner(mentorship):
    return Words(
        mentorship.env._("Would you like another partner?"),
        mentorship.env._(
            "Your mentorship with %(name)s in “%(program)s” has ended. You are matched again as soon as you say "
            "so, and not before.",
            name=name_partners(mentorship),
            program=mentorship.program_id.name,
        ),
        [
            cards.make_button("action_back_to_pool", mentorship.env._("Yes, Match Me Again"), "primary"),
            cards.make_button("action_stay_out_of_pool", mentorship.env._("Not Now")),
        ],
    )


def say_set_goal(mentorship):
    return Words(
        mentorship.env._("What do you want to reach?"),
        mentorship.env._(
            "Set a first goal for your mentorship with %(name)s: one sentence is enough to begin with.",
            name=name_partners(mentorship),
        ),
        [cards.make_button("action_add_goal", mentorship.env._("Set a Goal"), "primary")],
    )


def say_next_meeting(checkin):
    buttons = [cards.make_button("action_edit_agenda", checkin.env._("Prepare It"), "primary")]
    if checkin.video_link:
        buttons.append(cards.make_button("action_join", checkin.env._("Join")))
    move = checkin.env._("Move") if checkin.planned_at else checkin.env._("Agree on an Hour")
    buttons.append(cards.make_button("action_plan", move))
    return Words(
        checkin.env._("Next: you meet %(name)s", name=name_partners(checkin.mentorship_id)),
        " · ".join(filter(None, (checkin._describe_time(), checkin.meeting_location))),
        buttons,
    )


def say_fill_in_profile(profile):
    return Words(
        profile.env._("Tell us about yourself"),
        profile.env._(
            "What can you share, and what do you want to learn? Three minutes, and we find the right partner for you."
        ),
        [cards.make_button("action_guide_my_profile", profile.env._("Fill in My Profile"), "primary")],
        is_link=False,
    )


def say_join_program(program):
    return Words(
        program.env._("Join “%(program)s”", program=program.name),
        program.goal or program.env._("Enrolment is open, and you can take part."),
        cards.make_join_buttons(program, is_next=True),
        card={"muted": cards.say_period(program)},
    )


def say_wait_for_match(participant):
    program = participant.program_id
    if participant.state == "applied":
        text = participant.env._("The program manager looks at your application. You hear by mail.")
    elif participant.state == "waiting":
        text = participant.env._("The program is full. As soon as a place is free it is yours, and you hear by mail.")
    elif program.enrolment_end_date and program.enrolment_end_date >= fields.Date.context_today(participant):
        text = participant.env._(
            "People can join until %(date)s, and partners are usually found soon after. You hear by mail as soon "
            "as there is somebody for you.",
            date=say_date(participant.env, program.enrolment_end_date),
        )
    else:
        text = participant.env._("We look for somebody who fits. You hear by mail as soon as there is.")
    buttons = [cards.make_button("action_open", participant.env._("My Application"))]
    if participant.can_wish:
        buttons.insert(0, cards.make_button("action_choose_wishes", participant.env._("My wishes"), "primary"))
    if participant.can_offer_seat:
        buttons.insert(0, cards.make_button("action_offer_seat", participant.env._("Offer a seat"), "primary"))
        text = participant.env._("See who looks for a mentor, and offer somebody a seat, or wait until you are asked.")
    return Words(
        participant.env._("You are in “%(program)s”: now we look for your partner", program=program.name)
        if participant.state == "approved"
        else participant.env._("You have applied for “%(program)s”", program=program.name),
        text,
        buttons,
    )


SAY = {
    "answer_request": say_answer_request,
    "answer_offer": say_answer_offer,
    "first_meeting": say_first_meeting,
    "sign": say_sign,
    "sign_change": say_sign_change,
    "answer_invitation": say_answer_invitation,
    "approve_program": say_approve_program,
    "log_checkin": say_log_checkin,
    "confirm_checkin": say_confirm_checkin,
    "take_training": say_take_training,
    "finish_answers": say_finish_answers,
    "choose_mentor": say_choose_mentor,
    "first_hour": say_first_hour,
    "answer_goal": say_answer_goal,
    "fit": say_fit,
    "thank": say_thank,
    "congratulate": say_congratulate,
    "answer_level": say_answer_level,
    "another_partner": say_another_partner,
    "set_goal": say_set_goal,
    "next_meeting": say_next_meeting,
    "fill_in_profile": say_fill_in_profile,
    "join_program": say_join_program,
    "wait_for_match": say_wait_for_match,
}
