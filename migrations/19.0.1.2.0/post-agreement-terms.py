from odoo import SUPERUSER_ID, api
from odoo.tools import SQL


def migrate(cr, version):
    """Give agreements of before the terms of their mentorship, and mark signatures of before 19.0.1.1.0.

    By SQL: what is filled in was part of no evidence, and the ORM rightly refuses to touch what is signed.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.flush_all()
    _take_terms(cr, env["hr.mentorship.agreement"]._get_term_fields())
    _mark_signatures(cr)
    env.invalidate_all()


def _take_terms(cr, names):
    """Record the terms of agreements that were drafted when only their mentorship had any."""
    cr.execute(
        SQL(
            """
            UPDATE hr_mentorship_agreement agreement
               SET %s
              FROM hr_mentorship mentorship
             WHERE mentorship.id = agreement.mentorship_id AND agreement.rhythm IS NULL
            """,
            SQL(", ").join(SQL("%s = mentorship.%s", SQL.identifier(name), SQL.identifier(name)) for name in names),
        )
    )


def _mark_signatures(cr):
    """Mark the signatures that were given before evidence was kept, and fill in who gave them.

    A mark, rather than the missing evidence itself: otherwise emptying it would make any signature pass.
    """
    cr.execute(
        """
        UPDATE hr_mentorship_signature signature
           SET is_before_evidence = TRUE,
               role = COALESCE(signature.role, member.role),
               signer_name = COALESCE(signature.signer_name, employee.name)
          FROM hr_mentorship_member member
          JOIN hr_employee employee ON employee.id = member.employee_id
         WHERE member.id = signature.member_id
           AND signature.evidence IS NULL AND signature.evidence_hash IS NULL
        """
    )
