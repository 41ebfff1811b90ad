from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.hr_mentorship.models.common.own_context import OURS

from .common import SIGNATURE
from .performance import FEW, MANY, NOISE, PerformanceCase

# A template is rendered in the language and with the names of one pair: employees twice, topics once.
RENDERING_AN_AGREEMENT = 3
# The two mails of a pair, each rendered and queued by Odoo, and their lines that are sent with it.
MAILS_TO_TWO = 8
# Both reviews of a pair and its meetings have events, which the calendar takes away, or moves, one by one.
TAKING_EVENTS_AWAY, MOVING_EVENTS = 11, 24
# Odoo reads each line of a file within a savepoint of its own.
IMPORTED_LINE = 1
# The chatter of a check-in says that its day has changed: a message, and the values.
LOGGING_A_NEW_DAY = 2


@tagged("post_install", "-at_install", "sweep")
class TestReadingCost(PerformanceCase):
    """Lists, cards and forms."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.mentor_capacity = MANY
        cls.enrol(cls.max, "mentor", capacity=MANY)
        cls.pairs = cls.env["hr.mentorship"]
        for index in range(MANY):
            mentee = cls.add_person(f"mentee{index}")
            cls.pairs += cls.add_mentorship("active", mentee=mentee)
        cls.log_some_meetings()
        cls.programs = cls.program
        for index in range(MANY - 1):
            program = cls.add_program(f"Program {index}", cls.pia)
            cls.enrol(cls.olga, "mentee", program=program)
            cls.add_mentorship("proposed", program=program)
            cls.programs += program
        cls.env.flush_all()

    @classmethod
    def log_some_meetings(cls):
        for pair in cls.pairs:
            for member in pair.member_ids:
                pair.checkin_ids[0].with_user(member.user_id)._log(
                    "done", held_on=fields.Date.today(), summary="S", private_note="P", rating=5
                )

    def test_program_manager_reads_programs(self):
        for view_type in ("kanban", "list"):
            with self.subTest(view_type):
                read = self.read_as_client("hr.mentorship.program", view_type, self.pia)
                self.assert_same_cost(read, self.programs[:FEW], self.programs)

    def test_employee_reads_programs(self):
        read = self.read_as_client("hr.mentorship.program", "kanban", self.olga)
        self.assert_same_cost(read, self.programs[:FEW], self.programs)

    def test_nobody_reads_all_people_of_a_program_to_know_whether_they_may_see_it(self):
        """The number of queries is the same, but not what they read."""
        program = self.program.with_user(self.olga.user_id)
        self.env.invalidate_all()
        program.check_access("read")
        cached = self.env.transaction.field_data[self.program._fields["participant_ids"]]
        self.assertNotIn(self.program.id, cached)

    def test_program_manager_reads_a_program_with_more_and_more_people(self):
        read = self.read_as_client("hr.mentorship.program", "form", self.pia)
        self.assert_same_cost(read, self.programs[1], self.program)

    def test_program_manager_and_member_read_mentorships(self):
        for person in (self.pia, self.max):
            for view_type in ("list", "kanban"):
                with self.subTest(f"{person.name} {view_type}"):
                    read = self.read_as_client("hr.mentorship", view_type, person)
                    self.assert_same_cost(read, self.pairs[:FEW], self.pairs)

    def test_program_manager_and_member_read_the_form_of_a_mentorship_whatever_its_age(self):
        """Ten more check-ins, held and logged, cost nothing."""
        old = self.pairs[0]
        checkins = self.env["hr.mentorship.checkin"].create(
            [
                {"mentorship_id": old.id, "kind": "regular", "occurrence": 100 + index, "planned_date": old.start_date}
                for index in range(10)
            ]
        )
        for checkin in checkins:
            checkin.with_user(self.max.user_id)._log("done", held_on=fields.Date.today(), summary="S", rating=4)
        self.assert_same_cost(self.read_as_client("hr.mentorship", "form", self.pia), self.pairs[1], old)
        # To its members the form is a page, which is asked for by itself
        self.assert_same_cost(lambda pair: self.as_user(pair, self.max).read(["page"]), self.pairs[1], old)

    def test_program_manager_and_member_read_check_ins(self):
        checkins = self.pairs.checkin_ids
        for person in (self.pia, self.max):
            for view_type in ("list", "kanban"):
                with self.subTest(f"{person.name} {view_type}"):
                    read = self.read_as_client("hr.mentorship.checkin", view_type, person)
                    self.assert_same_cost(read, self.pairs[:FEW].checkin_ids, checkins)

    def test_program_manager_reads_participants(self):
        participants = self.program.participant_ids
        for view_type in ("list", "kanban"):
            with self.subTest(view_type):
                read = self.read_as_client("hr.mentorship.participant", view_type, self.pia)
                self.assert_same_cost(read, participants[:FEW], participants)

    def test_program_manager_reads_agreements(self):
        agreements = self.pairs.agreement_ids
        read = self.read_as_client("hr.mentorship.agreement", "list", self.pia)
        self.assert_same_cost(read, agreements[:FEW], agreements)

    def test_employee_reads_the_directory_of_mentors(self):
        employees = self.pairs.mentee_ids
        employees.mentorship_profile_ids.write(
            {"is_open_to_mentor": True, "offered_skill_ids": [Command.set((self.leading + self.coding).ids)]}
        )
        cards = self.env["hr.employee.public"].browse(employees.ids)
        read = self.read_as_client(
            "hr.employee.public", "kanban", self.olga, "hr_mentorship.hr_employee_public_view_kanban_mentor"
        )
        self.assert_same_cost(read, cards[:FEW], cards)

    def test_program_manager_reads_the_satisfaction_report(self):
        report = self.env["hr.mentorship.feedback.report"].with_user(self.pia.user_id)
        document = self.env["report.hr_mentorship.report_satisfaction"].with_user(self.pia.user_id)
        self.assert_same_cost(
            lambda programs: document._get_report_values(programs.ids), self.programs[:FEW], self.programs
        )

        def read():
            return report.formatted_read_group([], ["program_id", "role"], ["rating:avg"])

        read()  # the rules of access, which Odoo remembers
        # Its readers, whether anything was told across programs, and the figures
        self.assertLessEqual(self.count_queries(read), 3)

    def test_overview_costs_the_same_with_few_and_many_mentorships(self):
        few_mentor = self.add_person("otto")
        self.enrol(few_mentor, "mentor", capacity=FEW)
        for index in range(FEW):
            self.add_mentorship("active", mentor=few_mentor, mentee=self.add_person(f"mentee{MANY + index}"))
        self._open_overview(self.max)
        few = self.count_queries(lambda: self._open_overview(few_mentor))
        many = self.count_queries(lambda: self._open_overview(self.max))
        self.assertLessEqual(many, few + NOISE)

    def test_overview_costs_the_same_with_few_and_many_programs(self):
        boss = self.add_person("boss", groups="hr_mentorship.group_hr_mentorship_manager")
        self.programs[:FEW].manager_ids = [Command.link(boss.user_id.id)]
        self._open_overview(boss)
        few = self.count_queries(lambda: self._open_overview(boss))
        self.programs.manager_ids = [Command.link(boss.user_id.id)]
        self.assertLessEqual(self.count_queries(lambda: self._open_overview(boss)), few + NOISE)

    def _open_overview(self, person):
        self.env["hr.mentorship.overview"].with_user(person.user_id).get_page()


@tagged("post_install", "-at_install", "sweep")
class TestDoingCost(PerformanceCase):
    """Steps that are taken for many people at once."""

    def proposals(self, number, state="proposed"):
        pairs = self.env["hr.mentorship"]
        for mentor, mentee in zip(self.staff("mentor", number), self.staff("mentee", number), strict=True):
            pairs += self.add_mentorship("proposed", mentor=mentor, mentee=mentee)
        if state == "active":
            pairs._move_to("active", start_date=fields.Date.today())
        return pairs

    def test_program_manager_matches_more_people(self):
        programs = []
        for index, number in enumerate((FEW, FEW, MANY)):
            program = self.add_program(f"Pool {index}", self.pia)
            for role in ("mentor", "mentee"):
                for person in self.staff(role, number):
                    self.enrol(person, role, self.leading + self.coding, program=program)
            programs.append(program)

        def match(program):
            proposals, _unmatched = self.propose(program)
            self.assertEqual(len(proposals), program.mentee_count)
            proposals.mapped("match_reasons")

        match(programs[0])
        few, many = (self.count_queries(lambda program=program: match(program)) for program in programs[1:])
        self.assertLessEqual(many, few + NOISE)

    def test_program_manager_approves_more_applications(self):
        applications = [
            self.env["hr.mentorship.participant"].union(
                *[self.enrol(person, "mentee", state="applied") for person in self.staff("mentee", number)]
            )
            for number in (FEW, FEW, MANY)
        ]
        self.assert_same_cost_once(lambda some: some.with_user(self.pia.user_id).action_approve(), *applications)

    def test_program_manager_imports_more_people(self):
        def load(people):
            lines = [[person.name, self.program.name, "mentee"] for person in people]
            result = participants.load(["employee_id", "program_id", "role"], lines)
            self.assertEqual((len(result["ids"] or []), result["messages"]), (len(people), []))

        participants = self.env["hr.mentorship.participant"].with_user(self.pia.user_id)
        crowds = [self.env["hr.employee"].union(*self.staff("mentee", number)) for number in (FEW, FEW, MANY)]
        self.assert_same_cost_once(load, *crowds, per_record=IMPORTED_LINE)

    def test_program_manager_publishes_more_matches(self):
        pairs = [self.proposals(number) for number in (FEW, FEW, MANY)]
        self.assert_same_cost_once(lambda some: some.with_user(self.pia.user_id).action_offer(), *pairs)

    def test_cron_closes_more_offers(self):
        pairs = [self.proposals(number) for number in (FEW, FEW, MANY)]
        for some in pairs:
            some.action_offer()
        yesterday = fields.Date.add(fields.Date.today(), days=-1)
        cron = type(self.env["ir.cron"])

        def expire(some):
            some.offer_expires_on = yesterday
            with patch.object(cron, "_commit_progress", return_value=60.0):
                self.env["hr.mentorship"]._cron_expire_offers()
            self.assertEqual(set(some.mapped("state")), {"declined"})

        self.assert_same_cost_once(expire, *pairs)

    def test_plan_is_made_for_more_mentorships(self):
        pairs = [self.proposals(number, "active") for number in (FEW, FEW, MANY)]
        self.assert_same_cost_once(self.env["hr.mentorship.checkin"]._plan_for, *pairs)
        self.assertTrue(all(pair.checkin_ids for some in pairs for pair in some))

    def test_members_log_and_confirm_at_the_same_cost_however_old_their_mentorship_is(self):
        pairs = self.proposals(3, "active")
        pairs.offered_on = fields.Date.today()
        self.env["hr.mentorship.checkin"]._plan_for(pairs)
        due = [pair.checkin_ids.sorted("planned_date")[0] for pair in pairs]
        old = pairs[2]
        held = self.env["hr.mentorship.checkin"].create(
            [
                {"mentorship_id": old.id, "kind": "regular", "occurrence": 100 + index, "planned_date": old.start_date}
                for index in range(3 * MANY)
            ]
        )
        mentor, mentee = old.member_ids.sorted("role", reverse=True)
        step = {"member_id": mentee.id, "due_date": fields.Date.today()}
        for checkin in held:
            checkin.with_user(mentor.user_id)._log(
                "done", held_on=fields.Date.today(), rating=4, next_steps=[{"name": "A step", **step}]
            )

        def log(checkin):
            mentor, mentee = checkin.mentorship_id.member_ids.sorted("role", reverse=True)
            step = {"name": "A step", "member_id": mentee.id, "due_date": fields.Date.today()}
            values = {"held_on": fields.Date.today(), "summary": "S", "private_note": "P", "rating": 5, "comment": "C"}
            checkin.with_user(mentor.user_id)._log("done", next_steps=[step], **values)
            checkin.with_user(mentee.user_id)._log("done", **values)

        self.count_queries(lambda: log(due[0]))
        young, old = (self.count_queries(lambda checkin=checkin: log(checkin)) for checkin in due[1:])
        self.assertLessEqual(old, young + NOISE)

    def test_daily_job_plans_more_check_ins_and_moves_more_off_new_leave(self):
        groups = [self.proposals(number, "active") for number in (FEW, FEW, MANY)]
        today = fields.Date.today()
        self.env["hr.mentorship"].search([("state", "=", "active")]).plan_due_on = False
        costs = []
        for some in groups:
            some.checkin_ids.unlink()
            self.env["hr.mentorship.checkin"]._plan_for(some)
            regular = some.checkin_ids.filtered("occurrence").sorted("planned_date").grouped("mentorship_id")
            # One has been held, and somebody is away when the next one is
            for checkins in regular.values():
                checkins[0].with_context(mentorship_plans=OURS).planned_date = fields.Date.subtract(today, days=1)
            some.plan_due_on = today
            self.env["resource.calendar.leaves"].create(
                [
                    {
                        "resource_id": pair.member_ids.employee_id[0].resource_id.id,
                        "calendar_id": pair.member_ids.employee_id[0].resource_calendar_id.id,
                        "date_from": fields.Datetime.to_datetime(regular[pair][1].planned_date),
                        "date_to": fields.Datetime.add(
                            fields.Datetime.to_datetime(regular[pair][1].planned_date), hours=23, minutes=59
                        ),
                    }
                    for pair in some
                ]
            )
            before = {pair: regular[pair][1].planned_date for pair in some}
            with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=60.0):
                costs.append(self.count_queries(self.env["hr.mentorship.checkin"]._cron_plan))
            self.assertEqual(len(some.checkin_ids.filtered("occurrence")), 3 * len(some))
            self.assertTrue(all(regular[pair][1].planned_date != before[pair] for pair in some))
        _warm, few, many = costs
        self._compare(few, many, FEW, MANY, LOGGING_A_NEW_DAY)

    def test_agreements_are_drafted_for_more_mentorships(self):
        pairs = [self.proposals(number) for number in (FEW, FEW, MANY)]
        self.assert_same_cost_once(lambda some: some._after_all_accepted(), *pairs, per_record=RENDERING_AN_AGREEMENT)

    def test_program_manager_ends_more_mentorships(self):
        pairs = [self.planned_pairs(number) for number in (FEW, FEW, MANY)]
        self.assert_same_cost_once(
            lambda some: some.with_user(self.pia.user_id)._end(), *pairs, per_record=TAKING_EVENTS_AWAY
        )

    def test_program_manager_pauses_more_mentorships(self):
        pairs = [self.planned_pairs(number) for number in (FEW, FEW, MANY)]
        back = fields.Date.add(fields.Date.today(), days=30)
        self.assert_same_cost_once(
            lambda some: some.with_user(self.pia.user_id)._pause(back), *pairs, per_record=MOVING_EVENTS
        )

    def test_mentor_with_more_mentees_leaves_the_company(self):
        mentors = []
        self.program.mentor_capacity = MANY
        for number in (FEW, FEW, MANY):
            [mentor] = self.staff("mentor", 1)
            self.enrol(mentor, "mentor", capacity=MANY)
            pairs = self.env["hr.mentorship"]
            for mentee in self.staff("mentee", number):
                pairs += self.add_mentorship("proposed", mentor=mentor, mentee=mentee)
            self.plan(pairs)
            mentors.append(mentor)
        for mentor in mentors[:1]:
            self.count_queries(mentor.action_archive)
        few, many = (self.count_queries(mentor.action_archive) for mentor in mentors[1:])
        self._compare(few, many, FEW, MANY, TAKING_EVENTS_AWAY)

    def planned_pairs(self, number):
        return self.plan(self.proposals(number))

    def plan(self, pairs):
        """Let pairs run, with meetings, to-dos, events in the calendar, a goal and a step before them."""
        today = fields.Date.today()
        pairs._move_to("active", start_date=today, offered_on=today)
        pairs.write({"has_meeting_time": True, "meeting_time": 10, "meeting_tz": "UTC"})
        self.env["hr.mentorship.checkin"]._plan_for(pairs)
        for pair in pairs:
            mentee = pair.member_ids.filtered(lambda member: member.role == "mentee")
            goal = self.env["hr.mentorship.goal"].create(
                {"name": "Speak", "mentorship_id": pair.id, "member_id": mentee.id}
            )
            goal._move_to("active", started_on=today)
            step = {"member_id": mentee.id, "name": "Ask", "due_date": today}
            self.env["hr.mentorship.next.step"]._agree(pair.checkin_ids[0], [step])
        self.env.cr.flush()
        return pairs

    def test_daily_mails_of_more_people(self):
        pairs = [self.proposals(number, "active") for number in (FEW, FEW, MANY)]

        def tell(some):
            some.member_ids._notify("thanked")
            partners = some.member_ids.user_id.partner_id
            digests = self.env["hr.mentorship.digest"]._send_to(partners.ids, fields.Date.today())
            self.assertEqual(len(digests), len(partners))

        with patch.object(
            type(self.env["hr.mentorship.digest"]), "_get_partners_with_day_off", lambda self, people, day: people[:0]
        ):
            self.assert_same_cost_once(tell, *pairs, per_record=MAILS_TO_TWO)

    def test_program_manager_completes_more_mentorships(self):
        pairs = [self.proposals(number, "active") for number in (FEW, FEW, MANY)]
        self.assert_same_cost_once(lambda some: some.with_user(self.pia.user_id).action_complete(), *pairs)

    def test_managers_are_asked_about_more_moves(self):
        """A reorganisation is asked about as a whole; the rows of employees are the host's."""
        elsewhere = self.env["hr.department"].create({"name": "Elsewhere"})
        self.program.department_ids = self.env["hr.department"].create({"name": "Here"})
        pairs = [self.proposals(number, "active") for number in (FEW, FEW, MANY)]

        def ask(some):
            members = some.sudo().member_ids.filtered(lambda member: member.role == "mentee")
            moved = {employee: {"department_id": elsewhere} for employee in members.employee_id}
            some.sudo()._ask_whether_it_fits(members._filter_not_eligible().mentorship_id, moved)
            self.env.flush_all()
            self.assertEqual(len(some._find_activities(["hr_mentorship.mail_activity_type_work_changed"])), len(some))

        self.assert_same_cost_once(ask, *pairs)

    def test_signing_costs_the_same_whatever_else_runs(self):
        first, second = (
            self.add_mentorship("agreement", mentor=mentor, mentee=mentee)
            for mentor, mentee in zip(self.staff("mentor", 2), self.staff("mentee", 2), strict=True)
        )

        def sign(some):
            self.env.registry.clear_all_caches()  # which new users empty, too
            for member in some.member_ids:
                some.agreement_id.with_user(member.user_id)._sign(member.employee_id.name, SIGNATURE)

        before = self.count_queries(lambda: sign(first))
        self.proposals(MANY, "active")
        self.assertLessEqual(self.count_queries(lambda: sign(second)), before + NOISE)
