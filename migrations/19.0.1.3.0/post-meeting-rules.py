from odoo.addons.hr_mentorship.updates import replace_in_domains

RULES = {"hr_mentorship_calendar_event_rule": "", "hr_mentorship_calendar_attendee_rule": "event_id."}


def migrate(cr, version):
    """Interviews are as private in the calendar as check-ins; rules are not updated by themselves."""
    replace_in_domains(
        cr,
        {
            name: (
                f"('{path}res_model', '!=', 'hr.mentorship.checkin')",
                f"('{path}res_model', 'not in', ('hr.mentorship.checkin', 'hr.mentorship.interview'))",
            )
            for name, path in RULES.items()
        },
    )
