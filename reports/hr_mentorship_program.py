from odoo import models
from odoo.exceptions import AccessError


class HrMentorshipProgram(models.Model):
    _inherit = "hr.mentorship.program"

    def action_read_report(self):
        """Open the satisfaction report of these programs as a page, from which it can be printed."""
        return self._open_report("qweb-html")

    def _open_report(self, kind, start=None, end=None):
        """Return the action that shows or prints the satisfaction report.

        :param str kind: ``qweb-html`` or ``qweb-pdf``
        """
        self._check_report()
        return self._open_document("satisfaction", kind, start, end)

    def _open_outcomes(self, kind, start=None, end=None):
        """Return the action that shows or prints the outcome report, as above."""
        self._check_outcomes()
        return self._open_document("outcome", kind, start, end)

    def _open_document(self, name, kind, start, end):
        # Whoever opens the address later gets the action as it is stored: the page and the PDF are one each
        step = "read_action" if kind == "qweb-html" else "action"
        action = self.env["ir.actions.report"]._for_xml_id(f"hr_mentorship.hr_mentorship_{name}_report_{step}")
        data = {"program_ids": self.ids, "date_from": str(start or ""), "date_to": str(end or "")}
        one = {"active_id": self.id} if len(self) == 1 else {}
        return {
            **action,
            "context": {**self.env.context, **one, "active_ids": self.ids, "active_model": self._name},
            # Without a period, the programs stand in the address, which is then one to keep
            "data": data if start or end else {},
        }

    def _check_report(self):
        """Raise unless the user runs or approves all of these programs."""
        self.check_access("read")
        if not all(program.is_my_program or program.is_my_approval for program in self):
            raise AccessError(self.env._("Only the sponsor and the program managers print the report of a program."))

    def _check_outcomes(self):
        """Raise unless the user runs all of these programs: how colleagues fare is for nobody else."""
        self.check_access("read")
        if not all(program.is_my_program for program in self):
            raise AccessError(
                self.env._("Only the program managers read how participants have fared. Ask them for the report.")
            )
