from odoo import api, fields, models
from odoo.tools import html2plaintext

from . import fonts

INSTALL_FONT = "hr_mentorship.mail_activity_type_install_font"


class HrMentorshipAgreement(models.Model):
    """Each letter of a copy is printed: what no font of the server has would be blank in it for ever.

    So such a copy waits, as it waits for the seal, and the administrators are told which letter of whom it is.
    """

    _inherit = "hr.mentorship.agreement"

    def _find_unprintable(self):
        """Return what no font has of the agreement.

        :returns: (whose name or which text, its characters) of each place
        :rtype: list[tuple[str, str]]
        """
        places = self._get_printed_places()
        missing = fonts.find_missing("".join(text for _place, text in places))
        found = {}
        for place, text in places:
            letters = "".join(letter for letter in missing if letter in text)
            if letters:
                found[place] = found.get(place, "") + letters
                # The text repeats the names: each letter is told once, where people look for it
                missing = "".join(letter for letter in missing if letter not in letters)
        return list(found.items())

    def _get_printed_places(self):
        """Return what is printed, by whose name or which text it is.

        :rtype: list[tuple[str, str]]
        """
        self.ensure_one()
        places = [
            *((signature.signer_name, signature.signed_name) for signature in self.signature_ids),
            *((signature.signer_name, signature.signer_name) for signature in self.signature_ids),
            (self.company_id.name, self.company_id.name),
            (self.program_id.name, self.program_id.name),
            (self.env._("the text of the agreement"), html2plaintext(self.body or "")),
        ]
        return [(place, text or "") for place, text in places]

    @api.model
    def _find_copies_to_make(self):
        """Leave out those with a letter that no font has, and tell the administrators once."""
        pending = super()._find_copies_to_make()
        # One question for all copies: nearly always nothing is missing
        texts = (text for agreement in pending for _place, text in agreement._get_printed_places())
        if not fonts.find_missing("".join(texts)):
            pending.mentorship_id._drop_activities(INSTALL_FONT)
            return pending
        for agreement in pending:
            if unprintable := agreement._find_unprintable():
                agreement._ask_to_install_font(unprintable)
                pending -= agreement
        if pending:
            pending.mentorship_id._drop_activities(INSTALL_FONT)
        return pending

    def _ask_to_install_font(self, unprintable):
        mentorship = self.mentorship_id
        if mentorship._find_activities([INSTALL_FONT]):
            return
        admins = self.env.ref("hr_mentorship.group_hr_mentorship_admin").all_user_ids
        admins = admins.filtered(lambda user: user.active and self.company_id in user.company_ids)
        note = self.env._(
            "The signed copy waits: no font of the server has %(places)s. Have whoever runs the server install a font "
            "that has it, such as one of the packages fonts-noto-core, fonts-noto-cjk and fonts-symbola; the copy then "
            "leaves by itself within the hour.",
            places=", ".join(f"{_name_letters(letters)} – {place}" for place, letters in unprintable),
        )
        mentorship._schedule_activities(
            INSTALL_FONT, [(mentorship, admins, fields.Date.context_today(self))], note=note
        )


def _name_letters(letters):
    # The code as well: whoever reads this may have no font for the letter either
    return " ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters)
