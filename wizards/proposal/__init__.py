from . import hr_mentorship_approve
from . import hr_mentorship_ask_for_changes
