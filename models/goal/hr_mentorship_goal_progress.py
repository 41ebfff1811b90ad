from odoo import api, fields, models
from odoo.exceptions import UserError


class HrMentorshipGoalProgress(models.Model):
    """One entry in the history of a goal: added, never changed. A wrong figure is followed by the right one."""

    _name = "hr.mentorship.goal.progress"
    _description = "Progress of a Mentorship Goal"
    _rec_name = "logged_on"
    _order = "id desc"

    goal_id = fields.Many2one("hr.mentorship.goal", required=True, readonly=True, index=True, ondelete="cascade")
    logged_on = fields.Date("Date", required=True, readonly=True)
    checkin_id = fields.Many2one("hr.mentorship.checkin", readonly=True, index="btree_not_null", ondelete="set null")
    author_id = fields.Many2one("res.users", "Logged By", required=True, readonly=True, ondelete="restrict")
    has_value = fields.Boolean(readonly=True)
    value = fields.Float(readonly=True)
    progress = fields.Float(readonly=True, digits=(5, 1), aggregator="max", help="How far the goal was then, in %.")
    note = fields.Char(readonly=True)

    def write(self, vals):
        if vals:
            raise UserError(self.env._("What was logged stays as it is. Log the right figure after it."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was logged stays as it is. Log the right figure after it."))

    @api.model
    def _record(self, entries, checkin=None):
        """Add an entry of today to each goal; the caller has checked that the user is a member.

        ``progress`` is what the goal shows with this entry.

        :param dict entries: by goal a dict of ``value`` (None if the figure has not moved) and ``note``
        """
        # sudo: entries are added by these steps alone
        return self.sudo().create(
            [
                {
                    "goal_id": goal.id,
                    "logged_on": fields.Date.context_today(self),
                    "checkin_id": checkin.id if checkin else False,
                    "author_id": self.env.uid,
                    "has_value": entry.get("value") is not None,
                    "value": entry.get("value") or 0,
                    "note": (entry.get("note") or "").strip() or False,
                    "progress": goal._preview_progress(entry.get("value")),
                }
                for goal, entry in entries.items()
            ]
        )
