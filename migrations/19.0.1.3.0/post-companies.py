from odoo.addons.hr_mentorship.updates import replace_domains

RULES = {
    "hr_mentorship_program_rule_company": "('participant_ids.user_id', '=', user.id)",
    "hr_mentorship_participant_rule_company": "('user_id', '=', user.id)",
    "hr_mentorship_rule_company": "('member_ids.user_id', '=', user.id)",
    "hr_mentorship_member_rule_company": "('mentorship_id.member_ids.user_id', '=', user.id)",
    "hr_mentorship_agreement_rule_company": "('mentorship_id.member_ids.user_id', '=', user.id)",
    "hr_mentorship_checkin_rule_company": "('mentorship_id.member_ids.user_id', '=', user.id)",
}
BEFORE = "[('company_id', 'in', company_ids)]"


def migrate(cr, version):
    """Whoever works for another company by now reads, and can leave, what they are a member of.

    A rule that somebody has changed stays as it is.
    """
    after = "['|', ('company_id', 'in', company_ids), %s]"
    replace_domains(cr, {name: (BEFORE, after % members) for name, members in RULES.items()})
