"""What a button returns to the web client: the page as it is now, or a sentence in its corner."""


def reload():
    """Return the action that shows the page as it is now, and keeps where the user is on it."""
    return {"type": "ir.actions.client", "tag": "soft_reload"}


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


def celebrate(message):
    """Return the action that shows the page as it is now, below Odoo's rainbow."""
    return {**reload(), "effect": {"type": "rainbow_man", "fadeout": "slow", "message": message}}
