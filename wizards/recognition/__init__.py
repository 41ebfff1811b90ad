from . import hr_mentorship_thank_you
