from . import hr_mentorship_ask
