import re
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ...matching import DRAWS
from ..common.spoken import by_count
from .hr_mentorship_kind import HALF
from .match_reader import Reader

LEVEL_CODE = re.compile(r"(?![ABC][12]$)[A-Z]{0,2}[ .-]?\d+")
"""A level that is named by a number, as L3; but A1 to C2 say the same of languages to everybody."""


class HrMentorshipMatchingWords(models.AbstractModel):
    """What the engine found, in the language of whoever reads it.

    The facts come from :class:`HrMentorshipMatcher`, figures and ids without words. What each kind of criterion says is
    the work of ``hr.mentorship.kind.<kind>``.
    """

    _name = "hr.mentorship.matching.words"
    _description = "Matching in Words"

    # -- matches

    @api.model
    def _explain(self, facts_list, readers, for_manager=False):
        """Say for some matches why they fit.

        :param list[dict] facts_list: ``match_facts`` of mentorships, as the matcher's ``_get_match_facts`` gives them
        :param list[Reader] readers: for each match
        :param bool for_manager: the reader manages the program, and also reads what the two are not told
        :rtype: list[list[str]]
        """
        return [
            [line["sentence"] for line in lines if line["is_reason"]]
            for lines in self._explain_in_detail(facts_list, readers, for_manager)
        ]

    @api.model
    def _explain_in_detail(self, facts_list, readers, for_manager=False):
        """Say for some matches what each criterion adds to the score; parameters as of :meth:`_explain`.

        :returns: for each match, and each criterion that counts, a dict: ``name``, ``weight``, ``is_required``,
            ``points`` of ``most_points``, ``sentence``, and ``is_reason`` if it speaks for the match
        :rtype: list[list[dict]]
        """
        facts_list = [
            [
                fact
                for fact in facts.get("criteria", ())
                if fact.get("kind") and (fact["weight"] or fact["is_required"]) and (for_manager or fact["is_shown"])
            ]
            for facts in facts_list
        ]
        names = self._read_names([fact for facts in facts_list for fact in facts])
        return [
            [self._explain_criterion(fact, names, reader.turned() if fact.get("is_back") else reader) for fact in facts]
            for facts, reader in zip(facts_list, readers, strict=True)
        ]

    def _explain_criterion(self, fact, names, reader):
        is_known = fact.get("is_known", True)
        if not is_known:
            sentence = self.env._("Not known of both, so it counts neither way.")
        elif fact["value"] >= HALF and names["explanation"].get(fact["criterion_id"]):
            sentence = names["explanation"][fact["criterion_id"]]
        else:
            sentence = self._get_kind(fact)._explain(fact, names, reader)
        return {
            "name": self.env["hr.mentorship.criterion"]._name_setting(fact),
            "weight": fact["weight"],
            "is_required": fact["is_required"],
            "points": fact["points"],
            "most_points": fact["most_points"],
            "sentence": sentence,
            "is_reason": bool(sentence) and is_known and fact["value"] > 0,
        }

    def _read_names(self, facts):
        """Return the names of all records that some facts mention.

        :rtype: dict[str, dict[int, str]], by model and id, without records that have been removed since
        """
        ids = defaultdict(set)
        for fact in facts:
            if fact.get("is_known", True):
                for model, some in self._get_kind(fact)._get_references(fact):
                    ids[model].update(some)
        names = defaultdict(dict)
        own = {fact["criterion_id"] for fact in facts if fact.get("has_explanation")}
        criteria = self.env["hr.mentorship.criterion"].sudo().browse(sorted(own)).exists()  # sudo: the sentence alone
        names["explanation"] = {criterion.id: criterion.explanation for criterion in criteria}
        for model, some in ids.items():
            # sudo: whoever may read the match may read what it is about. A record may have been removed since.
            records = self.env[model].sudo().browse(sorted(some - {False, None})).exists()
            names[model] = {record.id: self._name_record(record) for record in records}
        return names

    def _leave_out_outdated(self, facts, mentee, mentor):
        """Return ``match_facts`` without what is no longer so of the two employees, in sudo.

        For those who have been matched: whoever decides on a proposal reads what its score is made of.
        """
        criteria = facts.get("criteria", ())
        return {
            **facts,
            "criteria": [
                fact
                for fact in criteria
                if not (fact.get("kind") and fact.get("is_known", True))
                or self._get_kind(fact)._still_holds(
                    fact, *((mentor, mentee) if fact.get("is_back") else (mentee, mentor))
                )
            ],
        }

    def _get_kind(self, setting):
        return self.env[f"hr.mentorship.kind.{setting['kind']}"]

    def _name_record(self, record):
        if record._name == "hr.skill.level":
            return self._name_level(record)
        # The plain name: display names add paths and types, which make a sentence long
        return record[record._rec_name] if record._rec_name else record.display_name

    def _name_level(self, level):
        """Name a level of a skill. The host's own types call theirs L1 to L4, which only HR has a list of."""
        if not LEVEL_CODE.fullmatch(level.name or ""):
            return level.name
        # Not in the type's own order, which is that of its settings
        ladder = level.skill_type_id.skill_level_ids.sorted(lambda each: (each.level_progress, each.id))
        return self.env._("level %(step)s of %(count)s", step=ladder.ids.index(level.id) + 1, count=len(ladder))

    def _explain_to_mentee(self, mentee, mentors, facts_list):
        """Say why some mentors fit, as :meth:`_explain` does, to the mentee whom it is about; all in sudo."""
        name = mentee.employee_id.name
        return self._explain(facts_list, [Reader(name, mentor.employee_id.name, "mentee") for mentor in mentors])

    def _explain_to_mentor(self, mentor, mentees, facts_list):
        """The same to a mentor, of some mentees."""
        name = mentor.employee_id.name
        return self._explain(facts_list, [Reader(mentee.employee_id.name, name, "mentor") for mentee in mentees])

    # -- who may not be matched

    def _explain_link_obstacle(self, obstacle):
        # The same rule as for approval: an address may have changed since
        return {
            "missing": self.env._(
                "Has neither a user nor a work e-mail to answer and sign with. Link a user, or enter a work e-mail."
            ),
            "shared": self.env._(
                "Has no user, and shares the work e-mail with somebody who could answer and sign. Link a user, or "
                "enter an address of their own."
            ),
            "changed": self.env._(
                "Has no user, and the work e-mail was changed by somebody who does not keep employees' data. Have HR "
                "confirm it on the employee, on the tab Mentorship."
            ),
        }[obstacle]

    def _explain_exclusion(self, code):
        return {
            "self": self.env._("The same person."),
            "line_of_command": self.env._("One is in the other's line of command."),
            "parted": self.env._("They have said no to each other, or are through, in this program."),
            "rejected": self.env._("You have rejected this pair. Take the rejection back first."),
        }.get(code, self.env._("A rule keeps the two apart."))

    # -- mentees without a match

    @api.model
    def _explain_unmatched(self, facts_list):
        """Say why mentees have nobody, and what would help. For program managers: it names people.

        :param list[dict] facts_list: as the matcher's ``_get_unmatched_facts`` gives them; ``n_untrained`` beside it is
            how many mentors with a free seat, or other peers, could not be matched before their training
        :rtype: list[str]
        """
        # sudo: program managers read the names of their programs' people
        participants = self.env["hr.mentorship.participant"].sudo()
        ids = {id_ for facts in facts_list for id_ in (facts["best_mentor"], *facts["holders"]) if id_}
        people = {person.id: person.employee_id.name for person in participants.browse(sorted(ids)).exists()}
        topic_ids = {skill_id for facts in facts_list for skill_id in facts["wanted"]}
        topics = {skill.id: skill.name for skill in self.env["hr.skill"].sudo().browse(sorted(topic_ids)).exists()}
        return [
            " ".join(filter(None, [self._explain_one_unmatched(facts, people, topics), self._explain_untrained(facts)]))
            for facts in facts_list
        ]

    @api.model
    def _describe_lot(self, share):
        """Say that a lot decided on a mentee, and how their chances were; empty if none did."""
        if not share:
            return ""
        return self.env._(
            "A lot decided: in %(count)s of %(draws)s draws among equally good matchings this mentee has a mentor.",
            draws=DRAWS,
            count=round(DRAWS * share),
        )

    def _explain_untrained(self, facts):
        """Name the seats that wait for a training: they are what a program manager can do something about at once."""
        untrained = facts.get("n_untrained")  # runs of before did not count them
        if not untrained:
            return ""
        if facts.get("is_peer"):
            return by_count(
                untrained,
                self.env._("One more person waits, and was left out, not being trained yet."),
                self.env._("%(count)s more people wait, and were left out, not being trained yet.", count=untrained),
            )
        return by_count(
            untrained,
            self.env._("One mentor with a free seat was left out, not being trained yet."),
            self.env._("%(count)s mentors with a free seat were left out, not being trained yet.", count=untrained),
        )

    def _explain_one_left_over(self, facts, people):
        if not facts["n_mentors"]:
            return self.env._("Nobody else waits for a partner. Approve more applications.")
        return self._explain_unmatched_peer(facts, people) if facts["eligible"] else self._explain_peer_ruled_out(facts)

    def _explain_unmatched_peer(self, facts, people):
        """The same for a peer who is left over, where somebody would fit."""
        best, score = people.get(facts["best_mentor"], ""), round(facts["best_score"])
        holders = ", ".join(people[holder] for holder in facts["holders"] if holder in people)
        words = {"count": facts["eligible"], "total": facts["n_mentors"], "best": best, "score": score}
        if holders:
            return self.env._(
                "Others who would fit: %(count)s of %(total)s. The best is %(best)s with %(score)s %%, who goes with "
                "%(holders)s. One more person would help: peers go in pairs.",
                holders=holders,
                **words,
            )
        return self.env._(
            "Others who would fit: %(count)s of %(total)s. The best is %(best)s with %(score)s %%. One more person "
            "would help: peers go in pairs.",
            **words,
        )

    def _explain_peer_ruled_out(self, facts):
        """Nobody is left for a peer: name the rules, and what would help."""
        names = {
            "excluded": self.env._("who may not be matched with this person"),
            "minimum_score": self.env._("who fit less well than asked for"),
        }
        # The engine keeps everybody apart from themselves as well, which is no news
        counted = [
            (entry, entry["count"] - (entry["rule"] == "excluded"))
            for entry in sorted(facts["ruled_out"], key=lambda entry: -entry["count"])
        ]
        parts = [f"{self._name_rule(entry, names)}: {count}" for entry, count in counted if count]
        return self.env._(
            "Others who can be matched with this person: none of %(total)s (%(reasons)s).",
            total=facts["n_mentors"],
            reasons=", ".join(parts),
        )

    def _name_rule(self, entry, names):
        if entry["rule"] in names:
            return names[entry["rule"]]
        setting = entry["setting"] or {}
        criterion = self.env["hr.mentorship.criterion"]._name_setting(setting) if setting else entry["rule"]
        return self.env._("who miss the must-have “%(criterion)s”", criterion=criterion)

    def _explain_one_unmatched(self, facts, people, topics):
        if facts.get("is_peer"):
            return self._explain_one_left_over(facts, people)
        if not facts["n_mentors"]:
            if facts.get("n_untrained"):
                return ""  # not that no mentor has a free seat: those who have one are named after it
            return self.env._("No mentor has a free seat. Approve more mentors, or ask one to take another mentee.")
        if not facts["eligible"]:
            return self._explain_ruled_out(facts, topics)
        best, score = people.get(facts["best_mentor"], ""), round(facts["best_score"])
        holders = ", ".join(people[holder] for holder in facts["holders"] if holder in people)
        if facts["best_is_full"] and holders:
            return self.env._(
                "Mentors who would fit: %(count)s of %(total)s. The best is %(mentor)s with %(score)s %%, whose seats "
                "went to %(holders)s. One more seat there would help.",
                count=facts["eligible"],
                total=facts["n_mentors"],
                mentor=best,
                score=score,
                holders=holders,
            )
        return self.env._(
            "Mentors who would fit, but whose seats bring more to others: %(count)s of %(total)s. The best is "
            "%(mentor)s with %(score)s %%. One more seat there would help.",
            count=facts["eligible"],
            total=facts["n_mentors"],
            mentor=best,
            score=score,
        )

    def _explain_ruled_out(self, facts, topics):
        """Nobody is left: name the rule that took most, with all others behind it."""
        ruled_out = sorted(facts["ruled_out"], key=lambda entry: -entry["count"])
        if not ruled_out:
            return self.env._("No mentor with a free seat may be matched with this person.")
        sentences = [
            self._explain_rule(entry, facts, [topics[skill] for skill in facts["wanted"] if skill in topics])
            for entry in ruled_out
        ]
        return " ".join(sentences)

    def _explain_rule(self, entry, facts, topics):
        count, total = entry["count"], facts["n_mentors"]
        if entry["rule"] == "excluded":
            return self.env._(
                "Mentors who may not be matched with this person: %(count)s of %(total)s (themselves, someone in their "
                "own line of command, or someone either of them has parted from).",
                count=count,
                total=total,
            )
        if entry["rule"] == "minimum_score":
            return self.env._(
                "Mentors who fit less well than asked for: %(count)s of %(total)s. Propose weaker pairs as well.",
                count=count,
                total=total,
            )
        setting = entry["setting"] or {}
        if setting.get("kind") == "topics" and not topics:
            return self.env._("Wants no topic yet. Ask what they want to learn, then match again.")
        if setting.get("kind") == "topics":
            return self.env._(
                "Mentors who offer none of “%(topics)s”: %(count)s of %(total)s. Find a mentor for these topics.",
                count=count,
                total=total,
                topics=", ".join(topics),
            )
        return self.env._(
            "Mentors who do not meet the must-have “%(criterion)s”: %(count)s of %(total)s. Find a mentor who does, or "
            "make it count without being a must.",
            count=count,
            total=total,
            criterion=self.env["hr.mentorship.criterion"]._name_setting(setting) if setting else entry["rule"],
        )

    # -- What a program manager should know of two people before they are put together: what they have been elsewhere.
    #
    # Nothing of it keeps a pair apart: whoever does not want to meet again says so on their own list, of which
    # nobody is told. That a mentorship ended is told the same way whatever the reason was.

    @api.model
    def _find_pair_notes(self, program, pairs):
        """Return sentences on the pairs that are, or have been, together otherwise than by the proposal in question.

        Of other programs what is published counts, of this one the working list as well. Programs are named to those
        who manage them. The caller has checked that the user manages ``program``.

        :param pairs: iterable of (id of the mentee's employee, id of the mentor's)
        :rtype: dict[tuple[int, int], str]
        """
        wanted = set(pairs)
        if not wanted:
            return {}
        mentorships = self._find_together(program, sorted({person for pair in wanted for person in pair}))
        names = self._name_my_programs(mentorships.program_id)
        notes = defaultdict(dict)
        for mentorship in mentorships:
            # Peers are both on both sides: there is no other way round among them
            has_sides = "peer" not in mentorship.member_ids.mapped("role")
            for mentee in mentorship.mentee_ids:
                for mentor in mentorship.mentor_ids:
                    for pair, is_reversed in (((mentee.id, mentor.id), False), ((mentor.id, mentee.id), has_sides)):
                        note = pair in wanted and self._describe_together(mentorship, program, is_reversed, names)
                        if note:
                            notes[pair][note] = True
        return {pair: " ".join(of_pair) for pair, of_pair in notes.items()}

    def _find_together(self, program, employee_ids):
        published = Domain("state", "in", self.env["hr.mentorship"]._get_published_live_states())
        # Whom a departure has parted have said nothing; an offer that nobody took was no mentorship
        ended = (
            Domain("state", "=", "ended")
            & Domain("ended_by_departure", "=", False)
            & Domain("member_ids", "not any", [("response", "!=", "accepted")])
        )
        proposed = Domain("state", "=", "proposed") & Domain("program_id", "=", program.id)
        # sudo: of other programs comes out what concerns this pair, and see _find_pair_notes
        return (
            self.env["hr.mentorship"]
            .sudo()
            .search(
                (published | ended | proposed)
                & Domain("mentee_ids", "in", employee_ids)
                & Domain("mentor_ids", "in", employee_ids),
                order="id",
            )
        )

    def _name_my_programs(self, programs):
        mine = self.env["hr.mentorship.program"]._find_my_programs() & programs.with_env(self.env)
        return {program.id: program.name for program in mine}

    def _describe_together(self, mentorship, program, is_reversed, names):
        name = names.get(mentorship.program_id.id)
        if mentorship.state == "ended" and name:
            return self.env._("They were together in “%(program)s” before, and parted.", program=name)
        if mentorship.state == "ended":
            return self.env._("They were together before, and parted.")
        if mentorship.program_id == program:
            return self._describe_reversal() if is_reversed else ""
        return self._describe_reversed(name) if is_reversed else self._describe_running(name)

    def _describe_running(self, name):
        if name:
            return self.env._("They are together in “%(program)s” already.", program=name)
        return self.env._("They are together in another program already.")

    def _describe_reversed(self, name):
        if name:
            return self.env._("They are together in “%(program)s” already, the other way round.", program=name)
        return self.env._("They are together in another program already, the other way round.")

    def _describe_reversal(self):
        return self.env._("Here they are matched the other way round as well: each would mentor the other.")
