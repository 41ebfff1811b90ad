from . import hr_mentorship_new_match
from . import hr_mentorship_wrap_up
