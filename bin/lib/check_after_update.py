"""Looks at the demo company after it was used (use_before_update.py) and updated. For `odoo shell`.

Everything that was signed is intact, every job runs, everybody sees their screens, and matches have their reasons.
What nobody has changed is as in a new installation.
"""

import sys

from lxml import etree

from odoo.modules import Manifest

from odoo.addons.hr_mentorship.updates import bare, read_records

ADDON = "hr_mentorship"
TEXTS = (
    ("hr.mentorship.agreement.section", "body_html"),
    ("hr.mentorship.question", "name"),
    ("mail.activity.type", "summary"),
)
PEOPLE = ("user_tina", "user_abigail", "user_nadia", "user_aiko")


def main(env):
    checks = (agreements, answers, blocks, languages, reasons, rules, texts, mails, jobs)
    problems = [problem for check in checks for problem in check(env)]
    read_screens(env)
    print(*problems, sep="\n", end="\n" if problems else "")
    sys.exit(bool(problems))


def agreements(env):
    signed = env["hr.mentorship.agreement"].search([("signed_at", "!=", False)])
    if not env.ref(f"{ADDON}.mentorship_c2_marc_nadia").agreement_id & signed:
        yield "what was signed before the update is not signed any more"
    for agreement in signed:
        for part, is_intact in agreement._verify():
            if is_intact is False:
                yield f"{agreement.display_name}: {part} is not intact"


def answers(env):
    pair = env.ref(f"{ADDON}.mentorship_c2_marc_nadia")
    if sorted(pair.checkin_ids.feedback_ids.mapped("rating")) != [4, 4, 5]:
        yield "the ratings of before are not there"
    # As one of the two, who reads what was written for them
    read = pair.with_user(env.ref("base.user_demo")).checkin_ids.note_ids
    if sorted(read.mapped("body")) != ["So we did.", "We began.", "We began."]:
        yield "the summaries of before are not there"
    draft = env.ref(f"{ADDON}.mentorship_door_aiko_abigail").open_agreement_id
    if draft.goals != "One release." or "To lead one release by herself." not in draft.answer_ids.mapped("answer"):
        yield "the answers to the first meeting are not there"


def blocks(env):
    marc = env.ref("base.user_demo").employee_id
    if env.ref(f"{ADDON}.user_chloe").employee_id in marc.mentorship_profile_ids.block_ids.blocked_employee_id:
        yield "what somebody else has written into the list of Marc still counts"


def languages(env):
    installed = [code for code, _name in env["res.lang"].get_installed()]
    if people := env["res.users"].search([("lang", "!=", False), ("lang", "not in", installed)]):
        yield f"{people.mapped('name')}: nothing can be said to them, as their language is not installed"


def reasons(env):
    for pair in env["hr.mentorship"].search([("score", ">", 0)]):
        if not pair.match_reasons:
            yield f"{pair.display_name}: matched by {pair.score} %, without a reason"


def rules(env):
    """Nobody has changed one, so each is as in its file, whatever an older version had there."""
    for name, fields in find_shipped("ir.rule"):
        rule = env.ref(f"{ADDON}.{name}")
        if "domain_force" in fields and bare(rule.domain_force) != bare(fields["domain_force"].text):
            yield f"the rule {name} is still {rule.domain_force}"


def texts(env):
    """The same of the words that people read, and that companies may change."""
    for model, field in TEXTS:
        for name, fields in find_shipped(model):
            if field not in fields:
                continue
            kept = etree.HTML(f"<div>{env.ref(f'{ADDON}.{name}').with_context(lang='en_US')[field] or ''}</div>")
            if letters(kept) != letters(fields[field]):
                yield f"{name} still says: {''.join(kept.itertext())}"


def find_shipped(model):
    """Return the xml id of each record of a model in our files, and the elements of its fields by name."""
    for path in Manifest.for_addon(ADDON)["data"]:
        if path.endswith(".xml"):
            for record in read_records(path):
                if record.get("model") == model and "." not in record.get("id"):
                    yield record.get("id"), {field.get("name"): field for field in record.iter("field")}


def letters(element):
    """Return the words in an element without any space, as a field sets them anew."""
    return "".join("".join(element.itertext()).split())


def mails(env):
    """Files move between versions; an administrator must still get the text of a template back."""
    kept = env["ir.model.data"].search([("module", "=", ADDON), ("model", "=", "mail.template")])
    templates = env["mail.template"].browse(kept.mapped("res_id")).exists()
    if lost := templates.filtered(lambda template: not template.template_fs):
        yield f"{lost.mapped('name')}: nobody knows their file"
    templates.reset_template()


def jobs(env):
    crons = env["ir.model.data"].search([("module", "=", ADDON), ("model", "=", "ir.cron")])
    if not crons:
        yield "there are no jobs"
    for name in crons:
        env[name.model].browse(name.res_id).method_direct_trigger()


def read_screens(env):
    """Read whatever each may read, computed fields included: they meet what older versions have written."""
    env.invalidate_all()
    for user in (env.ref(f"{ADDON}.{name}") for name in PEOPLE):
        for model in (name for name in env.registry if name.startswith("hr.mentorship") and env[name]._auto):
            records = env[model].with_user(user)
            if records.has_access("read"):
                records.search([]).read()


main(env)  # noqa: F821 - the shell's
