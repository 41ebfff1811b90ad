from . import hr_mentorship_redeem
from . import hr_mentorship_refuse_redemption
from . import hr_mentorship_import_codes
from . import hr_mentorship_show_code
from . import hr_mentorship_payroll_export
