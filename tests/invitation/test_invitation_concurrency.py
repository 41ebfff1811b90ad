from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..concurrency import ConcurrencyCase


@tagged("post_install", "-at_install")
class TestInvitationConcurrency(ConcurrencyCase):
    """The last place, and one invitation, from two sides in the same moment."""

    def test_two_take_the_last_place_and_one_waits(self):
        def prepare(company):
            first, second = self.new_people(company, "yes", "yes too")
            program = company.add_program("Last place", company.pia, max_mentees=1)
            company.env["hr.mentorship.invitation"]._ask(program, first | second, role="mentee", joins_at_once=True)
            return program.id, first.user_id.id, second.user_id.id

        program_id, first, second = self.arrange(prepare)

        def join(env):
            dialog = env["hr.mentorship.apply"].create(
                {
                    "program_id": program_id,
                    "role": "mentee",
                    "skill_ids": [Command.set(self.company.leading.ids)],
                }
            )
            dialog.action_apply()

        self.assertEqual(self.errors(self.together((first, join), (second, join))), [])
        states = self.inspect(
            lambda env: sorted(env["hr.mentorship.program"].browse(program_id).participant_ids.mapped("state"))
        )
        self.assertEqual(states, ["approved", "waiting"])

    def test_two_apply_and_their_program_manager_has_one_to_do(self):
        def prepare(company):
            first, second = self.new_people(company, "early", "early too")
            program = company.add_program("First applications", company.pia)
            return program.id, first.user_id.id, second.user_id.id

        program_id, first, second = self.arrange(prepare)

        def join(env):
            env["hr.mentorship.apply"].create(
                {
                    "program_id": program_id,
                    "role": "mentee",
                    "skill_ids": [Command.set(self.company.leading.ids)],
                }
            ).action_apply()

        self.assertEqual(self.errors(self.together((first, join), (second, join))), [])
        todos = self.inspect(
            lambda env: env["mail.activity"].search_count(
                [("res_model", "=", "hr.mentorship.program"), ("res_id", "=", program_id)]
            )
        )
        self.assertEqual(todos, 1)

    def test_two_approve_the_last_place_and_one_reads_that_it_is_gone(self):
        def prepare(company):
            program = company.add_program("One place", company.pia, max_mentees=1)
            people = self.new_people(company, "one", "two")
            return [company.enrol(each, "mentee", program=program, state="applied").id for each in people]

        def approve(number):
            return lambda env: env["hr.mentorship.participant"].browse(number).action_approve()

        pia = self.user_ids["pia"]
        outcomes = self.together(*((pia, approve(number)) for number in self.arrange(prepare)))
        [error] = self.errors(outcomes)
        self.assertIsInstance(error, UserError)
        self.assertIn(": 0; people to approve", str(error))

    def test_two_jobs_write_one_mail(self):
        def prepare(company):
            program = company.add_program("One mail", company.pia)
            [person] = self.new_people(company, "asked")
            invitation = company.env["hr.mentorship.invitation"]._ask(program, person)
            return invitation.id, person.user_id.partner_id.id

        invitation_id, partner_id = self.arrange(prepare)

        def send(env):
            invitations = env["hr.mentorship.invitation"].sudo()
            due = invitations.search(invitations._get_due_domain())
            due.filtered(lambda each: each.id == invitation_id).try_lock_for_update(
                allow_referencing=True
            )._write_to_them()

        self.together((1, send), (1, send))
        mails = self.inspect(lambda env: env["mail.mail"].search_count([("recipient_ids", "=", partner_id)]))
        self.assertEqual(mails, 1)
