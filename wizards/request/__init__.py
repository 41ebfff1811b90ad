from . import hr_mentorship_candidate
from . import hr_mentorship_ask
