from odoo import SUPERUSER_ID, api
from odoo.tools import SQL


def migrate(cr, version):
    """What two people write to each other is read by the two: nobody else follows it, and its files go with it."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, model in env.registry.items():
        if env["mail.message"]._is_conversation(name) and not model._abstract:
            drop_outsiders(env, name)
            hand_files_to_messages(env, name)
    env.invalidate_all()


def drop_outsiders(env, name):
    followers = env["mail.followers"].search([("res_model", "=", name)])
    existing = env[name].browse(followers.mapped("res_id")).exists()
    partners = {record.id: record._get_conversation_users().partner_id for record in existing}
    followers.filtered(
        lambda follower: follower.partner_id not in partners.get(follower.res_id, env["res.partner"])
    ).unlink()


def hand_files_to_messages(env, name):
    env.cr.execute(
        SQL(
            """
            UPDATE ir_attachment file
               SET res_model = 'mail.message', res_id = message.id
              FROM message_attachment_rel rel
              JOIN mail_message message ON message.id = rel.message_id
             WHERE rel.attachment_id = file.id
               AND message.model = %s AND message.message_type = 'comment'
               AND file.res_model = message.model AND file.res_id = message.res_id
               AND file.res_field IS NULL
               AND file.id NOT IN (
                    SELECT copy_attachment_id FROM hr_mentorship_agreement WHERE copy_attachment_id IS NOT NULL)
            """,
            name,
        )
    )
