from . import hr_mentorship_checkin_log_goal
from . import hr_mentorship_goal_update
from . import hr_mentorship_goal_suggest
from . import hr_mentorship_checkin_log
