"""What people are asked to do about a mentorship: types of activities by their xml id."""

ANSWER_OFFER = "hr_mentorship.mail_activity_type_answer_offer"
THANK_YOU = "hr_mentorship.mail_activity_type_thank_you"
