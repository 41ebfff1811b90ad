from . import checkin, export, link, link_amend, link_choices, link_track, reminders, verify
