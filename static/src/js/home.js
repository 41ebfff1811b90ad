/** My Mentorship: where an address leads that names one of our actions, and not what it is about. */
export const HOME = "hr_mentorship.hr_mentorship_overview_action";
