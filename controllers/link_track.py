from odoo.exceptions import UserError
from odoo.http import request, route

from .link import LINK, MentorshipLink
from .link_log import form_to_log
from .tolerant import tolerant


class MentorshipTrackLink(MentorshipLink):
    """The pages behind the links of a daily mail: say what became of a check-in, and whether it fits."""

    @route(f"{LINK}/checkin", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def log_checkin(self, selector, secret, outcome=None, checkin=None, **form):
        token = self._find_token(selector, secret, "checkin")
        if not token or outcome not in ("done", "missed"):
            return self._render_refusal()
        member = token.member_id
        shown = member._get_link_checkin()
        if checkin and checkin != str(shown.id):
            # Sent twice, or the plan has changed: the page shows what is asked now
            return request.redirect(f"/mentorship/link/{selector}/{secret}", code=303)
        was_logged = shown.state != "planned"
        try:
            with token.env.cr.savepoint():
                shown._log_by_link(member, outcome, **form_to_log(member, form))
                if not member._get_checkin_to_log():
                    token._use()
        except UserError as error:
            return self._render_checkin(token, f"/mentorship/link/{selector}/{secret}", str(error), form.items())
        if not token.used_at:
            return request.redirect(f"/mentorship/link/{selector}/{secret}", code=303)
        return request.redirect(f"/mentorship/done/{'confirmed' if was_logged else 'logged'}", code=303)

    @route(f"{LINK}/end", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def end(self, selector, secret, **_params):
        token = self._find_token(selector, secret, "checkin")
        if not token:
            return self._render_refusal()
        token._use()
        token.member_id.mentorship_id._end(by=token.member_id)
        return request.redirect("/mentorship/done/ended", code=303)

    @route(f"{LINK}/fit", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
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
    @tolerant
    def find_new_match(self, selector, secret, may_tell=None, **_params):
        token = self._find_token(selector, secret, "fit")
        if not token or not token.member_id._says_no():
            return self._render_refusal()
        token._use()
        token.member_id._find_new_match(may_tell=bool(may_tell))
        return request.redirect("/mentorship/done/ended", code=303)
