from . import hr_mentorship_verification
from . import hr_mentorship_seal_upload
