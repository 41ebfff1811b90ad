from . import hr_mentorship_fit_answer
from . import hr_mentorship
from . import hr_mentorship_checkin
from . import hr_mentorship_program
from . import hr_mentorship_member
from . import hr_mentorship_notice
