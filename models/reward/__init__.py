from . import hr_mentorship_reward_category
from . import hr_mentorship_reward
from . import hr_mentorship_reward_code
from . import hr_mentorship_redemption
from . import hr_mentorship_wallet
from . import hr_mentorship_notice
from . import hr_employee
from . import ir_ui_menu
