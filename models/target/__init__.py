from . import hr_mentorship_objective_criterion
from . import hr_mentorship_objective_target
from . import hr_mentorship_objective
from . import hr_mentorship_target_figure
from . import hr_mentorship_target
from . import hr_mentorship_program
