import logging

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """Take back what somebody has written in somebody else's name.

    Until this version, those who may write a record could set the stored copies of its owner. The log names who is
    concerned, and never whom they would rather not be matched with.
    """
    _align_profiles(cr)
    _remove_forged_blocks(cr)
    _release_foreign_answers(cr)


def _align_profiles(cr):
    cr.execute(
        """
        UPDATE hr_mentorship_profile profile
           SET user_id = employee.user_id
          FROM hr_employee employee
         WHERE employee.id = profile.employee_id
           AND profile.user_id IS DISTINCT FROM employee.user_id
     RETURNING profile.id, employee.name
        """
    )
    for profile_id, name in cr.fetchall():
        _logger.warning("Mentorship profile %s belongs to the user of %s again.", profile_id, name)


def _remove_forged_blocks(cr):
    """Remove blocks that name another owner than their profile, or that the user of another employee has made.

    Who has got a new user since made theirs with the old one, who is nobody's now: those stay. So do blocks made by a
    personal link, on behalf of somebody without a user.
    """
    cr.execute(
        """
        DELETE FROM hr_mentorship_block block
         USING hr_mentorship_profile profile, hr_employee employee, hr_mentorship_block made
          LEFT JOIN res_users maker ON maker.id = made.create_uid
          LEFT JOIN res_partner person ON person.id = maker.partner_id
         WHERE made.id = block.id
           AND profile.id = block.profile_id
           AND employee.id = profile.employee_id
           AND (
               block.employee_id IS DISTINCT FROM profile.employee_id
               OR (
                   made.create_uid IS DISTINCT FROM profile.user_id
                   AND EXISTS (
                       SELECT 1 FROM hr_employee other WHERE other.user_id = made.create_uid AND other.id != employee.id
                   )
                   AND NOT EXISTS (
                       SELECT 1 FROM hr_employee own WHERE own.user_id = made.create_uid AND own.id = employee.id
                   )
               )
           )
     RETURNING block.id, employee.name, person.name
        """
    )
    for block_id, name, maker in cr.fetchall():
        _logger.warning("Block %s in the name of %s was made by %s, and is removed.", block_id, name, maker)
    cr.execute(
        """
        UPDATE hr_mentorship_block block
           SET user_id = profile.user_id
          FROM hr_mentorship_profile profile
         WHERE profile.id = block.profile_id
           AND block.user_id IS DISTINCT FROM profile.user_id
        """
    )


def _release_foreign_answers(cr):
    """Let go of answers that are not the participant's own: of another kind of survey, or of another employee."""
    cr.execute(
        """
        UPDATE hr_mentorship_participant participant
           SET survey_answer_id = NULL
          FROM survey_user_input answer, survey_survey survey, hr_employee employee
         WHERE answer.id = participant.survey_answer_id
           AND survey.id = answer.survey_id
           AND employee.id = participant.employee_id
           AND (
               survey.survey_type IS DISTINCT FROM 'mentorship'
               OR EXISTS (
                   SELECT 1
                     FROM res_users maker
                     JOIN hr_employee other ON other.user_id = maker.id AND other.id != employee.id
                    WHERE maker.partner_id = answer.partner_id
                      AND maker.id IS DISTINCT FROM employee.user_id
               )
           )
     RETURNING participant.id, employee.name, answer.id
        """
    )
    for participant_id, name, answer_id in cr.fetchall():
        _logger.warning(
            "Application %s of %s held the survey answer %s of somebody else, and lets go of it.",
            participant_id,
            name,
            answer_id,
        )
