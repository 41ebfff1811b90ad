from . import hr_mentorship_job
from . import hr_mentorship_program
from . import hr_mentorship_participant
