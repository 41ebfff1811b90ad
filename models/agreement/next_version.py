"""Versions of an agreement: terms are adjusted in place until somebody has signed, in a new version after that."""

from .terms import check_changes, find_changes
from .todos import SIGN


def adjust(agreement, member, values):
    """Change terms of an agreement for ``member``, who has been identified, and write the text anew.

    A text that somebody has signed is left as it is: its place takes a new version, which everybody signs.

    :param dict values: fields of :const:`TERMS`
    :returns: the agreement (sudo) that everybody signs now
    :raises UserError: if nobody signs this version any more, or a value is none that can be agreed on
    """
    agreement.ensure_one()
    # Before anything is read that decides: whoever signs in this moment has signed, or is told of the new text
    agreement.mentorship_id._serialize()
    agreement._check_state_in("draft", "signing")
    agreement = agreement.sudo()  # sudo: the caller knows that the member may adjust the terms
    changes = find_changes(agreement, values)
    if not changes:
        return agreement
    old, before = agreement._get_adjustable(), agreement
    if agreement.signature_ids:
        agreement = _draft_again(agreement, member)
    agreement._apply_changes(member, old, changes)
    agreement._tell_change(before)
    return agreement


def apply_changes(agreement, member, old, changes):
    """Write the changes of ``member`` and the text with them, and keep what has changed from the values ``old``."""
    agreement.ensure_one()
    check_changes(agreement.env, changes)
    agreement.write(changes)
    if agreement.has_meeting_time and not agreement.meeting_tz:
        # What is signed must not change because somebody moves
        agreement.meeting_tz = agreement._get_meeting_tz()
    agreement._compose()
    agreement.env["hr.mentorship.agreement.change"]._record(agreement, member, old)


def draft_next(agreement, **vals):
    """Return a new version of an agreement with the same content, which nobody has signed yet."""
    agreement.ensure_one()
    agreement.flush_recordset(["state"])  # an unsigned version must have gone before its successor comes
    mentorship = agreement.mentorship_id
    return agreement.copy(
        {
            "version": max(mentorship.agreement_ids.mapped("version")) + 1,
            "template_id": (agreement.template_id or mentorship.program_id.agreement_template_id).id,
            "sign_until": agreement._get_sign_until(mentorship),
            "replaces_id": _get_compared(agreement).id,
            **vals,
        }
    )


def _draft_again(agreement, member):
    """Put a new version in the place of one that somebody has signed, as ``member`` adjusts the terms.

    The signatures stay on the old version, which is void. Everybody is asked to sign the new one; the member is
    told on the page where they are, and by mail only if that does not take the link away that they are using.
    """
    mentorship = agreement.mentorship_id
    agreement._move_to("void")
    mentorship._drop_activities(SIGN)
    successor = agreement._draft_next()
    successor._ask_to_sign()
    told = mentorship.member_ids.filtered(lambda other: other != member or other.has_login)
    told._send("hr_mentorship.mail_template_agreement_adjusted")
    return successor


def _get_compared(agreement):
    """Return the version that the next one shows its difference to."""
    # While nobody is bound by anything yet, what one has signed is the best to compare with
    return agreement.replaces_id if agreement.is_amendment and agreement.state != "signed" else agreement
