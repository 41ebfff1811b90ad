from odoo.addons.hr_mentorship.updates import replace_domains, replace_in_domains

MENTORS = "('{path}mentorship_id.member_ids', 'any', [('user_id', '=', user.id), ('role', '=', 'mentor')])"
MINE = "('{path}user_id', '=', user.id)"
NOBODY = "('{path}user_id', '=', False)"
READ_GOAL = f"['|', {MINE}, '&', {MENTORS}, '|', ('{{path}}state', '!=', 'draft'), {NOBODY}]"
WRITE_GOAL = f"['|', {MINE}, '&', {NOBODY}, {MENTORS}]"
READ_NOTE = (
    "['|', ('author_id', '=', user.id),"
    " '&', ('kind', '!=', 'private'), ('mentorship_id.member_ids.user_id', '=', user.id)]"
)
RULES = {
    "hr_mentorship_goal_rule_read": (READ_GOAL.format(path=""), "[('can_read', '=', True)]"),
    "hr_mentorship_goal_rule_write": (WRITE_GOAL.format(path=""), "[('can_write', '=', True)]"),
    "hr_mentorship_milestone_rule_read": (READ_GOAL.format(path="goal_id."), "[('goal_id.can_read', '=', True)]"),
    "hr_mentorship_milestone_rule_write": (WRITE_GOAL.format(path="goal_id."), "[('goal_id.can_write', '=', True)]"),
    "hr_mentorship_goal_progress_rule_read": (READ_GOAL.format(path="goal_id."), "[('goal_id.can_read', '=', True)]"),
    "hr_mentorship_note_rule": (READ_NOTE, "[('can_read', '=', True)]"),
}
PROGRAM_RULES = ("hr_mentorship_program_rule_company", "hr_mentorship_program_rule_own")


def migrate(cr, version):
    """Let the record rules take the same decisions by an index; rules are not updated by themselves.

    A rule that somebody has changed stays as it is.
    """
    replace_domains(cr, RULES)
    before, after = "('participant_ids.user_id', '=', user.id)", "('has_my_part', '=', True)"
    replace_in_domains(cr, dict.fromkeys(PROGRAM_RULES, (before, after)))
