from . import hr_mentorship_approved_line_mixin
from . import hr_mentorship_budget_line
from . import hr_mentorship_target
from . import hr_mentorship_notice
from . import hr_mentorship_program
