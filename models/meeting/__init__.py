from . import hr_mentorship_checkin
from . import hr_mentorship_member
from . import hr_mentorship
from . import calendar_event
from . import calendar_alarm_manager
from . import res_partner
from . import hr_mentorship_notice
from . import calendar_attendee
