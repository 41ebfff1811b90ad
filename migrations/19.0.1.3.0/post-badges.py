def migrate(cr, version):
    """Take the program out of badges that mentorship has given: all colleagues read them."""
    cr.execute(
        """
        UPDATE gamification_badge_user badge
           SET comment = NULL
          FROM hr_mentorship_member member
         WHERE member.badge_user_id = badge.id
        """
    )
