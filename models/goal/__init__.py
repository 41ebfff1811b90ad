from . import hr_mentorship_goal
from . import hr_mentorship_milestone
from . import hr_mentorship_goal_progress
from . import hr_mentorship_skill_proposal
from . import hr_mentorship_notice
from . import hr_mentorship
from . import hr_mentorship_checkin
from . import hr_mentorship_program
