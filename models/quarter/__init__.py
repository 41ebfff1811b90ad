from . import hr_mentorship_quarter
from . import hr_mentorship_quarter_mark
