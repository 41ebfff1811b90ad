from odoo import SUPERUSER_ID
from odoo.http import Controller, request, route

from ..models.common.spoken import choose_language
from ..models.notice.hr_mentorship_profile import REMINDERS
from .link import HEADERS
from .tolerant import tolerant

PAGE = "/mentorship/reminders/<int:partner_id>/<string:key>"


class MentorshipReminders(Controller):
    """The page on which somebody chooses which mails they get: one click a kind, no log-in.

    Opening it changes nothing: programs that look at the links of a mail do so as well.
    """

    @route(PAGE, type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    @tolerant
    def show(self, partner_id, key, kind=None, **_params):
        return self._render(self._find_person(partner_id, key), asked=kind)

    @route(f"{PAGE}/set", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def set_reminders(self, partner_id, key, wants=None, kind=REMINDERS, **_params):
        person = self._find_person(partner_id, key)
        field = person and person.env["hr.mentorship.profile"]._get_mail_kinds().get(kind)
        if not field:
            return self._render(person)
        person._find_mentorship_profiles()[field] = wants == "1"
        return self._render(person, changed=kind)

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

    def _render(self, person, asked=None, changed=None):
        """Show the page.

        :param str asked: the kind that somebody has come to stop, which comes first
        :param str changed: the kind that they have stopped, or want again
        """
        profiles = person._find_mentorship_profiles() if person else None
        if not profiles:
            response = request.render("hr_mentorship.link_refused", {"no_footer": True}, status=404)
        else:
            # In the language of the person, which is that of the page by now
            profiles = profiles.with_context(lang=request.env.lang)
            said = profiles.fields_get(list(profiles._get_mail_kinds().values()), ["string", "help"])
            kinds = [
                {
                    "key": kind,
                    "name": said[field]["string"],
                    "help": said[field]["help"],
                    "wants": all(profiles.mapped(field)),
                    "is_asked": kind == asked,
                }
                for kind, field in profiles._get_mail_kinds().items()
            ]
            values = {
                "no_footer": True,
                "kinds": sorted(kinds, key=lambda each: not each["is_asked"]),
                "changed": next((each for each in kinds if each["key"] == changed), None),
                "address": f"/mentorship/reminders/{person.id}/{person._sign_reminders()}/set",
            }
            response = request.render("hr_mentorship.reminders_page", values)
        response.headers.update(HEADERS)
        return response
