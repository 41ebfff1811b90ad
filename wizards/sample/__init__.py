from . import hr_mentorship_overview
