from odoo.addons.hr_mentorship.updates import replace_in_domains

BEFORE = "'|', ('department_ids', '=', False), ('department_ids', 'parent_of', user.employee_ids.department_id.ids)"
AFTER = "('is_for_my_department', '=', True)"


def migrate(cr, version):
    """Which programs are for one’s department is asked as the program asks it; rules are not updated by themselves.

    So whoever changes department reads at once what is open to them, where Odoo goes on with the department of before.
    """
    replace_in_domains(cr, {"hr_mentorship_program_rule_own": (BEFORE, AFTER)})
