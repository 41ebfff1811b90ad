from odoo import SUPERUSER_ID
from odoo.http import Controller, request, route

from ..models.common.spoken import choose_language
from .link import HEADERS
from .tolerant import tolerant

PAGE = "/mentorship/reminders/<int:partner_id>/<string:key>"


class MentorshipReminders(Controller):
    """The page behind “Send me no more reminders”: one click, no log-in. Opening it changes nothing."""

    @route(PAGE, type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    @tolerant
    def show(self, partner_id, key, **_params):
        return self._render(self._find_person(partner_id, key))

    @route(f"{PAGE}/set", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def set_reminders(self, partner_id, key, wants=None, **_params):
        person = self._find_person(partner_id, key)
        if person:
            person._find_mentorship_profiles().wants_reminders = wants == "1"
        return self._render(person)

    def _find_person(self, partner_id, key):
        # The visitor is nobody: what they may do hangs on the key alone
        env = request.env(user=SUPERUSER_ID, su=True)
        # No limit for an address: see link.py
        person = env["res.partner"]._find_by_reminders_key(partner_id, key)
        if not person:
            return person
        request.update_context(lang=choose_language(env, person.lang))
        return person

    def _render_refusal(self):
        return self._render(None)

    def _render(self, person):
        profiles = person._find_mentorship_profiles() if person else None
        if not profiles:
            response = request.render("hr_mentorship.link_refused", {"no_footer": True}, status=404)
        else:
            values = {
                "no_footer": True,
                "wants_reminders": all(profiles.mapped("wants_reminders")),
                "address": f"/mentorship/reminders/{person.id}/{person._sign_reminders()}/set",
            }
            response = request.render("hr_mentorship.reminders_page", values)
        response.headers.update(HEADERS)
        return response
