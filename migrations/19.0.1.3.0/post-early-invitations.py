from odoo.addons.hr_mentorship.updates import replace_domains

BEFORE = "[('user_id', '=', user.id)]"
AFTER = (
    "[('user_id', '=', user.id), '|', ('state', '!=', 'invited'), "
    "('program_id.state', 'not in', ('draft', 'submitted'))]"
)


def migrate(cr, version):
    """Whoever is added to a draft reads nothing of it before it opens; rules are not updated by themselves.

    A rule that somebody has changed stays as it is.
    """
    replace_domains(cr, {"hr_mentorship_participant_rule_own": (BEFORE, AFTER)})
