"""What a button returns to the web client: the page as it is now, or a sentence in its corner."""


def reload():
    """Return the action that shows the page as it is now, and keeps where the user is on it."""
    return {"type": "ir.actions.client", "tag": "soft_reload"}


def start_anew(page):
    """Return the action that shows ``page`` from its top, with its first tab, if it is where the user is.

    Where a step brings something that stands elsewhere on the page than its button: a reload keeps the place.

    :param dict page: an action that opens a record
    """
    return {"type": "ir.actions.client", "tag": "hr_mentorship.start_anew", "params": {"page": page}}


def toast(message, kind="success", then=None, *, stay=False):
    """Return the action that says ``message`` in a corner of the screen.

    :param str kind: ``success``, ``info``, ``warning`` or ``danger``
    :param then: the action that follows: the page as it is now, unless told; with ``False`` everything stands as it
        does, such as an open dialog
    :type then: dict or False or None
    :param bool stay: keep it there until the user takes it away
    :rtype: dict
    """
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {"message": message, "type": kind, "sticky": stay, "next": reload() if then is None else then},
    }


def ask(question, label, records, method):
    """Return the action that asks ``question``, and with a yes calls ``method`` of ``records``.

    Where a button has something to say before it asks: the host's ``confirm`` asks first.
    """
    params = {"question": question, "label": label, "model": records._name, "method": method, "ids": records.ids}
    return {"type": "ir.actions.client", "tag": "hr_mentorship.ask", "params": params}


def celebrate(message):
    """Return the action that shows the page as it is now, below Odoo's rainbow."""
    return {**reload(), "effect": {"type": "rainbow_man", "fadeout": "slow", "message": message}}
