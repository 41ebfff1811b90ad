from odoo import SUPERUSER_ID, api
from odoo.tools.convert import convert_file


def migrate(cr, version):
    """Keep application surveys to the managers of their programs from now on; rules are not updated by themselves.

    Answers that a participant of somebody else had been given are theirs no more.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    # init: the records are marked as not to be updated
    convert_file(env, "hr_mentorship", "security/survey_rules.xml", {}, mode="init", noupdate=True)
    cr.execute(
        """
        UPDATE hr_mentorship_participant participant
           SET survey_answer_id = NULL
          FROM survey_user_input answer
          JOIN survey_survey survey ON survey.id = answer.survey_id
         WHERE answer.id = participant.survey_answer_id
           AND survey.survey_type != 'mentorship'
        """
    )
