from odoo.exceptions import UserError
from odoo.http import request, route

from .link import LINK, MentorshipLink
from .link_terms import form_to_terms
from .tolerant import tolerant


class MentorshipAmendLink(MentorshipLink):
    """From the page of a check-in, a member without a user suggests other terms, and goes on to read and sign them."""

    @route(f"{LINK}/amend", type="http", auth="public", methods=["GET", "POST"], website=True, sitemap=False)
    @tolerant
    def amend(self, selector, secret, fingerprint=None, **form):
        token = self._find_token(selector, secret, "checkin")
        mentorship = token and token.member_id.mentorship_id
        if not mentorship or not mentorship._takes_amendment():
            return self._render_refusal()
        link = f"/mentorship/link/{selector}/{secret}"
        agreement = mentorship.agreement_id
        if request.httprequest.method == "GET":
            return self._render_amend(token, link)
        if fingerprint != agreement._get_fingerprint():
            notice = request.env._("The agreement has just been changed. Here are the terms as they are now.")
            return self._render_amend(token, link, notice)
        try:
            with token.env.cr.savepoint():
                mentorship._amend(token.member_id, form_to_terms(agreement, form))
        except UserError as error:
            return self._render_amend(token, link, str(error), form)
        # The other link stays good: what became of the check-in has not been said yet. This one replaces the one that
        # a mail would bring to the same mailbox.
        return request.redirect(token._mint(token.member_id, "sign"), code=303)

    def _render_amend(self, token, link, notice="", form=()):
        agreement = token.member_id.mentorship_id.agreement_id
        return self._render(
            "hr_mentorship.link_amend",
            notice=notice,
            action="amend",
            mentorship=token.member_id.mentorship_id,
            link=link,
            **self._get_form_values(agreement, dict(form).items()),
        )
