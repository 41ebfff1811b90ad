"""Who may do what: the groups of the addon by their xml id."""

MANAGER = "hr_mentorship.group_hr_mentorship_manager"
"""Program managers: they run programs, and see those that they manage."""
ADMIN = "hr_mentorship.group_hr_mentorship_admin"
"""Administrators of mentorship: they see all programs."""
