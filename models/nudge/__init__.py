from . import hr_mentorship_nudge_step
from . import hr_mentorship_nudge
from . import hr_mentorship_checkin
from . import hr_mentorship_program
from . import hr_mentorship
from . import hr_mentorship_notice
