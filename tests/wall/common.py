from odoo import fields


class WallCompany:
    """A program with a wall, and two pairs in it: mia with max, eve with otto."""

    @classmethod
    def set_up_wall(cls):
        cls.env["hr.mentorship.program"].search([("has_wall", "=", True)]).has_wall = False
        cls.program.has_wall = True
        cls.posts = cls.env["hr.mentorship.post"]
        cls.pair = cls.add_mentorship("active")

    @classmethod
    def add_other_pair(cls):
        return cls.add_mentorship("active", mentor=cls.add_person("otto"), mentee=cls.add_person("eve"))

    @classmethod
    def thank(cls, person, words="Thank you for Tuesday.", on_wall=True):
        dialogs = cls.env["hr.mentorship.thank.you"].with_user(person.user_id)
        dialogs.create({"mentorship_id": cls.pair.id, "message": words, "on_wall": on_wall}).action_send()
        return cls.posts.search([("mentorship_id", "=", cls.pair.id)], order="id desc", limit=1)

    @classmethod
    def propose(cls, words="They have turned a shy speaker into a voice.", pair=None):
        pair = pair or cls.pair
        dialogs = cls.env["hr.mentorship.spotlight"].with_user(cls.pia.user_id)
        dialogs.create({"mentorship_id": pair.id, "words": words}).action_propose()
        return cls.posts.search([("kind", "=", "spotlight")], order="id desc", limit=1)

    @classmethod
    def show(cls, post, *people):
        for person in people or (cls.mia, cls.max):
            if post.with_user(person.user_id).can_agree:
                post.with_user(person.user_id).action_agree()
        return post

    @classmethod
    def wall_of(cls, person):
        """What somebody finds on the wall, by headline."""
        posts = cls.posts.with_user(person.user_id).search([("state", "!=", "withdrawn")])
        return [post.headline for post in posts]

    @classmethod
    def reach_goal(cls):
        return cls.env["hr.mentorship.goal"].create(
            {
                "name": "I speak up",
                "mentorship_id": cls.pair.id,
                "state": "reached",
                "reached_on": fields.Date.today(),
            }
        )


class LeaderboardCompany:
    """A program with a leaderboard, and six who take part in it beside mia and max; nobody is on it yet."""

    @classmethod
    def set_up_leaderboard(cls, since):
        cls.env["ir.config_parameter"].set_param("hr_mentorship.anonymity_threshold", 5)
        cls.program.has_recognition = True
        cls.program.write({"has_leaderboard": True, "recognition_since": since})
        cls.crowd = [cls.add_person(name) for name in ("amy", "ben", "cleo", "dan", "emil", "finn")]
        for person in (cls.mia, *cls.crowd):
            cls.enrol(person, "mentee")
        cls.enrol(cls.max, "mentor")

    @classmethod
    def seat(cls, person):
        return cls.env["hr.mentorship.participant"].search(
            [("program_id", "=", cls.program.id), ("employee_id", "=", person.id)]
        )

    @classmethod
    def earn(cls, person, points, day=None, program=None):
        row = {"employee_id": person.id, "points": points, "reason": "Meeting held"}
        program = program or cls.program
        day = day or program.recognition_since or fields.Date.today()
        return cls.env["hr.mentorship.wallet"]._earn([{**row, "program_id": program.id, "event_date": day}])

    @classmethod
    def join(cls, person):
        cls.program.with_user(person.user_id).action_join_leaderboard()

    @classmethod
    def fill(cls, points=10, day=None):
        """Let all six earn as many points, and put themselves on it."""
        for person in cls.crowd:
            cls.earn(person, points, day)
            cls.join(person)
