from . import checkin, link, reminders, verify
