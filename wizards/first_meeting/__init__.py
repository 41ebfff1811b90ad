from . import hr_mentorship_first_meeting
from . import hr_mentorship_first_meeting_line
