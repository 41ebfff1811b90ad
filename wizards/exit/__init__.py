from . import hr_mentorship_wrap_up
