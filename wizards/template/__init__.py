from . import hr_mentorship_new_program
