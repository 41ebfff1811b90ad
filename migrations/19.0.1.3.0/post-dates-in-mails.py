CHANGES = (
    (
        ("mail_template_offer", "mail_template_request"),
        "format_date(object.mentorship_id.offer_expires_on)",
        "format_date(object.mentorship_id.offer_expires_on, date_format='long')",
    ),
    (("mail_template_program_approved",), "{'widget': 'date'}", "{'widget': 'date', 'format': 'long'}"),
)


def migrate(cr, version):
    """Mails say their days as the screens do, “December 8, 2026”, in every language that they are written in.

    The templates are data that companies change, so an update leaves them alone; what has been changed there stays.
    """
    for names, before, after in CHANGES:
        cr.execute(
            """
            UPDATE mail_template
               SET body_html = replace(body_html::text, %s, %s)::jsonb
              WHERE id IN (SELECT res_id FROM ir_model_data WHERE module = 'hr_mentorship' AND name IN %s)
            """,
            [before, after, names],
        )
