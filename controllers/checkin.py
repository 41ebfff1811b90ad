from odoo.http import Controller, request, route

from ..models.nudge.hr_mentorship_checkin import CHOICES


class MentorshipCheckin(Controller):
    """The addresses behind the choices of a mail: they lead into Odoo, to the check-in and the right dialog."""

    @route("/mentorship/checkin/<int:checkin_id>/<string:choice>", type="http", auth="user", methods=["GET"])
    def choose(self, checkin_id, choice, **_params):
        if choice not in CHOICES:
            raise request.not_found()
        # Whether the user may read it, and what they may do, is checked there
        return request.redirect(f"/odoo/hr.mentorship.checkin/{checkin_id}/mentorship-{choice}")
