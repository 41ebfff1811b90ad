"""A program of groups, for the tests of all rooms that have to do with them."""

from ..common import SIGNATURE, MentorshipCase


class GroupCase(MentorshipCase):
    """Max mentors a group of up to three: Mia and Olga from the beginning, Noah may join."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.circle = cls.add_program("Circle", cls.pia, format="group", mentor_capacity=3)
        cls.noah = cls.add_person("noah")
        cls.mentor = cls.enrol(cls.max, "mentor", program=cls.circle, capacity=3)
        cls.seats = {
            person: cls.enrol(person, "mentee", program=cls.circle, motivation=f"{person.name}.")
            for person in (cls.mia, cls.olga)
        }

    @classmethod
    def add_pair(cls, mentee, state="proposed"):
        return cls.add_mentorship(state, mentee=mentee, program=cls.circle)

    @classmethod
    def publish(cls, *mentees):
        pairs = cls.env["hr.mentorship"].union(*(cls.add_pair(mentee) for mentee in mentees or (cls.mia, cls.olga)))
        cls.as_user(pairs, cls.pia).action_offer()
        return pairs.exists()

    @classmethod
    def accept(cls, group, *people):
        for person in people or (cls.max, cls.mia, cls.olga):
            cls.as_user(group, person).action_accept()

    @classmethod
    def sign(cls, group, *people):
        for person in people or (cls.max, cls.mia, cls.olga):
            cls.as_user(group.open_agreement_id, person)._sign(person.name, SIGNATURE)

    def join(self, group, person=None):
        """Let somebody join by an offer, as people come."""
        person = person or self.noah
        offer = self.add_pair(person, "offered")
        self.accept(offer, self.max, person)
        self.env.invalidate_all()
        self.assertFalse(offer.exists())
        return group.member_ids.filtered(lambda member: member.employee_id == person)

    def member(self, group, person):
        return group.member_ids.filtered(lambda member: member.employee_id == person)

    def own_of(self, person, group):
        """The mentorship of somebody who has left the group."""
        theirs = self.env["hr.mentorship"].search([("mentee_ids", "in", person.ids)])
        return theirs.filtered(lambda mentorship: mentorship.parted_from_id == group)


class RunningGroupCase(GroupCase):
    """The group has said yes and signed: it meets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.publish()
        cls.accept(cls.group)
        cls.sign(cls.group)
        cls.env.flush_all()
