from . import hr_mentorship_planner
from . import hr_mentorship_program
from . import hr_mentorship
from . import hr_mentorship_checkin
from . import hr_mentorship_notice
