def migrate(cr, version):
    """Give answers of drafts to who has said them, where that is known; all others go on belonging to both.

    Both members wrote one text. Whoever began it and wrote it last is taken for the one who says it, and the others get
    an answer of their own to the same words. A question without an answer is asked anew. What somebody has signed, and
    what was closed, is left as it is.
    """
    cr.execute(
        """
        DELETE FROM hr_mentorship_agreement_answer answer
         USING hr_mentorship_agreement agreement
         WHERE agreement.id = answer.agreement_id AND agreement.state = 'draft'
           AND answer.addressed_to = 'both' AND answer.member_id IS NULL
           AND answer.question_id IS NOT NULL AND COALESCE(answer.answer, '') = ''
        """
    )
    cr.execute(
        """
        UPDATE hr_mentorship_agreement_answer answer
           SET member_id = member.id
          FROM hr_mentorship_member member, hr_mentorship_agreement agreement
         WHERE member.id = answer.changed_by_id AND member.user_id = answer.create_uid
           AND agreement.id = answer.agreement_id AND agreement.state = 'draft'
           AND answer.addressed_to = 'both' AND answer.member_id IS NULL
        RETURNING answer.id
        """
    )
    said = [row[0] for row in cr.fetchall()]
    cr.execute(
        """
        INSERT INTO hr_mentorship_agreement_answer (
               agreement_id, company_id, question_id, sequence, question, addressed_to, member_id,
               create_uid, create_date, write_uid, write_date)
        SELECT answer.agreement_id, answer.company_id, answer.question_id, answer.sequence, answer.question,
               answer.addressed_to, partner.id, 1, answer.create_date, 1, answer.write_date
          FROM hr_mentorship_agreement_answer answer
          JOIN hr_mentorship_member member ON member.id = answer.member_id
          JOIN hr_mentorship_member partner
            ON partner.mentorship_id = member.mentorship_id AND partner.id != member.id
         WHERE answer.id = ANY(%s)
        """,
        [said],
    )
