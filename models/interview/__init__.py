from . import calendar_event
from . import hr_mentorship_interview
from . import hr_mentorship_participant
from . import hr_mentorship
from . import hr_mentorship_resource
