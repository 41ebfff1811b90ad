from odoo import SUPERUSER_ID, api

RULES = {"hr_mentorship_calendar_event_rule": "", "hr_mentorship_calendar_attendee_rule": "event_id."}


def migrate(cr, version):
    """Interviews are as private in the calendar as check-ins; rules are not updated by themselves.

    A rule that somebody has changed stays as it is.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, path in RULES.items():
        rule = env.ref(f"hr_mentorship.{name}", raise_if_not_found=False)
        before = f"('{path}res_model', '!=', 'hr.mentorship.checkin')"
        after = f"('{path}res_model', 'not in', ('hr.mentorship.checkin', 'hr.mentorship.interview'))"
        if rule and before in (rule.domain_force or ""):
            rule.domain_force = rule.domain_force.replace(before, after)
