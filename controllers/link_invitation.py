from odoo.exceptions import UserError
from odoo.http import request, route

from .link import LINK, MentorshipLink
from .tolerant import tolerant


class MentorshipLinkInvitation(MentorshipLink):
    """The page of somebody who is invited and has no user: yes, no thanks, and leaving again.

    The link is not used up: the page says to the end what became of the invitation, whatever is clicked, and twice.
    """

    @route(f"{LINK}/join", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def join(self, selector, secret, role=None, motivation="", open_to_offers=None, **_params):
        token = self._find_token(selector, secret, "join")
        if not token:
            return self._render_refusal()
        link = f"/mentorship/link/{selector}/{secret}"
        invitation = token.invitation_id
        known = self._get_skills(token)
        skills = known.filtered(lambda skill: str(skill.id) in self._get_chosen())
        offered = known.filtered(lambda skill: str(skill.id) in self._get_chosen("offered_skill_ids"))
        form = {
            "role": role,
            "motivation": motivation,
            "skill_ids": skills.ids,
            "offered_skill_ids": offered.ids,
            "is_closed_to_offers": not open_to_offers,
        }
        problem = None
        if role not in invitation._get_roles():
            problem = request.env._("Say whether you join as a mentor or as a mentee.")
        elif role == "peer" and known and not offered:
            problem = request.env._(
                "Choose at least one topic that you can help with: peers learn, and help each other."
            )
        if problem:
            return self._render_invitation(token, link, problem=problem, form=form)
        values = {"skill_ids": skills.ids, "motivation": (motivation or "").strip()}
        if role == "peer":
            values["offered_skill_ids"] = form["offered_skill_ids"]
        if role == "mentee" and open_to_offers and invitation.program_id._lets_mentors_offer():
            values["given_open_to_offers"] = True
        try:
            with token.env.cr.savepoint():
                invitation._accept(role, **values)
                token.env.flush_all()
        except UserError as error:
            return self._render_invitation(token, link, problem=str(error), form=form)
        return request.redirect(f"{link}?step=joined", code=303)

    @route(f"{LINK}/no-thanks", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def say_no(self, selector, secret, **_params):
        token = self._find_token(selector, secret, "join")
        if not token:
            return self._render_refusal()
        link = f"/mentorship/link/{selector}/{secret}"
        if token.invitation_id.state == "invited":
            token.invitation_id._decline()
        return request.redirect(f"{link}?step=declined", code=303)

    @route(f"{LINK}/leave", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def leave(self, selector, secret, **_params):
        token = self._find_token(selector, secret, "join")
        if not token:
            return self._render_refusal()
        link = f"/mentorship/link/{selector}/{secret}"
        try:
            with token.env.cr.savepoint():
                token.invitation_id._get_part().action_withdraw()
        except UserError as error:
            return self._render_invitation(token, link, problem=str(error))
        return request.redirect(f"{link}?step=left", code=303)

    @route(f"{LINK}/offers", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def choose_offers(self, selector, secret, open_to_offers=None, **_params):
        """Show a mentee to mentors with a free seat, or do so no longer."""
        token = self._find_token(selector, secret, "join")
        if not token:
            return self._render_refusal()
        part = token.invitation_id._get_part()
        if part.role == "mentee":
            part._set_open_to_offers(bool(open_to_offers) and part.program_id._lets_mentors_offer())
        return request.redirect(f"/mentorship/link/{selector}/{secret}", code=303)

    def _get_chosen(self, name="skill_ids"):
        return set(request.httprequest.form.getlist(name))

    def _get_skills(self, token):
        languages = token.env["hr.mentorship.profile"]._get_language_type()
        return token.env["hr.skill"].search([("skill_type_id", "!=", languages.id)])

    def _render_invitation(self, token, link, step="", problem="", form=None):
        invitation = token.invitation_id
        part = invitation._get_part()
        notices = {
            "joined": request.env._("Thank you!") if part else "",
            "declined": request.env._("Thank you for your answer.") if invitation.state == "declined" else "",
            "left": request.env._("You have left the program.") if not part else "",
        }
        published = part.env["hr.mentorship"]._get_published_live_states()
        profile = invitation.employee_id.mentorship_profile_ids
        wanted = profile.offered_skill_ids if invitation.role == "mentor" else profile.wanted_skill_ids
        form = form or {"skill_ids": wanted.ids, "offered_skill_ids": profile.offered_skill_ids.ids}
        return self._render(
            "hr_mentorship.link_join",
            invitation=invitation,
            program=invitation.program_id,
            part=part,
            is_matched=any(member.mentorship_state in published for member in part.member_ids),
            obstacle=invitation._find_obstacle(),
            notice=notices.get(step, ""),
            problem=problem,
            form=form,
            chosen_skill_ids=form["skill_ids"],
            offered_skill_ids=form["offered_skill_ids"],
            skills=self._get_skills(token),
            link=link,
        )
