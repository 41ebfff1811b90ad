from . import hr_mentorship_program
from . import hr_mentorship
from . import hr_mentorship_member
from . import hr_mentorship_matcher
from . import hr_mentorship_checkin
from . import hr_mentorship_goal
from . import hr_mentorship_notice
from . import gamification_badge_user
