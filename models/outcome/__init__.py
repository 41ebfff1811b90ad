from . import hr_mentorship_outcome
from . import hr_mentorship_outcome_mark
