from . import base_import_import
from . import hr_mentorship_access_token
from . import hr_mentorship_letter
from . import hr_mentorship_invitation
from . import hr_mentorship_participant
from . import hr_mentorship_program
from . import mail_mail
