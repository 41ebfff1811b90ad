from . import hr_mentorship_program
from . import mail_activity
from . import mail_activity_plan_template
