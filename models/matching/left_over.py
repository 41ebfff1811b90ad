"""Whom nobody is left for, when pairs of a program have been published: who is told of it, when, and in which words."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Domain

from ..common.spoken import by_count
from ..notice.hr_mentorship_notice import NEWS_FOR

TELL_AFTER = timedelta(days=14)
"""After a publishing those who are left over are told even if the list is not decided."""
KIND_OF_ROLE = {"mentee": "left_over", "mentor": "left_over_mentor", "peer": "left_over_peer"}


def conclude_publishing(programs):
    """Matches of these programs have been published: tell those who are left over, if nothing is left to decide.

    :returns: a sentence about it for whoever has published
    """
    programs = programs.sudo()  # sudo: whoever publishes tells all people of the program
    programs.filtered(lambda program: not program.untold_since).untold_since = fields.Datetime.now()
    told = tell_if_decided(programs)
    _undecided, still_open = _count_proposals(programs)
    if told or not still_open:
        return say_left_over(programs.env, told)
    return by_count(
        still_open,
        programs.env._("Those without a match hear of it when the last proposal is published or discarded as well."),
        programs.env._(
            "Those without a match hear of it when the other %(count)s proposals are published or discarded as well.",
            count=still_open,
        ),
    )


def say_left_over(env, left_over):
    """Return a sentence about so many people who are told that nobody is left for them; empty where there are none."""
    if not left_over:
        return ""
    return by_count(
        left_over,
        env._("One person is left without a match this time, and is told in the next daily mail."),
        env._(
            "%(count)s people are left without a match this time, and are told in the next daily mail.",
            count=left_over,
        ),
    )


def tell_if_decided(programs):
    """Tell everybody in these programs (in sudo) who is without a partner, once all that is proposed is decided.

    Before the last proposal is published, rejected or discarded nobody hears that there is nobody for them: it
    would be said to those whom the next press matches. They are left out by no filter either, as a line that stays
    away would tell who has a proposal. Not again while the line of a publishing before stands on their overview:
    where pairs are published one by one, nobody is told every day that there is nothing for them.

    :returns: the number of people that are told
    """
    untold = programs.filtered("untold_since")
    return tell_all_who_wait(untold - _count_proposals(untold)[0])


def tell_all_who_wait(programs):
    """Tell all who wait in these programs (in sudo), as far as they may know.

    :returns: the number of people that are told
    """
    env = programs.env
    live = env["hr.mentorship"]._get_published_live_states()
    waiting = Domain("member_ids", "not any", [("mentorship_id.state", "in", live)])
    people = env["hr.mentorship.participant"].search(
        Domain("program_id", "in", programs.ids) & Domain("state", "=", "approved") & waiting, order="id"
    )
    people -= _find_told(people)
    left_over = people._filter_left_over()
    for role, participants in left_over.grouped("role").items():
        participants._notify(KIND_OF_ROLE[role])
    programs.untold_since = False
    return len(left_over.employee_id)


def tell_long_left_over(programs):
    """Tell those for whom nobody has pressed the last button, or for whom nobody will.

    A list may be decided by a withdrawal, or lie for weeks. Two weeks after a publishing those who have been
    matched have answered, and talk: silence says more by then than the sentence does. All who wait are told in the
    same words, whether a proposal for them lies there or not, so that these tell of none.
    """
    long_ago = fields.Datetime.now() - TELL_AFTER
    # In Python: nobody asks the column, and of programs that are open there are a few
    # sudo: a job of the system
    untold = programs.sudo().search([("state", "=", "open")]).filtered("untold_since")
    tell_if_decided(untold)
    tell_all_who_wait(untold.filtered(lambda program: program.untold_since and program.untold_since < long_ago))


def _count_proposals(programs):
    """Return those of these programs (in sudo) that have proposals, and how many of them.

    Asked of the database: a working list that has been read before does not know what has left it since.
    """
    proposed = Domain("program_id", "in", programs.ids) & Domain("state", "=", "proposed")
    counts = programs.env["hr.mentorship"]._read_group(proposed, ["program_id"], ["__count"])
    return programs.browse(program.id for program, _count in counts), sum(count for _program, count in counts)


def _find_told(people):
    told = people.env["hr.mentorship.notice"].search_fetch(
        [
            ("kind", "in", list(KIND_OF_ROLE.values())),
            ("participant_id", "in", people.ids),
            ("state", "=", "sent"),
            ("create_date", ">=", fields.Datetime.now() - NEWS_FOR),
        ],
        ["participant_id"],
    )
    return told.participant_id
