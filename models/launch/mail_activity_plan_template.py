from odoo import api, fields, models
from odoo.exceptions import ValidationError

PROGRAM = "hr.mentorship.program"
OWNER_OF_TYPE = {"mentorship_manager": "manager", "mentorship_sponsor": "sponsor"}


class MailActivityPlanTemplate(models.Model):
    """A step of a plan, which a program gives to whoever manages or sponsors it."""

    _inherit = "mail.activity.plan.template"

    responsible_type = fields.Selection(
        selection_add=[("mentorship_manager", "Program manager"), ("mentorship_sponsor", "Sponsor")],
        ondelete={"mentorship_manager": "cascade", "mentorship_sponsor": "cascade"},
    )

    @api.constrains("plan_id", "responsible_type")
    def _check_responsible_of_program(self):
        for step in self:
            if step.responsible_type in OWNER_OF_TYPE and step.plan_id.res_model != PROGRAM:
                raise ValidationError(
                    self.env._("Only plans for mentorship programs have steps for program managers and sponsors.")
                )

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        owner = OWNER_OF_TYPE.get(self.responsible_type)
        if not owner or applied_on_record._name != PROGRAM:
            return super()._determine_responsible(on_demand_responsible, applied_on_record)
        warning = False
        if owner == "sponsor" and not applied_on_record.sponsor_id:
            warning = self.env._(
                "“%(name)s” has no sponsor yet: the steps wait with its manager.", name=applied_on_record.name
            )
        return {"responsible": applied_on_record._get_launch_owner(owner), "error": False, "warning": warning}

    def _say_summary(self, user):
        """Return what the step asks for: the words of the plan, or those of its type in the language of ``user``."""
        return self._say("summary", "summary", user) or self.activity_type_id.with_context(lang=user.lang).name

    def _say_note(self, user):
        return self._say("note", "default_note", user)

    def _say(self, own, of_type, user):
        """Plans have one language, types have all: who has not changed the words means those of the type."""
        of_languages = {
            code: self.activity_type_id.with_context(lang=code)[of_type]
            for code, _name in self.env["res.lang"].get_installed()
        }
        if self[own] and self[own] not in of_languages.values():
            return self[own]
        return of_languages.get(user.lang) or self.activity_type_id[of_type]
