from . import checkin, link, link_track, reminders, verify
