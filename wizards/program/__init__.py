from . import hr_mentorship_apply
from . import hr_mentorship_choose_wishes
from . import hr_mentorship_choose_wishes_line
from . import hr_mentorship_reject_application
from . import hr_mentorship_hand_over
