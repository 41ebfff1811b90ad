from . import hr_mentorship_lesson
from . import hr_mentorship_program
from . import hr_mentorship_release
from . import hr_mentorship_target
