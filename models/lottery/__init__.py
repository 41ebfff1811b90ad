from . import hr_mentorship_program
from . import hr_mentorship_matcher
from . import hr_mentorship_matching_run
