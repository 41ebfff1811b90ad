from collections import defaultdict

from odoo import api, models

from .hr_mentorship_kind import HALF
from .hr_mentorship_matcher import MICRO_POINTS_PER_PERCENT


class HrMentorshipMatcherWords(models.AbstractModel):
    """What the engine found, in the language of whoever reads it."""

    _inherit = "hr.mentorship.matcher"

    # -- matches

    @api.model
    def _explain(self, facts_list, readers, for_manager=False):
        """Say for some matches why they fit.

        :param list[dict] facts_list: ``match_facts`` of mentorships, as :meth:`_get_match_facts` gives them
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
            [self._explain_criterion(fact, names, reader) for fact in facts]
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
            "name": self._name_criterion(fact),
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

    def _name_record(self, record):
        # The plain name: display names add paths and types, which make a sentence long
        return record[record._rec_name] if record._rec_name else record.display_name

    def _name_criterion(self, setting):
        """Return the name of a criterion as it stood when the setting was taken."""
        return self.env["hr.mentorship.criterion"]._name_setting(setting)

    # -- mentees without a match

    @api.model
    def _get_unmatched_facts(self, pool, criteria, entry):
        """Return what explains why a mentee has nobody: figures and ids, no words.

        :param entry: what the engine says of them (:class:`..matching.Unmatched`)
        :rtype: dict
        """
        by_key = {setting["key"]: setting for setting in criteria}
        ruled_out = entry.ruled_out
        best = pool.mentors[entry.best_mentor] if entry.best_mentor >= 0 else pool.mentors[:0]
        return {
            "wanted": pool.mentees[entry.mentee].skill_ids.ids,
            "n_mentors": len(pool.mentors),
            "eligible": entry.eligible,
            "best_mentor": best.id,
            "best_score": entry.best_score / MICRO_POINTS_PER_PERCENT,
            "best_is_full": entry.best_is_full,
            "holders": [pool.mentees[row].id for row in entry.holders],
            "ruled_out": [
                {"rule": key, "setting": by_key.get(key), "count": int(count)}
                for key, count in ruled_out.items()
                if count
            ],
        }

    @api.model
    def _explain_unmatched(self, facts_list):
        """Say why mentees have nobody, and what would help. For program managers: it names people.

        :param list[dict] facts_list: as :meth:`_get_unmatched_facts` gives them
        :rtype: list[str]
        """
        # sudo: program managers read the names of their programs' people
        participants = self.env["hr.mentorship.participant"].sudo()
        ids = {id_ for facts in facts_list for id_ in (facts["best_mentor"], *facts["holders"]) if id_}
        people = {person.id: person.employee_id.name for person in participants.browse(sorted(ids)).exists()}
        topic_ids = {skill_id for facts in facts_list for skill_id in facts["wanted"]}
        topics = {skill.id: skill.name for skill in self.env["hr.skill"].sudo().browse(sorted(topic_ids)).exists()}
        return [self._explain_one_unmatched(facts, people, topics) for facts in facts_list]

    def _explain_one_unmatched(self, facts, people, topics):
        if not facts["n_mentors"]:
            return self.env._("No mentor has a free seat. Approve more mentors, or ask one to take another mentee.")
        if not facts["eligible"]:
            return self._explain_ruled_out(facts, topics)
        best, score = people.get(facts["best_mentor"], ""), round(facts["best_score"])
        holders = ", ".join(people[holder] for holder in facts["holders"] if holder in people)
        if facts["best_is_full"] and holders:
            return self.env._(
                "%(count)s of %(total)s mentors would fit. The best is %(mentor)s with %(score)s %%, whose seats went "
                "to %(holders)s. One more seat there would help.",
                count=facts["eligible"],
                total=facts["n_mentors"],
                mentor=best,
                score=score,
                holders=holders,
            )
        return self.env._(
            "%(count)s of %(total)s mentors would fit, but their seats bring more to others. The best is %(mentor)s "
            "with %(score)s %%. One more seat there would help.",
            count=facts["eligible"],
            total=facts["n_mentors"],
            mentor=best,
            score=score,
        )

    def _explain_ruled_out(self, facts, topics):
        """Nobody is left: name the rule that took most, with all others behind it."""
        ruled_out = sorted(facts["ruled_out"], key=lambda entry: -entry["count"])
        if not ruled_out:
            return self.env._("None of %(total)s mentors may be matched.", total=facts["n_mentors"])
        sentences = [
            self._explain_rule(entry, facts, [topics[skill] for skill in facts["wanted"] if skill in topics])
            for entry in ruled_out
        ]
        return " ".join(sentences)

    def _explain_rule(self, entry, facts, topics):
        count, total = entry["count"], facts["n_mentors"]
        if entry["rule"] == "excluded":
            return self.env._(
                "%(count)s of %(total)s mentors may not be matched with this person: themselves, someone in their own "
                "line of command, or someone either of them has parted from.",
                count=count,
                total=total,
            )
        if entry["rule"] == "minimum_score":
            return self.env._(
                "%(count)s of %(total)s mentors fit less well than asked for. Propose weaker pairs as well.",
                count=count,
                total=total,
            )
        setting = entry["setting"] or {}
        if setting.get("kind") == "topics" and not topics:
            return self.env._("Wants no topic yet. Ask what they want to learn, then match again.")
        if setting.get("kind") == "topics":
            return self.env._(
                "%(count)s of %(total)s mentors offer none of: %(topics)s. Find a mentor for these topics.",
                count=count,
                total=total,
                topics=", ".join(topics),
            )
        return self.env._(
            "%(count)s of %(total)s mentors do not meet the must-have “%(criterion)s”. Find a mentor who does, or "
            "make it count without being a must.",
            count=count,
            total=total,
            criterion=self._name_criterion(setting) if setting else entry["rule"],
        )


class HrMentorshipMember(models.Model):
    _inherit = "hr.mentorship.member"

    def _get_match_reasons(self):
        """Say to this member why the match: in a mail, or on the page of a personal link, whoever makes them."""
        self.ensure_one()
        [reasons] = self.mentorship_id._explain_match([self.mentorship_id._get_reader(self.role)])
        return reasons
