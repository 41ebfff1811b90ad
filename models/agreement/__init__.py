from . import hr_mentorship_agreement_section
from . import hr_mentorship_agreement_template
from . import hr_mentorship_agreement
from . import hr_mentorship_agreement_change
from . import hr_mentorship_signature
from . import hr_mentorship_program
from . import hr_mentorship
from . import hr_mentorship_member
