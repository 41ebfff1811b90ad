"""People who are asked how it goes."""

from contextlib import contextmanager
from datetime import timedelta

from freezegun import freeze_time


class PulseCompany:
    """Helpers around a pair, mia and max, whose mentorship begins today."""

    @classmethod
    def set_up_pair(cls):
        cls.pair = cls.add_mentorship("active")
        cls.start = cls.pair.start_date

    @contextmanager
    def on_day(self, number):
        """So many days after the start of the mentorship."""
        self.env.flush_all()
        with freeze_time(self.start + timedelta(days=number)):
            self.env.invalidate_all()
            yield

    def ask(self, day):
        """Let the nightly job run on that day."""
        with self.on_day(day):
            self.run_job("ir_cron_ask_pulse")

    def pulses(self, person=None):
        pulses = self.env["hr.mentorship.pulse"].search([("program_id", "=", self.program.id)])
        return pulses.filtered(lambda pulse: pulse.employee_id == person) if person else pulses

    def rows(self, pulse, value=4):
        """Give every scale of a survey the same value."""
        scales = pulse._get_questions().filtered(lambda question: question.question_type == "scale")
        return [{"question_id": each.id, "construct": each.construct, "value": value} for each in scales]

    def news(self, person):
        """The lines about surveys in the next mail, as the mail would have them: those that still hold."""
        lines = self.env["hr.mentorship.notice"].search(
            [("member_id.employee_id", "=", person.id), ("state", "=", "queued"), ("kind", "like", "survey_")]
        )
        return lines._filter_true().mapped("kind")
