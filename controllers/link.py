from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import UserError
from odoo.http import Controller, request, route

from ..models.agreement.hr_mentorship_agreement import TextChangedError
from ..models.common.spoken import say_duration
from .link_log import log_to_form
from .link_terms import CHOICES, form_to_terms, terms_to_form
from .tolerant import clean, tolerant

DONE = (
    "accepted",
    "accepted_by_all",
    "declined",
    "withdrawn",
    "signed",
    "signed_by_all",
    "refused",
    "kept",
    "logged",
    "confirmed",
    "moved",
    "ended",
    "paused",
    "thanks",
)
STEPS = ("read", "adjust", "confirm", "sign")
LINK = "/mentorship/link/<string:selector>/<string:secret>"
HEADERS = {
    "Cache-Control": "no-store",
    # The address of the page is the key: it goes into no other site's log and no search engine
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    # Nobody lays a page of theirs over the buttons
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
}


class MentorshipLink(Controller):
    """The pages behind the personal links: answer an offer, read and sign an agreement.

    Opening a page changes nothing, as mail scanners open links too. Whatever is wrong with a link, wrong, used,
    expired or overtaken, the visitor reads the same neutral page.
    """

    @route(LINK, type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    @tolerant
    def show(self, selector, secret, step="read", fingerprint=None, has_read=None, **_params):
        token = self._find_token(selector, secret)
        if not token:
            return self._render_refusal()
        link = f"/mentorship/link/{selector}/{secret}"
        if token.purpose == "sign":
            return self._render_step(token, link, step, fingerprint=fingerprint, has_read=has_read)
        if token.purpose == "training":
            return request.redirect(token.participant_id._open_training_link(), code=303)
        return self._render_purpose(token, link, step)

    def _render_purpose(self, token, link, step):
        if token.purpose == "checkin":
            return self._render_checkin(token, link)
        if token.purpose == "join":
            return self._render_invitation(token, link, step)
        member = token.member_id
        if token.purpose == "survey":
            return self._render_pulse(member._get_link_pulse(), link)
        return self._render(
            f"hr_mentorship.link_{token.purpose}",
            member=member,
            mentorship=member.mentorship_id,
            partners=member._partners().employee_id,
            duration=say_duration(member.env, member.mentorship_id.meeting_duration),
            link=link,
        )

    @route(f"{LINK}/answer", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def answer(self, selector, secret, response=None, **_params):
        token = self._find_token(selector, secret, "answer")
        if not token or response not in ("accepted", "declined"):
            return self._render_refusal()
        offer = token.member_id.mentorship_id
        try:
            with token.env.cr.savepoint():
                token._use()
                token.member_id._answer(response)
        except UserError:
            # Somebody was faster, or the offer is gone: the same page as for any other link that opens nothing
            return self._render_refusal()
        # What has become part of a group is gone, and the link of its mentor with it
        state = offer.state if offer.exists() else ""
        done = response
        if response == "accepted" and state != "offered":
            done = "withdrawn" if state == "cancelled" else "accepted_by_all"
        return request.redirect(f"/mentorship/done/{done}", code=303)

    @route(f"{LINK}/refuse", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def refuse(self, selector, secret, **_params):
        token = self._find_token(selector, secret, "sign")
        if not token:
            return self._render_refusal()
        try:
            with token.env.cr.savepoint():
                token._use()
                is_amendment = token.member_id.mentorship_id.open_agreement_id.is_amendment
                token.member_id.mentorship_id.open_agreement_id._refuse_as(token.member_id)
        except UserError:
            return self._render_refusal()
        return request.redirect(f"/mentorship/done/{'kept' if is_amendment else 'refused'}", code=303)

    @route(f"{LINK}/adjust", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def adjust(self, selector, secret, fingerprint=None, **form):
        token = self._find_token(selector, secret, "sign")
        if not token:
            return self._render_refusal()
        link = f"/mentorship/link/{selector}/{secret}"
        agreement = token.member_id.mentorship_id.open_agreement_id
        if fingerprint != agreement._get_fingerprint():
            notice = request.env._("The agreement has just been changed. Here are the terms as they are now.")
            return self._render_step(token, link, "adjust", notice=notice)
        try:
            with token.env.cr.savepoint():
                agreement._adjust(token.member_id, form_to_terms(agreement, form))
        except UserError as error:
            return self._render_step(token, link, "adjust", notice=str(error), form=form.items())
        return request.redirect(f"{link}?step=saved", code=303)

    @route(f"{LINK}/sign/<string:fingerprint>", type="jsonrpc", auth="public", website=True)
    def sign(self, selector, secret, fingerprint, name=None, signature=None, **_params):
        selector, secret, fingerprint, name, signature = map(clean, (selector, secret, fingerprint, name, signature))
        token = self._find_token(selector, secret, "sign")
        if not token:
            return {"error": request.env._("This link is not valid any more. Take the one in your newest mail.")}
        member = token.member_id
        agreement = member.mentorship_id.open_agreement_id
        try:
            with token.env.cr.savepoint():
                token._use()
                agreement._sign_as(
                    member,
                    name if isinstance(name, str) else "",
                    signature if isinstance(signature, str) else "",
                    fingerprint=fingerprint,
                    identified_by="link",
                    identified_as=token.email,
                    ip_address=request.httprequest.remote_addr,
                    user_agent=request.httprequest.user_agent.string,
                )
        except TextChangedError:
            return {"force_refresh": True, "redirect_url": f"/mentorship/link/{selector}/{secret}?step=changed"}
        except UserError as error:
            return {"error": str(error)}
        what = "signed_by_all" if agreement.state == "signed" else "signed"
        return {"force_refresh": True, "redirect_url": f"/mentorship/done/{what}"}

    @route("/mentorship/done/<string:what>", type="http", auth="public", methods=["GET"], website=True, sitemap=False)
    @tolerant
    def done(self, what, **_params):
        if what not in DONE:
            return self._render_refusal()
        return self._render("hr_mentorship.link_done", what=what)

    @route(
        ["/mentorship/your-link", "/mentorship/your-link/<int:_line>"],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    @tolerant
    def placeholder(self, **_params):
        """Where the link of a mail leads that was read in Odoo instead of in its mailbox."""
        return self._render_refusal()

    def _find_token(self, selector, secret, purpose=None):
        """Return the valid token, acting as the superuser in its member's language, or nothing."""
        # The visitor is nobody: what they may do hangs on the token alone, and is checked here
        env = request.env(user=SUPERUSER_ID, su=True)
        limits = env["hr.mentorship.access.limit"]
        # No limit for an address: a whole company may share one, and nobody guesses a secret of 256 bits
        token = env["hr.mentorship.access.token"]._find(selector, secret)
        if not token or limits._is_exceeded("token", token.id):
            return None
        limits._count("token", token.id)
        if not token._is_valid() or (purpose and token.purpose != purpose):
            return None
        holder = token._get_holder()
        lang = holder._get_lang()
        request.update_context(lang=lang)
        return token.with_context(lang=lang, tz=holder.employee_id.tz)

    def _render_step(self, token, link, step="read", notice="", form=(), fingerprint=None, has_read=None):
        """Show one step on the way to the signature; a step that nobody may skip leads back to the first."""
        member = token.member_id
        agreement = member.mentorship_id.open_agreement_id
        current = agreement._get_fingerprint()
        is_saved = step == "saved"
        if step == "changed" or (step == "sign" and fingerprint != current):
            step = "read"
            notice = request.env._(
                "The agreement has changed since you read it, so nothing was signed. Here is the new text."
            )
        elif is_saved:
            step, notice = "read", request.env._("Saved. Everybody sees at once what you have changed.")
        elif step == "sign" and not has_read:
            step = "confirm"
        return self._render(
            "hr_mentorship.link_sign",
            step=step if step in STEPS else "read",
            notice=notice,
            is_saved=is_saved,
            action="adjust",
            member=member,
            mentorship=member.mentorship_id,
            link=link,
            **self._get_form_values(agreement, form),
        )

    def _get_form_values(self, agreement, form=()):
        """Return what the form of the terms shows: those of ``agreement``, and over them what was entered already."""
        return {
            "agreement": agreement,
            "form": {**terms_to_form(agreement), **{name: value for name, value in form if isinstance(value, str)}},
            "choices": {name: agreement._fields[name]._description_selection(agreement.env) for name in CHOICES},
            "fingerprint": agreement._get_fingerprint(),
        }

    def _render_checkin(self, token, link, notice="", form=()):
        """Show the check-in that waits for the member, or else their next one."""
        member = token.member_id
        return self._render(
            "hr_mentorship.link_checkin",
            notice=notice,
            form={**log_to_form(member), **{name: value for name, value in form if isinstance(value, str)}},
            member=member,
            mentorship=member.mentorship_id,
            partners=member._partners().employee_id,
            checkin=member._get_link_checkin(),
            steps=member._get_open_steps(),
            tomorrow=fields.Date.to_string(fields.Date.context_today(member) + timedelta(days=1)),
            can_ask_contact=bool(member._get_contacts()),
            link=link,
        )

    def _render_refusal(self):
        return self._render("hr_mentorship.link_refused", status=404)

    def _render(self, template, status=200, **values):
        response = request.render(template, {"no_footer": True, **values}, status=status)
        response.headers.update(HEADERS)
        return response
