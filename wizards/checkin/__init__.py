from . import hr_mentorship_checkin_agenda
from . import hr_mentorship_checkin_log
from . import hr_mentorship_checkin_log_line
from . import hr_mentorship_checkin_log_step
from . import hr_mentorship_thank_you
from . import hr_mentorship_note_dialog
