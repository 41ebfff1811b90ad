"""Which skills of HR are topics of mentoring, and which are languages: domains of fields, as callables."""


def topics_domain(model):
    """Everything that one can learn from somebody: all skills but languages."""
    return [("skill_type_id", "!=", model.env["hr.mentorship.profile"]._get_language_type().id)]


def languages_domain(model):
    return [("skill_type_id", "=", model.env["hr.mentorship.profile"]._get_language_type().id)]
