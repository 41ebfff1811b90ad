"""The page of a mentorship, and of a check-in, as its members see it: plain values for the web client.

A head with the people and a sentence, one next action, and tabs with what belongs to it. Read as the user who looks,
like the cards: a page says nothing that the records behind it would not say to them.
"""

from odoo.tools import format_list

from ...models.common.spoken import say_date, say_day
from . import cards

CARDS = "hr_mentorship.MyMentorship.Cards"
FACTS = "hr_mentorship.Page.Facts"
LETTERS = "hr_mentorship.Page.Letters"
LINES = "hr_mentorship.Page.Lines"
LINKS = "hr_mentorship.Page.Links"
MEETINGS_AT_ONCE = 6


def make_tab(key, label, icon, *blocks, count=0):
    """Return a tab; its blocks come one below the other, and those without anything to show are left out.

    :param count: what stands beside its name: how many of them there are
    """
    return {"key": key, "label": label, "icon": icon, "count": count, "blocks": [block for block in blocks if block]}


def make_block(key, template, shown, title="", empty="", buttons=()):
    """Return a part of a tab; None if there is nothing to show, to say or to press.

    :param str template: of the web client, called with ``section``, whose ``cards`` are ``shown``
    :param str empty: what is said where there is nothing to show
    :param buttons: of the record whose page it is
    """
    if not shown and not empty and not buttons:
        return None
    return {
        "key": key,
        "template": template,
        "title": title,
        "cards": shown,
        "empty": "" if shown else empty,
        "buttons": list(buttons),
    }


def make_hint(key, style, text, *buttons, muted=""):
    """Return what is said below the next action, with what one can do about it."""
    return {"key": key, "style": style, "text": text, "muted": muted, "buttons": list(buttons)}


def stay_here(record, action):
    """Return an action, whose title is no link where it would lead to the page on which it stands."""
    if not action or (action["model"], action["id"]) != (record._name, record.id):
        return action
    return {**action, "is_link": False}


def make_fact(label, value):
    return {"key": label, "label": label, "value": value}


def get_day_of_note(note):
    """Return the day that a note is about: that of its meeting, which may have been logged much later."""
    return note.checkin_id.held_on or note.day


def make_letter(note):
    """A note, or a thank-you, as its author's words."""
    env, checkin = note.env, note.checkin_id
    kind = cards.get_label(note, "kind")
    buttons = []
    if note._is_free_of_me():
        buttons.append(cards.make_button("action_change", env._("Change")))
    if note.kind == "summary" and not checkin:
        kind = env._("For all of us")
    elif note.receiver_id:
        kind = f"{kind} · {note.receiver_names}"
    return {
        "key": f"note,{note.id}",
        "author": note.author_name,
        "avatar": f"/web/image/res.users/{note.author_id.id}/avatar_128" if note.author_id else "",
        "kind": kind,
        "day": say_date(env, get_day_of_note(note)),
        "text": note.body,
        "buttons": buttons,
        "model": note._name,
        "id": note.id,
    }


def make_held_card(checkin):
    """A meeting that is over: what became of it."""
    env = checkin.env
    names = format_list(env, checkin.logged_by_id.sudo().employee_id.mapped("name"))  # sudo: partners know names
    lines = [checkin.duration_text] if checkin.duration_text else []
    if checkin.state == "done" and not checkin.confirmed_on and names:
        lines.append(env._("Logged by %(name)s, not confirmed yet.", name=names))
    buttons = []
    if checkin.can_confirm and checkin.is_waiting_for_me:
        buttons = [cards.make_button("action_confirm", env._("Confirm"))]
    return cards.make_card(
        checkin,
        cards.get_label(checkin, "kind"),
        badge="" if checkin.state == "done" else cards.get_label(checkin, "state"),
        badge_style="light",
        lines=[say_day(env, checkin.held_on or checkin.planned_date)],
        muted=lines,
        buttons=buttons,
    )


def make_step_card(step):
    card = cards.make_step_card(step)
    who = step.member_id.sudo().employee_id.name  # sudo: partners know names
    return {**card, "muted": [who, *card["muted"]]}


def get_facts(record, *names):
    """Return what these fields say, for those that say anything; by their labels, as on a form."""
    facts = []
    labels = record.fields_get(names, ["string"])
    for name in names:
        field, value = record._fields[name], record[name]
        if value:
            if field.type == "selection":
                value = cards.get_label(record, name)
            elif field.type == "date":
                value = say_date(record.env, value)
            facts.append(make_fact(labels[name]["string"], value))
    return facts
