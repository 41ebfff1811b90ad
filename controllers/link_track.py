from odoo.exceptions import UserError
from odoo.http import request, route

from .link import LINK, MentorshipLink


class MentorshipTrackLink(MentorshipLink):
    """The pages behind the links of a daily mail: say what became of a check-in, and whether it fits."""

    @route(f"{LINK}/checkin", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def log_checkin(self, selector, secret, outcome=None, **_params):
        token = self._find_token(selector, secret, "checkin")
        if not token or outcome not in ("done", "missed"):
            return self._render_refusal()
        try:
            with token.env.cr.savepoint():
                token._use()
                token.member_id._get_checkin_to_log()._log_by_link(token.member_id, outcome)
        except UserError:
            return self._render_refusal()
        return request.redirect("/mentorship/done/logged", code=303)

    @route(f"{LINK}/end", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def end(self, selector, secret, **_params):
        token = self._find_token(selector, secret, "checkin")
        if not token:
            return self._render_refusal()
        token._use()
        token.member_id.mentorship_id._end()
        return request.redirect("/mentorship/done/ended", code=303)

    @route(f"{LINK}/fit", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def answer_fit(self, selector, secret, answer=None, **_params):
        token = self._find_token(selector, secret, "fit")
        if not token or answer not in ("good", "early", "no"):
            return self._render_refusal()
        member = token.member_id
        member._answer_fit(answer)
        if answer == "no":
            return request.redirect(f"/mentorship/link/{selector}/{secret}", code=303)
        token._use()
        return request.redirect("/mentorship/done/thanks", code=303)

    @route(f"{LINK}/new-match", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    def find_new_match(self, selector, secret, may_tell=None, **_params):
        token = self._find_token(selector, secret, "fit")
        if not token or not token.member_id._says_no():
            return self._render_refusal()
        token._use()
        token.member_id._find_new_match(may_tell=bool(may_tell))
        return request.redirect("/mentorship/done/ended", code=303)
