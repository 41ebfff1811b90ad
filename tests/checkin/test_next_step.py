from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import LogCase


@tagged("post_install", "-at_install")
class TestNextStep(LogCase):
    """What members agree on becomes a to-do of whoever does it, and stays between the two."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.due_date = cls.today + timedelta(days=7)

    def agree(self, name="Practice the talk", owner=None, person=None):
        steps = {"name": name, "member_id": self.seats[owner or self.mia].id, "due_date": self.due_date}
        self.log(person or self.max, rating=5, next_steps=[steps])
        return self.pair.next_step_ids.filtered(lambda step: step.name == name)

    def test_step_agreed_in_the_dialog_becomes_a_todo_of_its_owner(self):
        form = self.dialog(self.max)
        form.rating = "5"
        with form.step_ids.new() as line:
            line.name = "Practice the talk"
            line.member_id = self.seats[self.mia]
            line.due_date = self.due_date
        form.save().action_save()
        step = self.pair.open_next_step_ids
        self.assertRecordValues(
            step, [{"name": "Practice the talk", "user_id": self.mia.user_id.id, "checkin_id": self.checkin.id}]
        )
        [todo] = self.todos(step)
        self.assertEqual((todo.user_id, todo.summary), (self.mia.user_id, "Practice the talk"))
        self.assertEqual(todo.date_deadline, self.due_date)

    def test_ticking_the_step_finishes_the_todo(self):
        step = self.agree()
        self.as_user(step, self.mia).action_done()
        self.assertRecordValues(step, [{"state": "done", "done_on": self.today}])
        self.assertFalse(self.todos(step))

    def test_finishing_the_todo_ticks_the_step(self):
        step = self.agree()
        self.as_user(self.todos(step), self.mia).action_feedback()
        self.assertRecordValues(step, [{"state": "done", "done_on": self.today}])

    def test_partner_ticks_and_opens_again(self):
        step = self.agree()
        self.as_user(step, self.max).action_done()
        self.as_user(step, self.mia).action_reopen()
        self.assertRecordValues(step, [{"state": "open", "done_on": False}])
        self.assertEqual(self.todos(step).user_id, self.mia.user_id)

    def test_open_steps_stand_in_the_next_log_to_tick(self):
        step = self.agree()
        other = self.pair.checkin_ids.sorted("planned_date")[1]
        form = self.dialog(self.mia, other)
        self.assertEqual(form.open_step_ids[:], step)
        form.done_step_ids.add(step)
        form.rating = "4"
        form.save().action_save()
        self.assertEqual(step.state, "done")
        self.assertFalse(self.todos(step))
        self.assertFalse(self.dialog(self.max, other).open_step_ids[:])

    def test_step_of_a_stranger_is_refused(self):
        other = self.add_mentorship("active", mentor=self.add_person("otto"), mentee=self.add_person("eve"))
        for member in other.member_ids:
            steps = [{"name": "Yours", "member_id": member.id, "due_date": self.due_date}]
            with self.assertRaises(AccessError):
                self.log(self.max, next_steps=steps, rating=5)
            self.env.invalidate_all()
        step = self.agree()
        eve = other.mentee_ids
        of_step = [("res_model", "=", step._name), ("res_id", "=", step.id)]
        for person in (eve, self.olga, self.pia, self.ada, self.petra):
            with self.subTest(person.name):
                for method in ("action_done", "action_reopen"):
                    with self.assertRaises(AccessError):
                        getattr(self.as_user(step, person), method)()
                self.assertFalse(self.as_user(step, person).search([]))
                self.assertFalse(self.as_user(self.env["mail.activity"], person).search(of_step))
                with self.assertRaises(AccessError):
                    self.as_user(step, person).read(["name"])

    def test_steps_never_appear_where_the_program_manager_reads(self):
        step = self.agree("Talk to my boss")
        self.as_user(step, self.mia).action_done()
        self.env.flush_all()
        for record in (self.pair, self.checkin):
            self.assertNotIn("boss", str(record.message_ids.sudo().mapped("body")))
            self.assertNotIn("boss", str(self.todos(record).mapped("summary")))
            with self.subTest(record._name):
                self.assertFalse(self.as_user(record, self.pia).next_step_ids)
        messages = step.sudo().message_ids
        self.assertFalse(self.env["mail.message"].with_user(self.pia.user_id).search([("id", "in", messages.ids)]))
        with self.collect_mails() as mails:
            pass
        self.assertFalse(mails)

    def test_no_step_outlives_the_mentorship(self):
        step = self.agree()
        self.as_user(self.pair, self.mia)._end()
        self.assertEqual(step.state, "dropped")
        self.assertFalse(self.todos(step))

    def test_step_of_a_member_without_a_user_has_no_todo(self):
        self.mia.user_id = False
        step = self.agree()
        self.assertEqual(step.state, "open")
        self.assertFalse(self.todos(step))

    def test_step_is_found_by_its_owner_in_the_bell(self):
        step = self.agree()
        groups = self.as_user(self.env["res.users"], self.mia)._get_activity_groups()
        [group] = [group for group in groups if group.get("model") == step._name]
        self.assertEqual(group["planned_count"], 1)
        self.assertEqual(fields.Date.to_date(self.todos(step).date_deadline), self.due_date)
