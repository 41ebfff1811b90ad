def migrate(cr, version):
    """Note down for whom words were written: mentorships had the same members from beginning to end until now."""
    cr.execute(
        """
        INSERT INTO hr_mentorship_note_reader_rel (note_id, employee_id)
        SELECT DISTINCT note.id, member.employee_id
          FROM hr_mentorship_note note
          JOIN hr_mentorship_member member ON member.mentorship_id = note.mentorship_id
            ON CONFLICT DO NOTHING
        """
    )
