from odoo.tests import tagged

from ..updates import bare
from .common import MentorshipCase


@tagged("post_install", "-at_install")
class TestUpdates(MentorshipCase):
    """What an update does to data that companies change: theirs stays, all else becomes as shipped."""

    def test_texts_that_nobody_has_changed_take_their_new_words_and_others_stay(self):
        section, own = (
            self.env.ref(f"hr_mentorship.hr_mentorship_agreement_section_{name}") for name in ("goals", "rules")
        )
        question = self.env.ref("hr_mentorship.question_prepare")
        (section | own).body_html = "<p>Both of us</p>"
        question.name = "What do you need from your mentor?"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_mentorship_agreement_section SET write_uid = %s WHERE id = %s", [self.ada.user_id.id, own.id]
        )
        self.env.invalidate_all()
        self.run_migration("19.0.1.3.0/post-reset-texts.py")
        self.assertIn("so that each of us can tell", section.body_html)
        self.assertIn("from the other one", question.name)
        self.assertEqual(own.body_html, "<p>Both of us</p>")

    def test_rules_of_before_become_those_of_today_and_a_changed_one_stays(self):
        rules = {
            name: self.env.ref(f"hr_mentorship.hr_mentorship_{name}")
            for name in ("program_rule_company", "program_rule_own", "participant_rule_own", "checkin_rule_company")
        }
        today = {name: bare(rule.domain_force) for name, rule in rules.items()}
        rules["program_rule_company"].domain_force = "[('company_id','in',company_ids)]"
        rules["participant_rule_own"].domain_force = "[('user_id', '=', user.id)]"
        rules["program_rule_own"].domain_force = (
            "['|', '|', '|', ('sponsor_id', '=', user.id), ('manager_ids', 'in', user.id),"
            " ('participant_ids.user_id', '=', user.id), '&', ('state', '=', 'open'),"
            " '|', ('department_ids', '=', False),"
            " ('department_ids', 'parent_of', user.employee_ids.department_id.ids)]"
        )
        rules["checkin_rule_company"].domain_force = "[('company_id', '=', 1)]"
        # In their order, as Odoo runs them
        for name in ("companies", "early-invitations", "quick-rules", "readers-of-programs", "shared-templates"):
            self.run_migration(f"19.0.1.3.0/post-{name}.py")
        for name in ("program_rule_company", "program_rule_own", "participant_rule_own"):
            self.assertEqual(bare(rules[name].domain_force), today[name])
        self.assertEqual(rules["checkin_rule_company"].domain_force, "[('company_id', '=', 1)]")
