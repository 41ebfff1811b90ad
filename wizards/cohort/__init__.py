from . import hr_mentorship_next_cohort
from . import hr_mentorship_wrap_up
