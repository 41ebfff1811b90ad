"""How mentees leave a group that goes on, and come back to it: what goes with them, and what stays.

All of it in sudo: whoever calls has found out that somebody leaves, or may take them up again.
"""

from odoo.fields import Command, Domain

from ..agreement.todos import SIGN
from ..exit.hr_mentorship import LEFT
from ..mentorship.hr_mentorship import RUNNING_STATES

SHARED_FIELDS = ("state", "offered_on", "offer_expires_on", "start_date", "origin", "paused_on", "pause_until")
"""What a mentorship of those who leave has as the group has it."""


def part_with(group, leavers):
    """Move ``leavers`` out of ``group``, each into a mentorship of their own with the mentor.

    :returns: the mentorships of those who leave, in their order
    """
    group._serialize()
    mentor = group._get_mentor()
    _take_out(group, leavers)
    parted = _make_own(group, leavers, mentor)
    # What is the leavers' own goes with them
    goals, steps = group.goal_ids.grouped("member_id"), group.next_step_ids.grouped("member_id")
    for leaver, own in zip(leavers, parted, strict=True):
        leaver.write({"mentorship_id": own.id, "place": 0})
        for records in (goals, steps):
            if leaver in records:
                records[leaver].mentorship_id = own
    (group.member_ids - mentor)._notify("member_left", who=leavers.employee_id)
    if group.state in ("agreement", *RUNNING_STATES):
        _draft_without(group, leavers)
    return parted


def _make_own(group, leavers, mentor):
    """Return a mentorship with the mentor for each of those who leave, in their order and without them yet."""
    values = {
        **group._get_terms(),
        "program_id": group.program_id.id,
        "parted_from_id": group.id,
        **{name: group[name] for name in SHARED_FIELDS},
    }
    seat = {
        "participant_id": mentor.participant_id.id,
        "response": mentor.response,
        "responded_at": mentor.responded_at,
    }
    return group.with_context(mail_create_nosubscribe=True, tracking_disable=True).create(
        [
            {
                **values,
                "match_facts": leaver.match_facts,
                "member_ids": [Command.create({**seat, "slot": leaver.place})],
            }
            for leaver in leavers
        ]
    )


def _take_out(group, leavers):
    """What asks the leavers to do something for the group, or tells them of it, goes: of all of them at once."""
    queued = [("member_id", "in", leavers.ids), ("state", "=", "queued")]
    group.env["hr.mentorship.notice"].search(queued).unlink()
    guests = {leaver: guest for leaver, guest in leavers._get_calendar_partners().items() if guest}
    partners = leavers.user_id.partner_id.union(*(guest for leaver, guest in guests.items() if not leaver.user_id))
    about = Domain.OR(
        Domain("res_model", "=", records._name) & Domain("res_id", "in", records.ids)
        for records in (group, group.checkin_ids, group.agreement_ids)
    )
    todos, followers = group.env["mail.activity"]._clean_sudo(), group.env["mail.followers"]._clean_sudo()
    todos.search(about & Domain("user_id", "in", leavers.user_id.ids)).unlink()
    followers.search(about & Domain("partner_id", "in", partners.ids)).unlink()
    group.checkin_ids.filtered(lambda checkin: checkin.state == "planned")._let_go(list(guests.values()))


def _draft_without(group, leavers):
    """What waits for signatures names the leavers, or was there for their sake alone."""
    waiting, in_force = group.open_agreement_id, group.agreement_id
    if not waiting:
        return
    signers = in_force.signature_ids.member_id if in_force.state == "signed" else leavers.browse()
    if waiting.is_amendment and not waiting.change_ids and group.member_ids <= signers:
        waiting._move_to("void")
        group._drop_activities(SIGN)
        waiting._tell_change()
        return
    group._draft_anew()


def return_to(pair, group):
    """Give a mentee who has left with a departure a place in ``group`` again; nothing is left of their ``pair``."""
    mentor = pair._get_mentor()
    mentee = pair.member_ids - mentor
    participant, slot = mentee._find_seats()[0]
    place = group.env["hr.mentorship.matcher"]._find_free_slots(mentor.participant_id)[0]
    goals, steps, notes = pair.goal_ids, pair.next_step_ids, pair.note_ids
    seat = {"participant_id": participant.id, "slot": slot, "place": place, "pool_answer": False}
    mentee.write({**seat, "mentorship_id": group.id, "match_facts": pair.match_facts})
    # The seat of the mentor goes, and with it would go what a mentor without a user has written
    notes.filtered(lambda note: note.member_id == mentor).member_id = group._get_mentor()
    goals.mentorship_id = steps.mentorship_id = notes.mentorship_id = group
    pair._drop_activities(LEFT)
    pair._dissolve()
    mentee._notify("taken_up")
    group._welcome(mentee)
