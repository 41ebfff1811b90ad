from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, groupby

from ...disclosure import decide_across
from ..common.groups import ADMIN
from .readers import select_administrators


class HrMentorshipReleaseAcross(models.AbstractModel):
    """What small programs have left over, told together: by department where that is enough, else of all of them.

    Of twelve people a program tells what it can; what is too few there waits, and with the end of the program for ever.
    With that of other programs of the company it may be enough. Those who administer mentorship read it, and nobody
    else: whoever runs one of the programs learns nothing of the others. An answer that is told so is in no other
    release, and each release is of *N* people at least: so no cut of the company, by department or by program, differs
    from another one by fewer.
    """

    _name = "hr.mentorship.release.across"
    _description = "Released Figures across Programs"

    @api.model
    def _release(self, program_ids):
        """Release what programs that are over have left, as soon as it is of enough people together.

        :param program_ids: of all programs with anything that waits, whatever their company
        """
        releases = self.env["hr.mentorship.release"].sudo()  # sudo: counts answers, whoever they are of
        today = fields.Date.context_today(self)
        over = releases._filter_over(releases.env["hr.mentorship.program"].browse(program_ids), today)
        if len(over) < 2:
            return releases.browse()
        readers = {employee_id for [employee_id] in self.env.execute_query(select_administrators(self.env))}
        rows = sorted(releases._read_waiting_answers(over.ids, today), key=lambda row: (row[1] or 0, row[2]))
        values, released = [], []
        for (company_id, measure), same in groupby(rows, lambda row: (row[1], row[2])):
            if len({row[0] for row in same}) < 2:
                continue  # a program alone has said what it can
            for release in decide_across(releases._to_answers(same), today, readers):
                values.append(releases._to_values(release, False, company_id, measure))
                released += release.keys
        releases._mark(released)
        return releases.create(values)

    @api.model
    def _get_figures(self, companies, date_from=None, date_to=None):
        """Return what programs of these companies that are over are told together, as releases tell that of programs.

        :returns: as ``hr.mentorship.release._get_figures``, without a program
        :rtype: list[dict]
        :raises AccessError: unless the user administers mentorship
        """
        if not (self.env.su or self.env.user.has_group(ADMIN)):
            raise AccessError(self.env._("Only the administrators of mentorship read what programs are told together."))
        releases = self.env["hr.mentorship.release"]
        condition = SQL("company_id = ANY(%s) AND %s", companies.ids, releases._get_shown_across_condition())
        return releases._tell(self.env["hr.mentorship.program"], condition, date_from, date_to)
