import itertools
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ...models.resource.hr_mentorship_resource import PHASES
from ..common import MentorshipCase


@tagged("post_install", "-at_install")
class TestResource(MentorshipCase):
    """The library, what of it a pair is offered, and the line in the daily mail as a phase begins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.library = cls.env["hr.mentorship.resource"]
        cls.formats = {each.format: each for each in cls.env["hr.mentorship.resource.format"].search([])}
        cls.pair = cls.add_mentorship("active")
        cls.max_seat, cls.mia_seat = cls.pair.member_ids.sorted(lambda member: member.role == "mentee")

    def move_pair(self, started_ago=0, ends_in=150, state="active"):
        self.pair.write(
            {
                "start_date": self.today - timedelta(days=started_ago),
                "end_date": self.today + timedelta(days=ends_in),
                "state": state,
            }
        )
        self.pair.invalidate_recordset(["phase", "resource_ids"])

    def lines(self):
        return self.env["hr.mentorship.notice"].search(
            [("kind", "=", "phase_begun"), ("member_id", "in", self.pair.member_ids.ids)], order="id"
        )

    def tell(self):
        with self.enter_registry_test_mode():
            self.env.ref("hr_mentorship.ir_cron_tell_phases").method_direct_trigger()
        self.env.invalidate_all()
        return self.lines()

    # -- the library

    def test_library_has_something_for_every_phase_and_both_roles(self):
        shipped = self.library.search([("company_id", "=", False)])
        self.assertGreaterEqual(len(shipped), 12)
        phases = dict(PHASES)
        there = {
            "one_to_one": (phases, ("mentor", "mentee")),
            "reverse": (phases, ("mentor", "mentee")),
            "group": (phases, ("mentor", "mentee")),
            "peer": (phases, ("peer",)),
            "flash": (("before", "first_meeting"), ("mentor", "mentee")),  # they have one meeting
        }
        by_phase = self.library._find_by_phase(self.env.company)
        self.assertEqual(set(there), set(self.formats))
        for mentoring_format, (phases, roles) in there.items():
            for phase, role in itertools.product(phases, roles):
                with self.subTest(mentoring_format, phase=phase, role=role):
                    self.assertTrue(by_phase[phase]._pick_for(role, self.env.company, mentoring_format))

    def test_each_format_is_offered_what_fits_it_and_first_what_is_for_it_alone(self):
        for mentoring_format, phase, name in (
            ("flash", "before", "One question, one meeting: how to prepare"),
            ("flash", "first_meeting", "A flash session: forty-five minutes"),
            ("group", "first_meeting", "The first meeting of a group"),
            ("group", "middle", "Keeping a group alive"),
            ("reverse", "before", "When the junior teaches: reverse mentoring"),
        ):
            with self.subTest(mentoring_format, phase=phase):
                found = self.library._find_by_phase(self.env.company)[phase]
                for role in ("mentor", "mentee"):
                    self.assertEqual(found._pick_for(role, self.env.company, mentoring_format)[0].name, name)
                    others = [each for each in self.formats if each != mentoring_format]
                    for other in others:
                        self.assertNotIn(name, found._pick_for(role, self.env.company, other).mapped("name"))

    def test_nothing_is_offered_that_does_not_fit(self):
        self.library.search([]).active = False
        self.library.create(
            [
                {"name": "For all"},
                {"name": "For groups", "format_ids": self.formats["group"].ids},
                {"name": "For two", "format_ids": [self.formats[each].id for each in ("one_to_one", "reverse")]},
            ]
        )
        for mentoring_format, names in (
            ("one_to_one", ["For all", "For two"]),
            ("reverse", ["For all", "For two"]),
            ("group", ["For groups", "For all"]),
        ):
            with self.subTest(mentoring_format):
                program = self.add_program(mentoring_format, self.pia, format=mentoring_format)
                pair = self.add_mentorship("active", program=program)
                self.assertEqual(self.as_user(pair, self.mia).resource_ids.mapped("name"), names)
                seat = pair.member_ids.filtered(lambda member: member.employee_id == self.mia)
                self.assertEqual(seat._get_resources().mapped("name"), names, "The daily mail says the same")

    def test_whoever_waits_is_offered_what_fits_the_program(self):
        program = self.add_program("Upside down", self.pia, format="reverse")
        self.enrol(self.olga, "mentee", program=program)
        waiting = self.as_user(self.env["hr.mentorship.overview"], self.olga).create({})
        self.assertEqual(waiting.resource_ids[0].name, "When the junior teaches: reverse mentoring")

    def test_library_is_searched_and_grouped_by_format(self):
        library = self.as_user(self.library, self.olga)
        flash = library.search(["|", ("format_ids", "=", False), ("format_ids.format", "=", "flash")])
        self.assertIn("A flash session: forty-five minutes", flash.mapped("name"))
        self.assertNotIn("Agenda for your first meeting: sixty minutes", flash.mapped("name"))
        groups = library._read_group([], ["format_ids"], ["__count"])
        self.assertLessEqual(set(self.formats.values()), {each for each, _count in groups})

    def test_employee_reads_and_searches_and_program_manager_edits(self):
        mine = self.as_user(self.library, self.olga)
        self.assertTrue(mine.search([("body", "ilike", "stays between you")]))
        with self.assertRaises(AccessError):
            mine.search([], limit=1).name = "Mine"
        own = self.as_user(self.library, self.pia).create({"name": "Our house rules", "phase": "middle"})
        own.url = "https://intranet.example.com/rules"
        self.assertEqual(self.as_user(own, self.mia).action_open_link()["url"], own.url)

    def test_address_that_is_none_is_refused_with_a_sentence(self):
        for url in ("javascript:alert(1)", "intranet/rules"):
            with self.subTest(url), self.assertRaisesRegex(ValidationError, "Copy the whole address"):
                self.library.create({"name": "Odd", "url": url})

    def test_other_companys_resources_are_not_offered(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.library.search([]).active = False
        self.library.create({"name": "Theirs", "phase": "first_month", "company_id": company.id})
        ours = self.library.create({"name": "Ours", "phase": "first_month", "company_id": self.env.company.id})
        self.move_pair()
        self.assertEqual(self.as_user(self.pair, self.mia).resource_ids.ids, ours.ids)

    # -- what a pair is offered

    def test_phase_follows_state_and_dates(self):
        for values, phase in (
            ({"state": "offered"}, "before"),
            ({"state": "agreement"}, "first_meeting"),
            ({"started_ago": 29}, "first_month"),
            ({"started_ago": 30}, "middle"),
            ({"started_ago": 100, "state": "paused"}, "middle"),
            ({"started_ago": 100, "ends_in": 31}, "middle"),
            ({"started_ago": 100, "ends_in": 30}, "closing"),
            ({"state": "completed"}, False),
        ):
            with self.subTest(values):
                self.move_pair(**values)
                self.assertEqual(self.pair.phase, phase)
                told = [
                    name for name, domain in self.pair._get_phase_domains().items() if self.pair.filtered_domain(domain)
                ]
                is_told = values.get("state", "active") in ("agreement", "active")
                self.assertEqual(told, [phase] if is_told else [], "The job and the page agree")

    def test_members_are_offered_three_of_their_role_first_and_others_none(self):
        self.move_pair()
        for person, role in ((self.mia, "mentee"), (self.max, "mentor")):
            offered = self.as_user(self.pair, person).resource_ids
            self.assertLessEqual(len(offered), 3)
            self.assertEqual(offered[0].role, role)
            self.assertEqual(set(offered.mapped("phase")), {"first_month"})
        self.assertFalse(self.as_user(self.pair, self.pia).resource_ids)

    def test_overview_offers_the_same_and_to_whoever_waits_what_helps_to_begin(self):
        self.move_pair()
        overview = self.as_user(self.env["hr.mentorship.overview"], self.mia).create({})
        self.assertEqual(overview.resource_ids.ids, self.as_user(self.pair, self.mia).resource_ids.ids)
        self.enrol(self.olga, "mentee")
        waiting = self.as_user(self.env["hr.mentorship.overview"], self.olga).create({})
        self.assertEqual(set(waiting.resource_ids.mapped("phase")), {"before"})
        self.assertNotIn("mentor", waiting.resource_ids.mapped("role"))
        nobody = self.as_user(self.env["hr.mentorship.overview"], self.sam).create({})
        self.assertFalse(nobody.resource_ids)

    # -- the line in the daily mail

    def test_members_are_told_of_each_phase_once(self):
        self.move_pair()
        self.assertEqual(self.tell().member_id, self.pair.member_ids)
        self.assertEqual(len(self.tell()), 2, "Not again, however often the job runs")
        self.send_digests()
        self.move_pair(started_ago=40)
        self.assertEqual(len(self.tell()), 4)
        self.move_pair(started_ago=140, ends_in=10)
        self.assertEqual(len(self.tell()), 6)
        self.move_pair(started_ago=140, ends_in=90)
        self.assertEqual(len(self.tell()), 6, "More time at the end is no new phase")

    def test_line_names_what_helps_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.move_pair()
        line = self.tell().filtered(lambda line: line.member_id == self.mia_seat)
        first = self.mia_seat._get_resources()[0]
        first.with_context(lang="de_DE").name = "Ein Ziel, das trägt"
        [words] = line.with_context(lang="de_DE")._read_out()
        self.assertIn("Ein Ziel, das trägt", words["text"])
        self.assertNotIn(first.with_context(lang="en_US").name, words["text"])

    def test_line_is_dropped_where_there_is_nothing_to_read_or_the_phase_is_over(self):
        self.move_pair()
        lines = self.tell()
        self.assertEqual(lines._filter_true(), lines)
        self.library.search([("phase", "=", "first_month")]).unlink()
        self.assertFalse(lines._filter_true())
        self.library.create({"name": "Late", "phase": "first_month"})
        self.assertEqual(lines._filter_true(), lines)
        self.move_pair(started_ago=40)
        self.assertFalse(lines._filter_true())

    def test_whole_library_deleted_breaks_no_page_and_no_mail(self):
        self.library.with_context(active_test=False).search([]).unlink()
        self.move_pair()
        self.assertFalse(self.as_user(self.pair, self.mia).resource_ids)
        self.tell()
        self.send_digests()
        self.assertEqual(set(self.lines().mapped("state")), {"dropped"})
