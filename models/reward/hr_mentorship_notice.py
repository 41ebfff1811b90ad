from odoo import api, fields, models

from ..notice.hr_mentorship_notice import NoticeText, adding_kinds

KINDS = [
    ("redemption_requested", "Reward to approve"),
    ("redemption_to_fulfil", "Reward to hand out"),
    ("redemption_approved", "Reward approved"),
    ("redemption_fulfilled", "Reward handed out"),
    ("redemption_code", "Gift code ready"),
    ("redemption_refused", "Reward refused"),
    ("redemption_cancelled", "Reward not needed any more"),
    ("points_leaving", "Points to spend before leaving"),
]


class HrMentorshipNotice(models.Model):
    _inherit = "hr.mentorship.notice"

    kind = fields.Selection(**adding_kinds(KINDS))

    @api.model
    def _get_notice_texts(self):
        ours = {"is_of_company": True}
        mine = {**ours, "target": "/odoo/my-rewards", "rank": 40, "button": self.env._("Open my rewards")}
        work = {**ours, "rank": 56, "asks": True, "is_essential": True, "button": self.env._("Open the request")}
        document = "/odoo/hr.mentorship.redemption/%(redemption_id)s"
        return {
            **super()._get_notice_texts(),
            "redemption_requested": NoticeText(
                text=self.env._("%(who)s would like “%(reward)s” and waits for your approval."),
                subject=self.env._("A reward to approve: %(reward)s"),
                target=document,
                holds=lambda notice: notice._get_redemption().state == "requested",
                **work,
            ),
            "redemption_to_fulfil": NoticeText(
                text=self.env._("%(who)s has redeemed “%(reward)s”. Please see to it that they get it."),
                subject=self.env._("A reward to hand out: %(reward)s"),
                target=document,
                holds=lambda notice: notice._get_redemption().state == "approved",
                **work,
            ),
            "redemption_approved": NoticeText(
                text=self.env._("Your reward “%(reward)s” is approved. %(owner)s takes care of it."),
                subject=self.env._("Your reward is approved"),
                holds=lambda notice: notice._get_redemption().state == "approved",
                **mine,
            ),
            "redemption_fulfilled": NoticeText(
                text=self.env._("“%(reward)s” is yours: %(owner)s has seen to it. Enjoy it!"),
                subject=self.env._("Your reward is here"),
                holds=lambda notice: notice._get_redemption().state == "fulfilled",
                **mine,
            ),
            "redemption_code": NoticeText(
                text=self.env._("Your code for “%(reward)s” is ready. You alone can look at it, under My Rewards."),
                subject=self.env._("Your gift code is ready"),
                holds=lambda notice: not notice._get_redemption().code_seen_at,
                **mine,
            ),
            "redemption_refused": NoticeText(
                text=self.env._("“%(reward)s” does not work out. %(reason)s Your %(points)s points are back."),
                subject=self.env._("About your reward “%(reward)s”"),
                is_essential=True,
                **mine,
            ),
            "redemption_cancelled": NoticeText(
                text=self.env._("“%(reward)s” for %(who)s is not needed any more: they have left the company."),
                subject=self.env._("A reward that is not needed any more"),
                button=self.env._("Open the request"),
                target=document,
                rank=50,
                is_essential=True,
                **ours,
            ),
            "points_leaving": NoticeText(
                text=self.env._(
                    "You have %(points)s points, and can spend them up to your last day, %(until)s. Of what is left "
                    "then HR learns how many points they are, and nothing else."
                ),
                subject=self.env._("Your points, before you leave"),
                button=self.env._("Open my points"),
                target="/odoo/my-points",
                rank=57,
                is_essential=True,
                holds=lambda notice: notice._has_points_to_spend(),
                **ours,
            ),
        }

    def _get_redemption(self):
        """Return what a line of a reward is about (in sudo), nothing if it has gone."""
        self.ensure_one()
        redemption_id = (self.params or {}).get("redemption")
        return self.env["hr.mentorship.redemption"].sudo().browse(redemption_id or []).exists()

    def _has_points_to_spend(self):
        """Whether somebody still leaves on the day that a line says, with points."""
        params = self.params or {}
        # sudo: for the owner's own mail
        wallet = self.env["hr.mentorship.wallet"].sudo().browse(params.get("wallet") or []).exists()
        day = wallet.employee_id.departure_date
        return wallet.balance > 0 and bool(day) and self._to_json({"until": day}) == {"until": params.get("until")}

    def _get_ids(self):
        return {**super()._get_ids(), "redemption_id": (self.params or {}).get("redemption")}
