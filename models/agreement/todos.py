"""What people are asked to do about an agreement: types of activities by their xml id."""

SIGN = "hr_mentorship.mail_activity_type_sign_agreement"
FOLLOW_UP = "hr_mentorship.mail_activity_type_agreement_follow_up"
AMENDMENT_FOLLOW_UP = "hr_mentorship.mail_activity_type_amendment_follow_up"
