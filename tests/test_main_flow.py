from odoo.tests import Form, tagged

from .common import SIGNATURE, MentorshipCase


@tagged("post_install", "-at_install")
class TestMainFlow(MentorshipCase):
    """The whole way once, each step as the user who takes it, with the rights that user has."""

    def test_everybody_takes_their_step_without_an_access_error(self):
        pia, sam, mia, max_ = (person.user_id for person in (self.pia, self.sam, self.mia, self.max))
        form = Form(self.env["hr.mentorship.program"].with_user(pia))
        form.name = "Speakers"
        form.goal = "More of us on stage."
        form.sponsor_id = sam
        program = form.save()
        program.enrolment_start_date = program.create_date.date()
        program.action_submit()
        self.assertIn(sam, program.sudo().activity_ids.user_id)
        program.with_user(sam).action_approve()
        self.assertEqual(program.state, "open")
        self.assertTrue(program.is_enrolment_open)

        for user, role, skills in ((max_, "mentor", self.speaking + self.leading), (mia, "mentee", self.speaking)):
            apply = Form(
                self.env["hr.mentorship.apply"]
                .with_user(user)
                .with_context(default_program_id=program.id, default_role=role)
            )
            apply.skill_ids.set(skills)
            apply.motivation = "I want to."
            apply.save().action_apply()
        participants = program.participant_ids
        self.assertEqual(set(participants.mapped("state")), {"applied"})
        participants.with_user(pia).action_approve()
        self.assertEqual(self.mia.mentorship_profile_ids.wanted_skill_ids, self.speaking)

        managed = program.with_user(pia)
        managed.action_compare_objectives()
        self.assertTrue(all(managed.compared_run_ids.mapped("is_proven")))
        managed.action_use_recommended()
        mentorship = managed.proposal_ids
        self.assertEqual(mentorship.name, "Max → Mia")
        self.assertIn("Max offers the topic that Mia wants: Speaking", mentorship.match_reasons)
        self.assertFalse(self.env["hr.mentorship"].with_user(mia).search([("id", "=", mentorship.id)]))
        mentorship.action_offer()

        for user in (max_, mia):
            self.assertTrue(mentorship.with_user(user).can_answer)
            mentorship.with_user(user).action_accept()
        self.assertEqual(mentorship.state, "agreement")
        agreement = mentorship.agreement_id
        self.assertIn("More of us on stage.", agreement.body)
        for user in (mia, max_):
            sign = self.env["hr.mentorship.sign"].with_user(user).create({"agreement_id": agreement.id})
            sign.write({"has_read": True, "image": SIGNATURE})
            sign.action_sign()
        self.assertEqual(mentorship.state, "active")
        self.assertEqual(agreement.state, "signed")

        checkin = mentorship.checkin_ids.sorted("planned_date")[0]
        self.assertIn("follow_up", mentorship.checkin_ids.mapped("kind"))
        for user, rating in ((mia, "5"), (max_, "4")):
            log = Form(
                self.env["hr.mentorship.checkin.log"].with_user(user).with_context(default_checkin_id=checkin.id)
            )
            log.summary = f"Summary by {user.name}"
            log.rating = rating
            log.save().action_save()
            waiting = self.env["hr.mentorship.checkin"].with_user(max_).search([("is_waiting_for_me", "=", True)])
            self.assertEqual(waiting, checkin if user == mia else waiting.browse(), "the partner is asked to rate, too")
        self.assertEqual(checkin.state, "done")
        self.assertEqual(set(checkin.with_user(mia).note_ids.mapped("body")), {"Summary by Mia", "Summary by Max"})
        # Each reads only their own answer, and lines that the other has read stay in the cache of one transaction
        self.env.invalidate_all()
        self.assertEqual(checkin.with_user(mia).feedback_ids.mapped("rating"), [5])

        mentorship.with_user(max_).action_complete()
        self.assertEqual(mentorship.member_ids.badge_user_id.user_id, mia + max_)
        thanks = (
            self.env["hr.mentorship.thank.you"]
            .with_user(mia)
            .create({"mentorship_id": mentorship.id, "message": "You made me speak."})
        )
        thanks.action_send()
        self.assertEqual(mentorship.with_user(max_).thank_you_ids.body, "You made me speak.")
        self.assertFalse(self.as_user(mentorship, self.pia).thank_you_ids, "thanks are read by the two alone")

        values = self.env["report.hr_mentorship.report_satisfaction"].with_user(pia)._get_report_values(program.ids)
        self.assertEqual(values["figures"][program.id].people, {"mentor": 1, "mentee": 1})
        self.assertFalse(values["figures"][program.id].answers, "two answers are no group")
        for person in (self.mia, self.max, self.pia, self.sam, self.olga):
            overview = self.env["hr.mentorship.overview"].with_user(person.user_id)
            self.assertEqual(overview.action_open()["tag"], "hr_mentorship.my_mentorship")
            overview.get_page()
