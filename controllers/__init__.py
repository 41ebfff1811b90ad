from . import checkin, export, link, link_amend, link_choices, link_invitation, link_track, reminders, verify
