from . import hr_mentorship_candidate
from . import hr_mentorship_ask
from . import hr_mentorship_apply
from . import hr_mentorship_choose_wishes
from . import hr_mentorship_decline_request
