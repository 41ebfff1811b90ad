def migrate(cr, version):
    """What somebody has written stands in mails in a block of its own, not in a quotation: those fold away.

    The templates are data that companies change, so an update leaves them alone; every language keeps its words.
    """
    cr.execute(
        """
        UPDATE mail_template
           SET body_html = regexp_replace(
                   regexp_replace(body_html::text, '(</?)blockquote', '\\1div', 'g'),
                   ' data-o-mail-quote(-node)?=\\\\"1\\\\"', '', 'g'
               )::jsonb
         WHERE body_html::text LIKE '%<blockquote%'
           AND id IN (SELECT res_id FROM ir_model_data WHERE module = 'hr_mentorship' AND model = 'mail.template')
        """
    )
