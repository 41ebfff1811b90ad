from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.http import request, route

from ..scheduling import moment_of, wall_at
from .link import LINK
from .link_terms import read_day
from .link_track import MentorshipTrackLink
from .tolerant import tolerant


class MentorshipChoicesLink(MentorshipTrackLink):
    """What else a member without a user chooses on the page of a check-in: another day, or a break."""

    @route(f"{LINK}/move", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def move(self, selector, secret, checkin=None, day=None, **_params):
        token = self._find_token(selector, secret, "checkin")
        if not token:
            return self._render_refusal()
        link = f"/mentorship/link/{selector}/{secret}"
        shown = token.member_id._get_link_checkin()
        if shown.state == "planned" and checkin == str(shown.id):
            try:
                with token.env.cr.savepoint():
                    new_day = self._read_day(day)
                    shown._move(new_day, self._keep_time(shown, new_day))
                    token.member_id._partners()._notify("day_moved", checkin=shown, partner=token.member_id.employee_id)
                return request.redirect("/mentorship/done/moved", code=303)
            except UserError as error:
                return self._render_checkin(token, link, str(error))
        # Sent twice, or the plan has changed in the meantime: the page shows how it is now
        return request.redirect(link, code=303)

    @route(f"{LINK}/pause", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def pause(self, selector, secret, until=None, **_params):
        token = self._find_token(selector, secret, "checkin")
        if not token:
            return self._render_refusal()
        try:
            with token.env.cr.savepoint():
                token._use()
                token.member_id.mentorship_id._pause(self._read_day(until), by=token.member_id)
        except UserError as error:
            return self._render_checkin(token, f"/mentorship/link/{selector}/{secret}", str(error))
        return request.redirect("/mentorship/done/paused", code=303)

    def _read_day(self, text):
        try:
            return read_day(date.fromisoformat(text))
        except (TypeError, ValueError):
            raise UserError(request.env._("Choose a day.")) from None

    def _keep_time(self, checkin, new_day):
        """Return the same time of the day on ``new_day``, in UTC; False where only the day is agreed."""
        if not checkin.planned_at:
            return False
        tz = checkin.mentorship_id._get_meeting_tz()
        return moment_of(datetime.combine(new_day, wall_at(checkin.planned_at, tz).time()), tz)
