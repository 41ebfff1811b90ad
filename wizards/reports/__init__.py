from . import hr_mentorship_report_choice
from . import hr_mentorship_overview
from . import hr_mentorship_impact
