from . import res_company
from . import res_config_settings
from . import hr_mentorship_objective
from . import hr_mentorship_budget_line
from . import hr_mentorship_program
from . import res_users
