from . import hr_mentorship_program
from . import hr_mentorship
