from odoo import Command, fields
from odoo.tests import tagged

from ..common import SIGNATURE
from ..tours import Desk, Phone, TourCase


class PeerTours:
    """Mia and Olga have what the other one wants; Noah is the third, who is left over."""

    def join(self, program, person, wants, offers, state="approved"):
        return self.enrol(
            person,
            "peer",
            program=program,
            skills=wants,
            state=state,
            offered_skill_ids=[Command.set(offers.ids)],
        )

    def test_people_join_and_are_matched_as_equals(self):
        program = self.add_program("Peers", self.pia, format="peer")
        noah = self.add_person("noah")
        self.walk(self.mia, "peer_joins")
        part = program.participant_ids
        self.assertRecordValues(part, [{"role": "peer", "state": "applied"}])
        self.assertEqual(part.motivation, "I would rather ask an equal.")
        self.assertEqual((part.skill_ids, part.offered_skill_ids), (self.speaking, self.selling))
        self.join(program, self.olga, self.selling, self.speaking, "applied")
        self.join(program, noah, self.coding | self.selling, self.speaking, "applied")
        self.walk(self.pia, "manager_matches_peers")
        self.assertRecordValues(program.mentorship_ids, [{"name": "Mia ↔ Olga", "state": "offered"}])
        self.assertEqual(set(program.participant_ids.mapped("state")), {"approved"})

    def test_peers_accept_sign_set_goals_and_log(self):
        program = self.add_program("Peers", self.pia, format="peer")
        people = [
            self.join(program, self.mia, self.speaking, self.selling),
            self.join(program, self.olga, self.selling, self.speaking),
        ]
        pia = self.pia.user_id
        self.env["hr.mentorship"].with_user(pia)._pair_by_hand(program.with_user(pia), *people)
        pair = program.mentorship_ids
        pair.with_user(pia).action_offer()
        self.walk(self.mia, "peer_accepts")
        self.walk(self.olga, "peer_accepts_and_signs")
        self.assertEqual(pair.state, "agreement")
        pair.checkin_ids.unlink()  # the first meeting, which is logged in another way
        pair.agreement_id.with_user(self.mia.user_id)._sign("Mia", SIGNATURE)
        self.assertEqual(pair.state, "active")
        self.walk(self.mia, "peer_sets_and_suggests_a_goal")
        self.walk(self.olga, "peer_takes_up_a_goal")
        self.assertEqual(
            {goal.employee_id: (goal.name, goal.state) for goal in pair.goal_ids},
            {
                self.mia: ("I open a talk without notes", "active"),
                self.olga: ("Sell one idea a week", "active"),
            },
        )
        checkin = pair.checkin_ids.sorted("planned_date")[0]
        checkin._move_to("planned", planned_date=fields.Date.today())
        self.walk(self.mia, "mentee_logs_checkin")
        self.assertRecordValues(checkin, [{"state": "done", "held_on": fields.Date.today()}])


@tagged("post_install", "-at_install")
class TestPeerToursOnDesk(Desk, PeerTours, TourCase):
    pass


@tagged("post_install", "-at_install")
class TestPeerToursOnPhone(Phone, PeerTours, TourCase):
    pass
