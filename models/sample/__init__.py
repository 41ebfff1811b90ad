from . import hr_employee
from . import hr_mentorship_program
from . import hr_mentorship_participant
from . import hr_mentorship_member
from . import hr_mentorship
from . import hr_mentorship_release_across
from . import res_company
