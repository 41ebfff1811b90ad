from . import hr_mentorship_invite
