from graphlib import TopologicalSorter

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


def post_init_hook(env):
    """Give every employee who is already there a mentorship profile."""
    env["hr.employee"].with_context(active_test=False).search([])._create_mentorship_profiles()


def uninstall_hook(env):
    """Take along what Odoo's own uninstallation would leave behind."""
    env = env(context={**env.context, MODULE_UNINSTALL_FLAG: True, "active_test": False})
    # The badges would take what was granted with them in the database, where nobody removes its messages.
    env["gamification.badge.user"].search([("is_of_mentorship", "=", True)]).unlink()
    # The database keeps entries of wallets, and these the employees, who may go with the demo company
    env.cr.execute("TRUNCATE hr_mentorship_wallet_entry, hr_mentorship_wallet CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS hr_mentorship_wallet_entry_stays CASCADE")
    # Odoo deletes by the age of a record's name, and most of these have none: so what was written about them, their
    # to-dos and files would stay.
    for name in list_leaves_first(env):
        env[name].search([]).unlink()
    # Application surveys and trainings go with us: without our types, the survey application would show their answers
    # to its officers.
    # Odoo would delete the surveys alone, and the database their answers, but not the messages about them.
    surveys = env["survey.survey"].search([("survey_type", "in", ("mentorship", "mentorship_training"))])
    env["survey.user_input"].search([("survey_id", "in", surveys.ids)]).unlink()
    surveys.question_and_page_ids.unlink()
    surveys.unlink()
    env["ir.config_parameter"].search([("key", "=like", "hr_mentorship.%")]).unlink()
    # The host forgets what it noted of a reference from its own companies to its own channels
    env.cr.execute("DELETE FROM ir_model_constraint WHERE name = 'res_company_mentorship_wall_channel_id_fkey'")
    # What the modules we stand on noted about the fields and mixins that they share with our models.
    env.cr.execute(
        r"""
        DELETE FROM ir_model_data
              WHERE module != 'hr_mentorship'
                AND model IN ('ir.model.fields', 'ir.model.fields.selection', 'ir.model.inherit')
                AND name LIKE '%\_\_hr\_mentorship%'
        """
    )


def list_leaves_first(env):
    """Return the names of our models that keep records, each before those without which its records cannot be.

    :raises graphlib.CycleError: where two models cannot be without each other
    """
    ours = {
        name
        for name, model in env.items()
        if model._original_module == "hr_mentorship" and model._auto and not (model._abstract or model._transient)
    }
    children = {name: set() for name in ours}
    for name in ours:
        for field in env[name]._fields.values():
            is_needed = field.type == "many2one" and field.store and field.ondelete != "set null"
            if is_needed and field.comodel_name in ours - {name}:
                children[field.comodel_name].add(name)
    return list(TopologicalSorter(children).static_order())
