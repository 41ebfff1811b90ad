import logging

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """Forget a language that is not installed here, where a person of ours has one.

    Clients write any, and whatever is said to that person then fails, and with it what is done for all others in the
    same step: one of them keeps a program from being published, and this update from what it says to people. Later
    versions refuse it to whoever has an account. Contacts who are neither users nor employees are not ours to change.
    """
    cr.execute(
        """
        UPDATE res_partner person
           SET lang = NULL
          FROM res_partner before
         WHERE before.id = person.id
           AND person.lang IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM res_lang lang WHERE lang.code = person.lang AND lang.active)
           AND (
               EXISTS (SELECT 1 FROM res_users account WHERE account.partner_id = person.id)
               OR EXISTS (SELECT 1 FROM hr_employee employee WHERE employee.work_contact_id = person.id)
           )
     RETURNING person.name, before.lang
        """
    )
    for name, lang in cr.fetchall():
        _logger.info("%s had the language %s, which is not installed, and reads that of the company now.", name, lang)
