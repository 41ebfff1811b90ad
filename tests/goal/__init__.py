from . import test_goal
from . import test_goal_in_checkin
from . import test_skill_proposal
from . import test_tours_goals
