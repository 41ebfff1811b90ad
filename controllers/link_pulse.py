"""The page of a mentorship survey: behind a personal link, for users on their overview, and as a preview."""

from odoo.exceptions import AccessError, UserError
from odoo.http import request, route

from .link import LINK, MentorshipLink
from .tolerant import tolerant

MAX_LENGTH = 2000
WEIGHTS = (3, 2, 1)
"""How much what matters most counts, what comes next, and what comes third."""
OWN = "/mentorship/survey/<int:pulse_id>"
PREVIEW = "/mentorship/survey/preview/<int:survey_id>"


def form_to_rows(questions, form):
    """Return what somebody has said as values of answers.

    :param questions: what was asked (sudo)
    :param dict form: what the browser has sent, which may be anything
    :rtype: list[dict]
    """
    form = {name: value for name, value in form.items() if isinstance(value, str)}
    rows = []
    for question in questions:
        name = f"q{question.id}"
        if question.question_type == "scale" and (value := read_point(form.get(name))):
            rows.append({"question_id": question.id, "construct": question.construct, "value": value})
        elif question.question_type == "text_box" and (words := form.get(name, "").strip()):
            may_be_read = bool(form.get(f"{name}_may_be_read"))
            rows.append({"question_id": question.id, "body": words[:MAX_LENGTH], "may_be_read": may_be_read})
        elif question.question_type == "multiple_choice":
            rows += read_choices(question, name, form)
    return rows


def read_choices(question, name, form):
    """Return what matters to somebody, each once, with what they have found of it; the rest has no say."""
    choices = {str(choice.id): choice for choice in question.suggested_answer_ids}
    rows = {}
    for weight in WEIGHTS:
        choice, value = choices.get(form.get(f"{name}_{weight}")), read_point(form.get(f"{name}_{weight}_found"))
        if choice and value and choice not in rows:
            rows[choice] = {
                "question_id": question.id,
                "choice_id": choice.id,
                "construct": question.construct,
                "weight": weight,
                "value": value,
            }
    return list(rows.values())


def read_point(text):
    return int(text) if text in ("1", "2", "3", "4", "5") else 0


class MentorshipLinkPulse(MentorshipLink):
    """One page with everything on it, which works without a script and with a thumb."""

    # -- behind a personal link

    @route(f"{LINK}/survey", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def answer_survey(self, selector, secret, **form):
        token = self._find_token(selector, secret, "survey")
        if not token:
            return self._render_refusal()
        return self._take(token.member_id._get_link_pulse(), f"/mentorship/link/{selector}/{secret}", form)

    @route(f"{LINK}/survey/not-now", type="http", auth="public", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def decline_survey(self, selector, secret, **_params):
        token = self._find_token(selector, secret, "survey")
        if not token:
            return self._render_refusal()
        token.member_id._get_link_pulse()._decline()
        return request.redirect(f"/mentorship/link/{selector}/{secret}", code=303)

    # -- for users

    @route(OWN, type="http", auth="user", methods=["GET"], website=True, sitemap=False)
    @tolerant
    def show_own_survey(self, pulse_id, **_params):
        return self._render_pulse(self._find_own(pulse_id), f"/mentorship/survey/{pulse_id}")

    @route(f"{OWN}/survey", type="http", auth="user", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def answer_own_survey(self, pulse_id, **form):
        return self._take(self._find_own(pulse_id), f"/mentorship/survey/{pulse_id}", form)

    @route(f"{OWN}/survey/not-now", type="http", auth="user", methods=["POST"], website=True, sitemap=False)
    @tolerant
    def decline_own_survey(self, pulse_id, **_params):
        pulse = self._find_own(pulse_id)
        if not pulse:
            return self._render_refusal()
        pulse._decline()
        return request.redirect(f"/mentorship/survey/{pulse_id}", code=303)

    @route(PREVIEW, type="http", auth="user", methods=["GET"], website=True, sitemap=False)
    @tolerant
    def preview_survey(self, survey_id, role="mentee", **_params):
        """What members see, for whoever may read the survey; there is nothing to send."""
        survey = request.env["survey.survey"].browse(survey_id).exists()
        try:
            survey.check_access("read")
        except AccessError:
            return self._render_refusal()
        if not survey or survey.survey_type != "mentorship_pulse":
            return self._render_refusal()
        role = role if role in ("mentor", "mentee", "peer") else "mentee"
        return self._render(
            "hr_mentorship.link_survey",
            is_preview=True,
            role=role,
            survey=survey,
            questions=survey._get_pulse_questions(role),
            promise=self._promise(request.env["hr.mentorship.feedback.report"]._get_anonymity_threshold()),
            form={},
            chosen=[],
            weights=WEIGHTS,
        )

    # -- the page

    def _promise(self, count):
        """Say of how many people at least figures are made, and who reads them."""
        return request.env._(
            "Your answers become figures of at least %(count)s people, for your program, department and company. The "
            "other side, program managers, HR and administrators read these figures, and no single answer.",
            count=count,
        )

    def _find_own(self, pulse_id):
        """Return the survey (sudo) if it is asked of whoever is logged in, nothing otherwise."""
        request.update_context(lang=request.env.user.lang or "en_US")
        # sudo: checked by the next line
        pulse = request.env["hr.mentorship.pulse"].sudo().browse(pulse_id).exists()
        return pulse if pulse.author_id == request.env.user else pulse.browse()

    def _take(self, pulse, link, form):
        """Keep what somebody has said, and thank them; or show the page again with what stands against it."""
        if not pulse:
            return self._render_refusal()
        rows = form_to_rows(pulse._get_questions(), form)
        try:
            with request.env.cr.savepoint():
                pulse._answer(rows, wants_contact=bool(form.get("wants_contact")))
                pulse.env.flush_all()
        except UserError as error:
            return self._render_pulse(pulse, link, problem=str(error), form=form)
        return request.redirect(link, code=303)

    def _render_pulse(self, pulse, link, problem="", form=None):
        if not pulse:
            return self._render_refusal()
        questions = pulse._get_questions()
        if pulse.state != "open" or not questions:
            mentorship = pulse.member_id.mentorship_id
            promise = request.env._(
                "Your answers count as soon as at least %(count)s people have given theirs. Nobody reads them before, "
                "or one by one.",
                count=pulse.threshold,
            )
            return self._render("hr_mentorship.link_survey_closed", pulse=pulse, mentorship=mentorship, promise=promise)
        member = pulse.member_id
        return self._render(
            "hr_mentorship.link_survey",
            is_preview=False,
            pulse=pulse,
            mentorship=member.mentorship_id,
            questions=questions,
            promise=self._promise(pulse.threshold),
            greeting=request.env._(
                "Hello %(name)s, this is about your mentorship with %(partner)s in “%(program)s”. Two minutes; leave "
                "out what you like.",
                name=member.employee_id.name,
                partner=", ".join(member._partners().employee_id.mapped("name")),
                program=member.program_id.name,
            ),
            can_ask_contact=bool(member._get_contacts()),
            chosen=pulse._get_chosen().ids,
            weights=WEIGHTS,
            form={name: value for name, value in (form or {}).items() if isinstance(value, str)},
            problem=problem,
            link=link,
        )
