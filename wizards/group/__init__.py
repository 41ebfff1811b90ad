from . import hr_mentorship_end
