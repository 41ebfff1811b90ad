from . import hr_mentorship
from . import hr_mentorship_leaderboard
from . import hr_mentorship_spotlight
from . import hr_mentorship_thank_you
from . import hr_mentorship_overview
