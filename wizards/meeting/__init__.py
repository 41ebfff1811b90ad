from . import hr_mentorship_checkin_plan
from . import hr_mentorship_checkin_plan_time
