from . import hr_mentorship
from . import hr_mentorship_checkin
from . import hr_mentorship_overview
