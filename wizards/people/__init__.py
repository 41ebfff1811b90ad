from . import hr_mentorship_profile
from . import hr_mentorship_profile_guide
