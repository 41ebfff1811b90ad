from . import hr_mentorship_choice
from . import hr_mentorship_choice_option
from . import hr_mentorship_reject
from . import hr_mentorship_run_comparison
from . import hr_mentorship_run_difference
from . import hr_mentorship_matching_run
