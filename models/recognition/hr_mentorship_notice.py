from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText, adding_kinds

KINDS = [
    ("points_low", "Budget of points nearly used up"),
    ("points_expiring", "Points that expire"),
    ("points_review", "Look at fair play"),
    ("points_taken_back", "Points taken back"),
]


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(**adding_kinds(KINDS))

    @api.model
    def _get_notice_texts(self):
        return {
            **super()._get_notice_texts(),
            "points_low": NoticeText(
                # Without figures: they would tell of a payment as it is made
                text=self.env._(
                    "%(program)s has given most of the points of its budget. Raise it in time, or let it end there."
                ),
                subject=self.env._("The points of %(program)s are running out"),
                button=self.env._("Open the program"),
                target="program",
                rank=45,
                holds=lambda notice: bool(notice.program_id.sudo()._is_low_on_points()),
            ),
            "points_expiring": NoticeText(
                text=self.env._(
                    "%(points)s of your points expire after %(until)s. The oldest are spent first: what you spend by "
                    "then does not expire."
                ),
                subject=self.env._("Some of your points expire soon"),
                button=self.env._("Open my points"),
                target="/odoo/my-points",
                rank=57,
                is_of_company=True,
                is_essential=True,
                holds=lambda notice: notice._has_expiring_points(),
            ),
            "points_review": NoticeText(
                text=self.env._(
                    "Something about the points of %(pair)s in %(program)s is unusual. There may be a good reason: "
                    "please look at it."
                ),
                subject=self.env._("Points to look at in %(program)s"),
                button=self.env._("Look at it"),
                target="/odoo/hr.mentorship.points.review/%(review_id)s",
                rank=46,
                asks=True,
                holds=lambda notice: notice._get_review().state == "open",
            ),
            "points_taken_back": NoticeText(
                text=self.env._("%(points)s of your points were taken back: %(word)s"),
                subject=self.env._("About your points"),
                button=self.env._("Open my points"),
                target="/odoo/my-points",
                rank=58,
                is_of_company=True,
                is_essential=True,
            ),
        }

    def _has_expiring_points(self):
        wallet = self.env["hr.mentorship.wallet"].sudo().browse((self.params or {}).get("wallet") or []).exists()
        return bool(self.env["hr.mentorship.wallet.expiry"]._find_left(wallet).get(wallet.id))

    def _get_review(self):
        """Return the look at fair play that a line is about (in sudo), nothing if it has gone."""
        self.ensure_one()
        return self.env["hr.mentorship.points.review"].sudo().browse((self.params or {}).get("review") or []).exists()

    def _get_ids(self):
        return {**super()._get_ids(), "review_id": (self.params or {}).get("review")}
