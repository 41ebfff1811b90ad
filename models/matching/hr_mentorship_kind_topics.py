from odoo import models
from odoo.fields import Domain

from ...matching import skill_features
from ..program.hr_mentorship_program import GIVING, LEARNING
from .hr_mentorship_kind import NEUTRAL

ALL_LEVELS = 101
"""No two levels are ever taken for one, or the score of a pair would depend on who else is there."""


class HrMentorshipKindTopics(models.AbstractModel):
    """What one wants to learn and the other knows."""

    _name = "hr.mentorship.kind.topics"
    _inherit = "hr.mentorship.kind"
    _description = "Kind of a Matching Criterion: Topics"
    _is_mutual = False

    def _build(self, pool, setting):
        columns = {skill_id: column for column, skill_id in enumerate(pool.topics.ids)}
        sides = []
        wanted = [mentee._get_wanted_skills() for mentee in pool.mentees]
        offered = [mentor._get_offered_skills() for mentor in pool.mentors]
        for people, topics in ((pool.mentees, wanted), (pool.mentors, offered)):
            entries = [
                (row, columns[skill_id], pool.get_step(person.employee_id.id, skill_id))
                for row, (person, skills) in enumerate(zip(people, topics, strict=True))
                for skill_id in skills.ids
            ]
            sides.append([list(column) for column in zip(*entries, strict=True)] or [[], [], []])
        shape = (len(pool.mentees), len(pool.mentors), len(columns))
        distance = max(setting["distance"], 1)
        features = skill_features(shape, sides[0], sides[1], distance=distance, steps=ALL_LEVELS)
        # Who offers nothing has said so; who wants nothing has yet to be asked
        unknown = 0 if setting["is_required"] else NEUTRAL
        return self._make_criterion(setting, self._fill_unknown(features, wanted, [True] * len(pool.mentors), unknown))

    def _get_facts(self, pool, setting, pairs):
        facts = []
        for mentee_row, mentor_row in pairs:
            mentee, mentor = pool.mentees[mentee_row], pool.mentors[mentor_row]
            shared = [
                [
                    skill.id,
                    pool.levels[mentor.employee_id.id, skill.id].id,
                    self._count_steps(pool, mentee, mentor, skill.id),
                ]
                for skill in mentee.skill_ids & mentor._get_offered_skills()
            ]
            facts.append({"is_known": bool(mentee.skill_ids), "wanted": len(mentee.skill_ids), "shared": shared})
        return facts

    def _count_steps(self, pool, mentee, mentor, skill_id):
        """Return how many levels the mentor stands above the mentee, None where one has no level in the résumé."""
        steps = [pool.get_step(person.employee_id.id, skill_id) for person in (mentor, mentee)]
        return steps[0] - steps[1] if all(steps) else None

    def _get_references(self, fact):
        yield "hr.skill", [skill for skill, _level, _steps in fact["shared"]]
        yield "hr.skill.level", [level for _skill, level, _steps in fact["shared"] if level]

    def _explain(self, fact, names, reader):
        topics = [
            self._describe_topic(names["hr.skill"][skill], names["hr.skill.level"].get(level), steps, reader)
            for skill, level, steps in fact["shared"]
            if skill in names["hr.skill"]
        ]
        people = {"mentee": reader.mentee, "mentor": reader.mentor, "wanted": fact["wanted"]}
        if not topics:
            return self._explain_no_topics(reader, people)
        words = {**people, "count": len(fact["shared"]), "topics": ", ".join(topics)}
        if fact["wanted"] == 1:
            return self._explain_the_topic(reader, words)
        if reader.role == "mentee":
            return self.env._("Offers %(count)s of the %(wanted)s topics you want: %(topics)s.", **words)
        if reader.role == "mentor":
            return self.env._(
                "You offer %(count)s of the %(wanted)s topics that %(mentee)s wants: %(topics)s.", **words
            )
        return self.env._(
            "%(mentor)s offers %(count)s of the %(wanted)s topics that %(mentee)s wants: %(topics)s.", **words
        )

    def _explain_the_topic(self, reader, words):
        """Where the mentee wants one topic, and no other."""
        if reader.role == "mentee":
            return self.env._("Offers the topic you want: %(topics)s.", **words)
        if reader.role == "mentor":
            return self.env._("You offer the topic that %(mentee)s wants: %(topics)s.", **words)
        return self.env._("%(mentor)s offers the topic that %(mentee)s wants: %(topics)s.", **words)

    def _explain_no_topics(self, reader, words):
        if words["wanted"] == 1:
            return self._explain_not_the_topic(reader, words)
        if reader.role == "mentee":
            return self.env._("Offers none of the %(wanted)s topics you want.", **words)
        if reader.role == "mentor":
            return self.env._("You offer none of the %(wanted)s topics that %(mentee)s wants.", **words)
        return self.env._("%(mentor)s offers none of the %(wanted)s topics that %(mentee)s wants.", **words)

    def _explain_not_the_topic(self, reader, words):
        if reader.role == "mentee":
            return self.env._("Does not offer the topic you want.")
        if reader.role == "mentor":
            return self.env._("You do not offer the topic that %(mentee)s wants.", **words)
        return self.env._("%(mentor)s does not offer the topic that %(mentee)s wants.", **words)

    def _describe_topic(self, topic, level, steps, reader):
        if not level:
            return topic
        if steps is None:
            return self.env._("%(topic)s (%(level)s)", topic=topic, level=level)
        words = {"topic": topic, "level": level, "steps": steps, "mentee": reader.mentee}
        if reader.role == "mentee":
            return self._describe_level_to_mentee(steps, words)
        if steps < 1:
            return self.env._("%(topic)s (%(level)s, no level above %(mentee)s)", **words)
        if steps == 1:
            return self.env._("%(topic)s (%(level)s, one level above %(mentee)s)", **words)
        return self.env._("%(topic)s (%(level)s, %(steps)s levels above %(mentee)s)", **words)

    def _describe_level_to_mentee(self, steps, words):
        if steps < 1:
            return self.env._("%(topic)s (%(level)s, no level above yours)", **words)
        if steps == 1:
            return self.env._("%(topic)s (%(level)s, one level above yours)", **words)
        return self.env._("%(topic)s (%(level)s, %(steps)s levels above yours)", **words)

    def _get_suspect_domain(self, setting):
        return Domain("skill_ids", "=", False) | (Domain("role", "=", "peer") & Domain("offered_skill_ids", "=", False))

    def _find_gaps(self, pool, setting):
        gaps = {}
        for participant in pool.people:
            if participant.role in LEARNING and not participant._get_wanted_skills():
                gaps[participant] = self.env._("Wants no topic yet. Ask what they want to learn.")
            elif participant.role in GIVING and not participant._get_offered_skills():
                gaps[participant] = self.env._("Offers no topic yet. Ask what they can help with.")
        return gaps
