from . import hr_mentorship_dialog_mixin
from . import hr_mentorship_apply
from . import hr_mentorship_matching
from . import hr_mentorship_sign
from . import hr_mentorship_checkin_log
from . import hr_mentorship_end
from . import hr_mentorship_thank_you
from . import hr_mentorship_overview
