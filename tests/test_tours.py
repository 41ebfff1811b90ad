from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import tagged

from .tours import Desk, Phone, TourCase


class ProgramTours:
    def test_from_a_new_program_to_published_matches(self):
        self.walk(self.pia, "manager_submits_program")
        program = self.env["hr.mentorship.program"].search([("name", "=", "Speakers")])
        self.assertRecordValues(
            program, [{"goal": "More of us on stage.", "sponsor_id": self.sam.user_id.id, "state": "submitted"}]
        )
        self.assertEqual(program.manager_ids, self.pia.user_id)
        self.assertEqual(program.activity_ids.user_id, self.sam.user_id)

        self.assertEqual(program.rhythm, "weekly")
        self.assertIn("match_rate", program.target_ids.mapped("measure"))

        self.walk(self.sam, "sponsor_approves_program")
        self.assertRecordValues(
            program, [{"state": "open", "sponsor_word": "Take the stage; I will sit in the first row."}]
        )
        self.assertTrue(program.is_enrolment_open)
        self.assertFalse(program.activity_ids)

        self.walk(self.max, "mentor_joins_program")
        self.walk(self.mia, "mentee_joins_program")
        applications = program.participant_ids.sorted("role", reverse=True)
        self.assertRecordValues(
            applications,
            [
                {"employee_id": self.max.id, "role": "mentor", "state": "applied", "motivation": "I want to."},
                {"employee_id": self.mia.id, "role": "mentee", "state": "applied", "motivation": "I want to."},
            ],
        )
        self.assertEqual(applications.skill_ids, self.speaking)
        self.assertEqual(self.mia.mentorship_profile_ids.wanted_skill_ids, self.speaking)

        self.walk(self.pia, "manager_publishes_matches")
        self.assertEqual(set(applications.mapped("state")), {"approved"})
        mentorship = program.mentorship_ids
        self.assertRecordValues(mentorship, [{"name": "Max → Mia", "state": "offered"}])
        self.assertEqual(mentorship.activity_ids.user_id, (self.max + self.mia).user_id)

    def test_program_manager_compares_locks_rejects_chooses_and_publishes(self):
        otto, eve = self.add_person("otto"), self.add_person("eve")
        chess = self.env["hr.mentorship.interest"].create({"name": "Chess by mail"})
        for person, role in ((self.max, "mentor"), (self.mia, "mentee"), (otto, "mentor"), (eve, "mentee")):
            hobbies = chess.ids if person in self.max + self.mia else []
            self.enrol(person, role, capacity=1, interest_ids=[Command.set(hobbies)])
        self.walk(self.pia, "manager_works_on_the_list")
        published = self.program.mentorship_ids.filtered(lambda pair: pair.state == "offered")
        self.assertEqual(set(published.mapped("name")), {"Max → Mia", "Otto → Eve"})
        self.assertEqual(len(self.program.run_ids), 5)

    def test_program_manager_looks_at_the_satisfaction_and_prints_it(self):
        pairs = [(self.max, self.mia), (self.max, self.olga), (self.add_person("otto"), self.add_person("eve"))]
        for mentor, mentee in pairs:
            mentorship = self.add_mentorship("active", mentor=mentor, mentee=mentee)
            for person in (mentor, mentee):
                mentorship.checkin_ids[0].with_user(person.user_id)._log("done", rating=4)
            mentorship.checkin_ids[0].held_on = fields.Date.today() - timedelta(days=60)
        self.assertTrue(self.env["hr.mentorship.release"]._release_closed_periods(), "reports show closed months alone")
        # The tour is about the button; whether this machine can make PDFs is not
        with patch.object(self.registry["ir.actions.report"], "get_wkhtmltopdf_state", lambda self: "ok"):
            self.walk(self.pia, "manager_prints_report")
        self.authenticate(self.pia.user_id.login, self.pia.user_id.login)
        response = self.url_open(f"/report/pdf/hr_mentorship.report_satisfaction/{self.program.id}")
        self.assertEqual(response.status_code, 200)
        self.assertIn("How satisfied both sides are", response.text)


class MemberTours:
    def test_mentor_and_mentee_accept_and_sign(self):
        mentorship = self.add_mentorship("offered")
        self.walk(self.max, "mentor_accepts")
        self.assertEqual(mentorship.state, "offered")
        self.assertEqual(
            {member.role: member.response for member in mentorship.member_ids},
            {"mentor": "accepted", "mentee": "pending"},
        )
        self.walk(self.mia, "mentee_accepts_and_signs")
        self.assertEqual(mentorship.state, "agreement")
        self.assertEqual(mentorship.agreement_id.state, "signing")
        self.walk(self.max, "mentor_signs")
        self.assertRecordValues(mentorship, [{"state": "active", "start_date": fields.Date.today()}])
        self.assertEqual(mentorship.agreement_id.state, "signed")
        self.assertEqual(set(mentorship.agreement_id.signature_ids.mapped("signed_name")), {"Max", "Mia"})
        self.assertTrue(all(mentorship.agreement_id.signature_ids.mapped("image")))
        self.assertTrue(mentorship.checkin_ids)

    def test_mentor_and_mentee_log_complete_and_thank(self):
        mentorship = self.add_mentorship("active")
        checkin = mentorship.checkin_ids.sorted("planned_date")[0]
        checkin._move_to("planned", planned_date=fields.Date.today())
        self.walk(self.mia, "mentee_logs_checkin")
        self.assertRecordValues(checkin, [{"state": "done", "held_on": fields.Date.today()}])
        self.walk(self.max, "mentor_adds_view_and_completes")
        self.assertEqual(
            {note.author_id: note.body for note in checkin.note_ids},
            {self.mia.user_id: "We talked about courage.", self.max.user_id: "Mia has spoken up."},
        )
        self.assertEqual(
            {feedback.member_id.role: feedback.rating for feedback in checkin.feedback_ids}, {"mentee": 5, "mentor": 4}
        )
        self.assertEqual(mentorship.state, "completed")
        badges = mentorship.member_ids.badge_user_id
        self.assertEqual(badges.user_id, (self.max + self.mia).user_id)

        self.walk(self.mia, "mentee_thanks")
        self.assertRecordValues(
            mentorship.thank_you_ids, [{"author_id": self.mia.user_id.id, "body": "You made me speak."}]
        )
        self.walk(self.max, "mentor_reads_thanks")

    def test_member_ends_a_mentorship_in_two_clicks(self):
        mentorship = self.add_mentorship("active")
        self.walk(self.mia, "member_ends")
        self.assertRecordValues(
            mentorship, [{"state": "ended", "closed_on": fields.Date.today(), "end_reason": "none"}]
        )
        self.assertEqual(set(mentorship.checkin_ids.mapped("state")), {"cancelled"})


class ProfileTours:
    def test_employee_edits_the_own_profile_and_finds_a_mentor(self):
        chess = self.env["hr.mentorship.interest"].create({"name": "Chess"})
        self.max.mentorship_profile_ids.write(
            {
                "is_open_to_mentor": True,
                "offered_skill_ids": [Command.set(self.leading.ids)],
                "introduction": "Ask me anything.",
            }
        )
        self.walk(self.olga, "employee_edits_profile_and_finds_mentor")
        profile = self.olga.mentorship_profile_ids
        self.assertRecordValues(
            profile,
            [
                {
                    "is_open_to_mentor": True,
                    "offered_skill_ids": self.selling.ids,
                    "wanted_skill_ids": self.leading.ids,
                    "interest_ids": chess.ids,
                    "introduction": "I listen first.",
                }
            ],
        )


class RequestTours:
    def set_up_choosing(self):
        self.program.matching_mode = "both"
        self.max.mentorship_profile_ids.introduction = "I ask more than I answer."
        self.enrol(self.mia, "mentee", self.leading + self.coding)
        self.enrol(self.max, "mentor", self.leading + self.coding)
        self.enrol(self.add_person("otto"), "mentor", self.leading)

    def test_mentee_asks_and_the_mentor_accepts(self):
        self.set_up_choosing()
        self.walk(self.mia, "mentee_finds_and_asks")
        request = self.program.mentorship_ids
        self.assertRecordValues(request, [{"name": "Max → Mia", "state": "offered", "origin": "request"}])
        self.walk(self.max, "mentor_accepts_request")
        self.assertEqual(request.state, "agreement")

    def test_mentee_compares_mentors_side_by_side_and_asks_one(self):
        self.set_up_choosing()
        for name in ("ida", "eve"):
            self.enrol(self.add_person(name), "mentor", self.leading)
        self.program.participant_ids.filtered(lambda part: part.role == "mentor").capacity = 1
        self.walk(self.mia, "mentee_compares_mentors", path="/odoo/find-my-mentor")
        self.assertEqual(self.program.mentorship_ids.mapped("name"), ["Max → Mia"])

    def test_mentee_takes_a_request_back_and_looks_again(self):
        self.set_up_choosing()
        participants = self.program.participant_ids
        mentee, mentor = (
            participants.filtered(lambda participant, p=person: participant.employee_id == p)
            for person in (self.mia, self.max)
        )
        request = self.env["hr.mentorship"].with_user(self.mia.user_id)._request(mentee, mentor)
        self.walk(self.mia, "mentee_takes_back")
        self.assertEqual(request.state, "cancelled")

    def test_mentee_puts_wishes_into_another_order(self):
        part = self.enrol(self.mia, "mentee")
        mentors = [self.max, self.add_person("otto"), self.add_person("eve")]
        for mentor in mentors:
            self.enrol(mentor, "mentor")
        part.with_user(self.mia.user_id)._set_wishes([mentor.id for mentor in mentors])
        mine = "/odoo/action-hr_mentorship.hr_mentorship_my_participant_action"
        self.walk(self.mia, "mentee_ranks_wishes", path=mine)
        wished = part.wish_ids.sorted("rank").wished_employee_id
        self.assertEqual(wished.mapped("name"), ["Eve", "Otto", "Max"])

    def test_mentor_offers_a_seat_and_the_mentee_accepts(self):
        self.set_up_choosing()
        self.enrol(self.olga, "mentee", self.leading)
        part = self.program.participant_ids.filtered(lambda each: each.employee_id == self.mia)
        part.with_user(self.mia.user_id).action_open_to_offers()
        self.walk(self.max, "mentor_offers_a_seat")
        offer = self.program.mentorship_ids
        self.assertRecordValues(offer, [{"name": "Max → Mia", "state": "offered", "origin": "offer"}])
        self.walk(self.mia, "mentee_accepts_a_seat")
        self.assertEqual(offer.state, "agreement")

    def test_mentee_asks_the_next_wish_with_one_press(self):
        self.set_up_choosing()
        ida = self.add_person("ida")
        self.enrol(ida, "mentor", self.leading)
        part = self.program.participant_ids.filtered(lambda each: each.employee_id == self.mia)
        mine = part.with_user(self.mia.user_id)
        mine._set_wishes([self.people["otto"].id, ida.id])
        mine._set_next_wish(False)
        self.walk(self.mia, "mentee_asks_the_next_wish")
        request = self.program.mentorship_ids
        self.assertEqual(request.mentor_ids, self.people["otto"])
        self.assertEqual(part.given_next_wish, "ask")

    def test_program_manager_approves_a_request(self):
        self.set_up_choosing()
        self.program.approves_requests = True
        mentee, mentor = (
            self.program.participant_ids.filtered(lambda participant, p=person: participant.employee_id == p)
            for person in (self.mia, self.max)
        )
        request = self.env["hr.mentorship"].with_user(self.mia.user_id)._request(mentee, mentor)
        self.walk(self.pia, "manager_approves_a_request")
        self.assertEqual(request.state, "offered")

    def test_mentee_for_whom_nobody_has_time_reads_so(self):
        self.program.matching_mode = "request"
        self.enrol(self.mia, "mentee")
        self.walk(self.mia, "mentee_reads_nobody_left", path="/odoo/find-my-mentor")


@tagged("post_install", "-at_install")
class TestProgramToursDesk(ProgramTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestProgramToursPhone(ProgramTours, Phone, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestMemberToursDesk(MemberTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestMemberToursPhone(MemberTours, Phone, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestProfileToursDesk(ProfileTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestProfileToursPhone(ProfileTours, Phone, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestRequestToursDesk(RequestTours, Desk, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestRequestToursPhone(RequestTours, Phone, TourCase):
    pass
