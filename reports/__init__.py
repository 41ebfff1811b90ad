from . import hr_mentorship_feedback_report
from . import hr_mentorship_participation_report
from . import hr_mentorship_goal_report
from . import hr_mentorship_agreement_report
from . import hr_mentorship_satisfaction_report
from . import hr_mentorship_proposal_report
