from . import hr_mentorship_approve
