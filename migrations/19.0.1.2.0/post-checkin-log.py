def migrate(cr, version):
    """Check-ins of before have neither an author nor a confirmation, but ratings.

    Whoever has rated a held check-in has agreed that it took place: nobody is asked again about old ones.
    """
    cr.execute(
        """
        INSERT INTO hr_mentorship_checkin_confirmation_rel (checkin_id, member_id)
             SELECT feedback.checkin_id, feedback.member_id
               FROM hr_mentorship_feedback feedback
               JOIN hr_mentorship_checkin checkin ON checkin.id = feedback.checkin_id
              WHERE checkin.state = 'done'
        ON CONFLICT DO NOTHING
        """
    )
    cr.execute(
        """
        UPDATE hr_mentorship_checkin checkin
           SET logged_by_id = answer.first_member_id,
               confirmed_on = CASE WHEN answer.count > 1 THEN checkin.held_on END
          FROM (
                SELECT checkin_id, (array_agg(member_id ORDER BY id))[1] AS first_member_id, COUNT(*) AS count
                  FROM hr_mentorship_feedback
                 GROUP BY checkin_id
               ) answer
         WHERE checkin.id = answer.checkin_id AND checkin.state = 'done' AND checkin.logged_by_id IS NULL
        """
    )
