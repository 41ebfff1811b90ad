"""Who reads figures of answers, and which releases they would see through: as SQL, for whoever asks about many at once.

Readers know what they have answered themselves, so they do not count towards *N*; and who they are may change after a
release. Whoever has left, or has a new file, knows what they have answered as well: archived employees count.
"""

from odoo.tools import SQL

from ..common.groups import ADMIN

READ_MODELS = ("hr.mentorship.program", "res.groups", "res.users", "hr.employee")
COUNTED_MODELS = (
    "hr.mentorship.release",
    "hr.mentorship.feedback",
    "hr.mentorship.member",
    "hr.mentorship.checkin",
)
TOGETHER = "all"


def select_readers(env, program_ids=None):
    """Return a select of ``program_id`` and ``employee_id``: who reads the figures of these programs, or of all."""
    _flush(env, READ_MODELS)
    return SQL(
        """
        SELECT program.id AS program_id, employee.id AS employee_id
          FROM hr_mentorship_program program
    CROSS JOIN LATERAL (
                   SELECT manager.res_users_id AS user_id
                     FROM hr_mentorship_program_manager_rel manager
                    WHERE manager.hr_mentorship_program_id = program.id
                    UNION
                   SELECT program.sponsor_id
                    UNION
                   SELECT admin.uid FROM res_groups_users_rel admin WHERE admin.gid = ANY(%(admins)s)
               ) reader
          JOIN hr_employee employee ON employee.user_id = reader.user_id
         WHERE %(condition)s
        """,
        admins=_get_admin_groups(env),
        condition=SQL("TRUE") if program_ids is None else SQL("program.id = ANY(%s)", list(program_ids)),
    )


def select_administrators(env):
    """Return a select of ``employee_id``: those who administer mentorship, and so read figures across programs."""
    _flush(env, READ_MODELS)
    return SQL(
        """
        SELECT employee.id AS employee_id
          FROM hr_employee employee
         WHERE employee.user_id IN (SELECT uid FROM res_groups_users_rel WHERE gid = ANY(%s))
        """,
        _get_admin_groups(env),
    )


def select_hidden(env, sources, least, program_ids=None):
    """Return a select of the ids of releases of programs that are of fewer than ``least`` people without their readers.

    :param list[SQL] sources: of answers, see ``hr.mentorship.release._get_answer_sources``
    """
    _flush(env, COUNTED_MODELS)
    # Of all answers only those of readers are looked at: the array goes down into each source, a join would not
    return SQL(
        """
          WITH reader AS MATERIALIZED (%(readers)s)
        SELECT release.id
          FROM (%(sources)s) answer
          JOIN reader ON reader.program_id = answer.program_id AND reader.employee_id = answer.employee_id
          JOIN hr_mentorship_release release
            ON release.program_id = answer.program_id
           AND %(same)s
         WHERE answer.employee_id = ANY(ARRAY(SELECT DISTINCT employee_id FROM reader))
      GROUP BY release.id
        HAVING release.weight - COUNT(DISTINCT answer.employee_id) < %(least)s
        """,
        readers=select_readers(env, program_ids),
        sources=SQL(" UNION ALL ").join(sources),
        same=_match_release(),
        least=least,
    )


def select_hidden_across(env, sources, least):
    """Return the same of releases across programs.

    Whoever came to administer mentorship after a release, and had answered, knows one of its answers.
    """
    _flush(env, COUNTED_MODELS)
    return SQL(
        """
        SELECT release.id
          FROM (%(sources)s) answer
          JOIN hr_mentorship_release release
            ON release.program_id IS NULL
           AND release.company_id IS NOT DISTINCT FROM answer.company_id
           AND %(same)s
         WHERE answer.employee_id = ANY(ARRAY(%(readers)s))
      GROUP BY release.id
        HAVING release.weight - COUNT(DISTINCT answer.employee_id) < %(least)s
        """,
        readers=select_administrators(env),
        sources=SQL(" UNION ALL ").join(sources),
        same=_match_release(),
        least=least,
    )


def _match_release():
    """Return on what condition an answer may be in a release of its program or company."""
    return SQL(
        """
               release.measure = answer.measure
           AND answer.answered_on BETWEEN release.date_from AND release.date_to
           AND (release.role = %s OR release.role = answer.role)
           AND (release.department_id IS NULL OR release.department_id = answer.department_id)
        """,
        TOGETHER,
    )


def _get_admin_groups(env):
    admin = env["ir.model.data"]._xmlid_to_res_id(ADMIN)
    # sudo: who administers mentorship, by whatever group; of Odoo's own cache, as every figure that is read asks for it
    return [admin, *env["res.groups"].sudo()._get_group_definitions().get_subset_ids([admin])]


def _flush(env, models):
    for model in models:
        env[model].flush_model()
