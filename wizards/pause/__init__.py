from . import hr_mentorship_pause
