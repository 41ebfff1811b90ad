from . import hr_employee_public
from . import hr_mentorship_program
from . import hr_mentorship_participant
from . import hr_mentorship
from . import hr_mentorship_member
from . import hr_mentorship_block
