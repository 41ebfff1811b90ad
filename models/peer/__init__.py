from . import hr_mentorship_program
from . import hr_mentorship
from . import hr_mentorship_resource
