from . import hr_mentorship_program
