from odoo import api, fields, models


class HrMentorshipTargetFigure(models.Model):
    """Where a target stood on a day: written down every week, so that a trend is more than a feeling."""

    _name = "hr.mentorship.target.figure"
    _description = "Figure of a Target on a Day"
    _order = "target_id, day"
    _rec_name = "day"

    target_id = fields.Many2one("hr.mentorship.target", required=True, readonly=True, index=True, ondelete="cascade")
    program_id = fields.Many2one(related="target_id.program_id", store=True, index=True)
    company_id = fields.Many2one(related="target_id.company_id", store=True, index=True)
    day = fields.Date(required=True, readonly=True)
    value = fields.Float(readonly=True, aggregator="avg", digits=(16, 2))

    _one_a_day = models.Constraint("UNIQUE(target_id, day)", "The figure of this day has been written down already.")

    @api.model
    def _record(self, values, day):
        """Write figures down, those of a day that has one already anew.

        :param dict values: target id → figure
        """
        # sudo: figures are counted, or typed in where it is a target of one's own; nobody else writes them
        figures_sudo = self.sudo()
        known = figures_sudo.search([("target_id", "in", list(values)), ("day", "=", day)])
        for figure in known:
            if figure.value != values[figure.target_id.id]:
                figure.value = values[figure.target_id.id]
        new = values.keys() - set(known.target_id.ids)
        return figures_sudo.create(
            [{"target_id": target_id, "day": day, "value": values[target_id]} for target_id in sorted(new)]
        )
