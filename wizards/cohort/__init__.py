from . import hr_mentorship_learn_weights
from . import hr_mentorship_learn_weights_line
from . import hr_mentorship_next_cohort
from . import hr_mentorship_wrap_up
