from . import checkin, link, link_amend, link_track, reminders, verify
