from . import hr_mentorship_conditions_mixin
from . import hr_mentorship_program
