from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText, adding_kinds

KINDS = [("wall_asked", "Something for the wall"), ("spotlight", "Somebody in the spotlight")]


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(**adding_kinds(KINDS))

    @api.model
    def _get_notice_texts(self):
        return {
            **super()._get_notice_texts(),
            "wall_asked": NoticeText(
                text=self.env._(
                    "“%(headline)s”. Would you like to show this on the wall of %(program)s? It is shown only if all "
                    "of you agree."
                ),
                subject=self.env._("Something for the wall?"),
                button=self.env._("Look at it"),
                target="/odoo/hr.mentorship.post/%(post_id)s",
                rank=30,
                mail_kind="wall",
                asks=True,
                holds=lambda notice: notice._is_asked_for_wall(),
            ),
            "spotlight": NoticeText(
                text=self.env._("%(headline)s. Read it on the wall of %(program)s."),
                subject=self.env._("Somebody in the spotlight"),
                button=self.env._("Open the wall"),
                target="/odoo/mentorship-wall",
                rank=20,
                mail_kind="wall",
                holds=lambda notice: notice._get_post().state == "shown",
            ),
        }

    def _get_post(self):
        """Return what a line of the wall is about (in sudo), nothing if it has gone."""
        self.ensure_one()
        return self.env["hr.mentorship.post"].sudo().browse((self.params or {}).get("post") or []).exists()

    def _is_asked_for_wall(self):
        post = self._get_post()
        return post.state == "asked" and self.member_id.id not in (post.agreed or ())

    def _get_ids(self):
        return {**super()._get_ids(), "post_id": (self.params or {}).get("post")}

    def _get_values(self):
        values = super()._get_values()
        if self.kind in dict(KINDS):
            values["headline"] = self._get_post().headline or ""
        return values
