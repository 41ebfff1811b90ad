from odoo import SUPERUSER_ID, api

from odoo.addons.hr_mentorship.updates import find_untouched, take_from_file, take_words

CHANGED = {
    "data/hr_mentorship_agreement_template_data.xml": "hr.mentorship.agreement.section",
    "data/hr_mentorship_question_data.xml": "hr.mentorship.question",
    "data/goal_data.xml": "mail.activity.type",
}
"""The files whose texts are other ones since 19.0.1.2.0, and what of them is taken again."""


def migrate(cr, version):
    """Texts that fit more than two people, and equals, reach those who have not written their own, in every language.

    An agreement that exists keeps its text: it was written when it was drafted.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    taken = []
    for path, model in CHANGED.items():
        untouched = find_untouched(env, model)
        take_from_file(env, path, untouched)
        taken += untouched
    take_words(env, taken)
