from . import hr_mentorship_agreement
from . import ir_attachment
from . import mail_mail
from . import res_company
from . import res_config_settings
