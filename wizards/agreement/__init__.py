from . import hr_mentorship_agreement_preview
from . import hr_mentorship_sign
