KINDS = ("resources", "surveys", "wall")
"""What was among the reminders, and has a choice of its own now."""


def migrate(cr, version):
    """Whoever wants no reminders gets none of what was among them."""
    for kind in KINDS:
        cr.execute(f"UPDATE hr_mentorship_profile SET wants_{kind} = FALSE WHERE wants_reminders IS FALSE")
