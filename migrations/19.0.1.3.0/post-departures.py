from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Mentorships that ended with a departure are known by their to-do: nobody has parted there.

    Their people may meet again, and go on where they stopped when whoever had left is back.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    left = env.ref("hr_mentorship.mail_activity_type_partner_left", raise_if_not_found=False)
    if not left:
        return
    cr.execute(
        """
        UPDATE hr_mentorship mentorship
           SET ended_by_departure = TRUE
          FROM mail_activity activity
         WHERE activity.res_model = 'hr.mentorship'
           AND activity.res_id = mentorship.id
           AND activity.activity_type_id = %s
           AND mentorship.state = 'ended'
           AND mentorship.given_end_reason = 'change'
        """,
        [left.id],
    )
    cr.execute(
        """
        UPDATE hr_mentorship_participant participant
           SET state_before_departure = 'approved'
          FROM hr_mentorship_member member
          JOIN hr_mentorship mentorship ON mentorship.id = member.mentorship_id
         WHERE member.participant_id = participant.id
           AND mentorship.ended_by_departure
           AND participant.state = 'withdrawn'
        """
    )
    env.invalidate_all()
