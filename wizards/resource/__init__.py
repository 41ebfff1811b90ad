from . import hr_mentorship_goal_suggest
