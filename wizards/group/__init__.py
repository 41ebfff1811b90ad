from . import hr_mentorship_checkin_log, hr_mentorship_end
