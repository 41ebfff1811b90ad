from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


class HrMentorshipPulseRate(models.Model):
    """How many of those asked have answered, of surveys that are over: counted once, and never again.

    A count that moves with each answer would tell who has just given one. So the months are counted when they are
    over, and only from *N* people on; the surveys of smaller months wait for the next ones. Where everybody has
    answered, or nobody, the count is moved by one, and reads “at least” or “at most”: it tells of nobody alone. Who
    reads the rates knows what they have done themselves, and is in none of the counts.
    """

    _name = "hr.mentorship.pulse.rate"
    _description = "Response Rate of Mentorship Surveys"
    _order = "end_date desc, program_id"
    _rec_name = "end_date"

    program_id = fields.Many2one("hr.mentorship.program", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="program_id.company_id", store=True, index=True)
    start_date = fields.Date("From", required=True, readonly=True)
    end_date = fields.Date("To", required=True, readonly=True)
    asked_count = fields.Integer("Asked", required=True, readonly=True, aggregator=None)
    answered_count = fields.Integer(
        "Answered", required=True, readonly=True, aggregator=None, help="From one to all but one."
    )
    share = fields.Integer("Response in %", compute="_compute_share", store=True, aggregator="avg")
    share_text = fields.Char("Response", compute="_compute_share_text")

    _one_end = models.Constraint("UNIQUE(program_id, end_date)", "This month has been counted already.")

    @api.depends("asked_count", "answered_count")
    def _compute_share(self):
        for rate in self:
            rate.share = round(100 * rate.answered_count / rate.asked_count) if rate.asked_count else 0

    @api.depends_context("lang")
    @api.depends("share")
    def _compute_share_text(self):
        for rate in self:
            if rate.answered_count >= rate.asked_count - 1:
                rate.share_text = self.env._("%(share)s %% or more", share=rate.share)
            elif rate.answered_count <= 1:
                rate.share_text = self.env._("%(share)s %% or less", share=rate.share)
            else:
                rate.share_text = self.env._("%(share)s %%", share=rate.share)

    @api.model
    def _count_closed_months(self):
        """Count what is over by the end of the last month and in no rate yet, where enough people were asked."""
        for model in ("hr.mentorship.pulse", "hr.mentorship.member", self._name):
            self.env[model].flush_model()
        end = fields.Date.context_today(self).replace(day=1) - timedelta(days=1)
        # sudo: programs of all companies, archived ones among them
        asked = self.env["hr.mentorship.pulse"].sudo()._read_group([("closes_on", "<=", end)], ["program_id"])
        programs = self.env["hr.mentorship.program"].union(*(program for [program] in asked))
        readers = self.env["hr.mentorship.release"]._find_readers(programs)
        known = [(program_id, employee_id) for program_id, ids in readers.items() for employee_id in ids]
        self.env.cr.execute(
            SQL(
                """
                SELECT pulse.program_id, MIN(pulse.asked_on), COUNT(*), COUNT(*) FILTER (WHERE pulse.state = 'answered')
                  FROM hr_mentorship_pulse pulse
                 WHERE pulse.closes_on <= %(end)s
                   AND pulse.closes_on > COALESCE(
                           (SELECT MAX(rate.end_date) FROM hr_mentorship_pulse_rate rate
                             WHERE rate.program_id = pulse.program_id),
                           '-infinity'
                       )
                   AND NOT EXISTS (
                           SELECT FROM unnest(%(programs)s::int[], %(readers)s::int[]) known(program_id, employee_id)
                            WHERE known.program_id = pulse.program_id AND known.employee_id = pulse.employee_id
                       )
              GROUP BY pulse.program_id
                HAVING COUNT(DISTINCT pulse.employee_id) >= GREATEST(%(threshold)s, MAX(pulse.threshold))
                """,
                end=end,
                programs=[program_id for program_id, _employee_id in known],
                readers=[employee_id for _program_id, employee_id in known],
                threshold=self.env["hr.mentorship.feedback.report"]._get_anonymity_threshold(),
            )
        )
        return self.sudo().create(  # sudo: for the job
            [
                {
                    "program_id": program_id,
                    "start_date": start,
                    "end_date": end,
                    "asked_count": asked,
                    "answered_count": min(max(answered, 1), asked - 1),
                }
                for program_id, start, asked, answered in self.env.cr.fetchall()
            ]
        )
