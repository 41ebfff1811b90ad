from . import hr_mentorship_question
from . import hr_mentorship_agreement_answer
from . import hr_mentorship_program
from . import hr_mentorship_agreement
from . import hr_mentorship_checkin
from . import hr_mentorship
from . import ir_module_module
