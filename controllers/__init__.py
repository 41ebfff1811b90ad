from . import link, reminders, verify
