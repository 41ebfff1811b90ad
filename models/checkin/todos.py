"""What people are asked to do about a check-in: types of activities by their xml id."""

CONTACT = "hr_mentorship.mail_activity_type_contact"
LOG = "hr_mentorship.mail_activity_type_checkin"
NEXT_STEP = "hr_mentorship.mail_activity_type_next_step"
