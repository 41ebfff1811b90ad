from . import hr_mentorship_interest
from . import hr_mentorship_time_slot
from . import hr_mentorship_profile
from . import hr_mentorship_block
from . import hr_mentorship_topic_suggestion
from . import hr_employee
from . import res_users
from . import resource_resource
