from . import hr_mentorship_resource_format
from . import hr_mentorship_resource
from . import hr_mentorship_goal_template
from . import hr_mentorship_goal
from . import hr_mentorship
from . import hr_mentorship_member
from . import hr_mentorship_notice
from . import hr_mentorship_profile
