import logging

from odoo import SUPERUSER_ID, api

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """Name the signed copies in which a letter may be blank; a kept copy is never replaced, so people decide.

    From now on a copy waits for the font instead.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    agreements = env["hr.mentorship.agreement"].search([("copy_attachment_id", "!=", False)])
    for agreement in agreements:
        for place, letters in agreement._find_unprintable():
            _logger.warning(
                "The signed copy of %s (%s) may lack %s in: %s. No font of this server has it; amend the agreement "
                "once a font is installed, and the new copy has it.",
                agreement.display_name,
                agreement.id,
                " ".join(f"U+{ord(letter):04X}" for letter in letters),
                place,
            )
