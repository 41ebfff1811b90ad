from odoo import SUPERUSER_ID, api
from odoo.modules import Manifest

from odoo.addons.hr_mentorship.updates import MODULE, find_untouched, read_records, take_from_file, take_words


def migrate(cr, version):
    """Mails that nobody has changed take their new subjects, and the colours of the company, in every language.

    The templates are data that companies change, so an update leaves them alone. What people have written is theirs:
    only what updates alone have written is taken from its file again. They have moved to the files of their rooms:
    each template learns its new file, as the host's “Reset Template” would otherwise look for one that is gone.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    untouched = find_untouched(env, "mail.template")
    for path in Manifest.for_addon(MODULE)["data"]:
        if not path.endswith("_mail_templates.xml"):
            continue
        # As a statement, as a write would say that people have changed the templates.
        cr.execute(
            """
            UPDATE mail_template
               SET template_fs = %s
              FROM ir_model_data kept
             WHERE kept.res_id = mail_template.id
               AND kept.module = %s AND kept.model = 'mail.template' AND kept.name = ANY(%s)
            """,
            [f"{MODULE}/{path}", MODULE, [record.get("id") for record in read_records(path)]],
        )
        take_from_file(env, path, untouched)
    take_words(env, untouched)
