from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SmallProgramsCase


@tagged("post_install", "-at_install")
class TestReleaseAcross(SmallProgramsCase):
    """What small programs have left over is told of several of them together, by department where it is enough."""

    def release(self):
        self.releases._release_closed_periods()
        self.env.invalidate_all()
        rows = self.as_user(self.report, self.ada).search([("program_id", "in", [*self.programs.ids, False])])
        return rows - self.told_before

    def test_small_programs_are_told_together_once_they_are_over_and_not_before(self):
        for program in self.programs[:2]:
            self.answer(program, [self.sales, self.research])
        self.assertFalse(self.release())
        self.end(self.programs[0])
        self.assertFalse(self.release(), "one of the two goes on")
        self.end(self.programs[1])
        row = self.release()
        self.assertEqual(row.people_text, "3 to 4")
        self.assertFalse(row.program_id or row.department_id)
        self.assertEqual(self.release(), row, "told once")

    def test_departments_are_told_where_each_of_them_and_the_others_are_large(self):
        for program in self.programs:
            self.answer(program, [self.sales, self.research])
        self.end(*self.programs)
        rows = self.release()
        self.assertEqual(rows.department_id, self.sales + self.research)
        self.assertEqual(rows.mapped("people_text"), ["5 to 9"] * 2)
        [whole] = self.as_user(self.report, self.ada).formatted_read_group(
            [("id", "in", rows.ids)], [], ["rating:avg", "__count"]
        )
        self.assertEqual(whole["__count"], 2)

    def test_means_of_two_figures_tell_no_more_than_their_bands(self):
        for program in self.programs:
            self.answer(program, [self.sales, self.research])
        self.end(*self.programs)
        rows = self.release()
        shown = self.as_user(self.report, self.ada).browse(rows.ids)
        for row, people in zip(rows, (5, 9), strict=True):  # both are told as “5 to 9”
            row.flush_recordset()
            self.env.cr.execute(
                "UPDATE hr_mentorship_release SET weight = %s, mean_from = %s, mean_to = %s WHERE id = %s",
                [people, people / 2, people / 2, row.id],
            )
        self.env.invalidate_all()
        [whole] = shown.formatted_read_group([("id", "in", rows.ids)], [], ["rating:avg"])
        self.assertAlmostEqual(float(whole["rating:avg"]), (2.5 + 4.5) / 2, msg="nobody learns which of them is larger")

    def test_a_department_that_would_leave_few_others_is_not_told_apart(self):
        for program in self.programs[:5]:
            self.answer(program, [self.sales, self.sales])
        self.answer(self.programs[5], [self.research, self.research])
        self.end(*self.programs)
        row = self.release()
        self.assertEqual((len(row), row.people_text, row.department_id), (1, "10 to 19", self.sales[:0]))

    def test_administrators_read_it_and_those_who_run_one_of_the_programs_do_not(self):
        for program in self.programs[:2]:
            self.answer(program, [self.sales, self.sales])
        self.end(*self.programs[:2])
        row = self.release()
        self.assertTrue(row)
        for person in (self.pia, self.sam):
            mine = self.as_user(self.report, person)
            self.assertFalse(mine.search([("id", "=", row.id)]))
            with self.assertRaises(AccessError):
                mine.browse(row.id).read(["rating"])
            with self.assertRaises(AccessError):
                self.as_user(self.env["hr.mentorship.release.across"], person)._get_figures(self.env.company)
        self.assertFalse(self.releases._get_figures(self.programs), "no program is told by it")

    def test_administrators_who_have_answered_do_not_count_then_or_later(self):
        for program in self.programs[:2]:
            self.answer(program, [self.sales])
        mentee = self.add_person("nora")
        pair = self.add_mentorship("active", self.add_person("moritz"), mentee, self.programs[0])
        self.rate(pair, rating=1)
        self.end(*self.programs[:2])
        admins = self.env.ref("hr_mentorship.group_hr_mentorship_admin")
        mentee.user_id.group_ids = [Command.link(admins.id)]
        self.assertFalse(self.release(), "two others")
        mentee.user_id.group_ids = [Command.unlink(admins.id)]
        self.assertTrue(self.release())
        mentee.user_id.group_ids = [Command.link(admins.id)]
        self.assertFalse(self.release(), "they know one of the three")

    def test_what_was_told_by_its_program_is_not_told_again(self):
        self.answer(self.programs[0], [self.sales] * 3)
        self.answer(self.programs[1], [self.sales])
        self.end(*self.programs[:2])
        rows = self.release()
        self.assertEqual(rows.program_id, self.programs[0])
        self.answer(self.programs[2], [self.sales] * 2)
        self.end(self.programs[2])
        self.assertEqual((self.release() - rows).mapped("people_text"), ["3 to 4"])
