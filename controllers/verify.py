from odoo import SUPERUSER_ID
from odoo.http import Controller, request, route

from .link import HEADERS
from .tolerant import tolerant


class MentorshipVerify(Controller):
    """The page behind the QR code of a signed copy: whether it is valid, its company, days and initials."""

    @route("/mentorship/verify/<string:public_id>", type="http", auth="public", website=True, sitemap=False)
    @tolerant
    def verify(self, public_id, **_params):
        env = request.env(user=SUPERUSER_ID, su=True)
        limits = env["hr.mentorship.access.limit"]
        agreement = env["hr.mentorship.agreement"]._find_sealed(public_id)
        # Each verification computes all of it anew: often for one copy, not for one address, which a company may share
        if agreement and limits._is_exceeded("verify", agreement.id):
            agreement = agreement.browse()
        if agreement:
            limits._count("verify", agreement.id)
        return self._render(agreement)

    def _render_refusal(self):
        return self._render(None)

    def _render(self, agreement):
        values = {"no_footer": True}
        if agreement:
            replaced_at = agreement._get_successor().signed_at
            values.update(
                is_valid=all(is_intact is not False for _part, is_intact in agreement._verify()),
                signed_on=agreement.signed_at.date(),
                replaced_on=replaced_at and replaced_at.date(),
                initials=agreement._get_initials(),
                company_name=agreement.company_id.name,
            )
        template = "hr_mentorship.verify_result" if agreement else "hr_mentorship.verify_unknown"
        response = request.render(template, values, status=200 if agreement else 404)
        response.headers.update(HEADERS)
        return response
