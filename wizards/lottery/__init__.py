from . import hr_mentorship_apply
