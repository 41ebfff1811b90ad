from odoo import api, fields, models
from odoo.tools import format_list

from ..models.common.groups import ADMIN
from . import asked, satisfaction_charts, satisfaction_figures, satisfaction_words
from .satisfaction_words import MOST, PEERS, ROLES, get_sides, say_mean, say_share

NOTHING = "–"
MOST_NAMES = 2
"""How many programs a sentence names."""


class ReportHrMentorshipSatisfaction(models.AbstractModel):
    """What programs have brought, on one first page for a board and in figures behind it, without any single answer.

    One document for all programs that are asked for. What people have answered is read from releases alone.
    """

    _name = "report.hr_mentorship.report_satisfaction"
    _description = "Mentorship Satisfaction Document"

    @api.model
    def _get_report_values(self, docids, data=None):
        programs, start, end, values = asked.begin(self.env, docids, data, "_check_report")
        chapters = self._make_chapters(programs, start, end, values["threshold"])
        across = self._make_across(programs, chapters, start, end, values["threshold"])
        return {
            **values,
            "chapters": chapters if len(chapters) == 1 else [each for each in chapters if self._has_more_to_tell(each)],
            "without_chapter": [
                each["program"].name for each in chapters if len(chapters) > 1 and not self._has_more_to_tell(each)
            ],
            "cuts": self._make_cuts(programs, start, end, values["threshold"]),
            "across": across,
            "first_page": self._make_first_page(chapters, across),
            "figures": {chapter["program"].id: chapter["figures"] for chapter in chapters},
        }

    # -- what people have answered

    @api.model
    def _get_answers(self, programs, start, end):
        """Return what has been released of answers, the oldest first, with shares as numbers from 0 to 1 beside."""
        return self._sort_answers(self.env["hr.mentorship.release"]._get_figures(programs, start, end))

    def _sort_answers(self, answers):
        """Return figures of releases, the oldest first, each with its shares as numbers beside."""
        for row in answers:
            bands = row.get("share_bands") or {}
            row.update({band: sum(bands.get(band) or (0, 0)) / 2 for band in ("low", "mid", "high")})
        return sorted(answers, key=lambda row: (row["date_from"], row["position"]))

    @api.model
    def _get_comments(self, programs, start, end):
        """Return what authors let others read, by program id; nothing of a period, as no comment has a date.

        :rtype: dict[int, list[str]]
        """
        model = "hr.mentorship.release.comment"
        if start or end or model not in self.env:
            return {}
        # sudo: those who may print the report have been checked
        comments = self.env[model].sudo().search([("program_id", "in", programs.ids)])
        return {
            program.id: [self.env._("“%(words)s”", words=comment.body) for comment in each]
            for program, each in comments.grouped("program_id").items()
        }

    @api.model
    def _get_rates(self, programs, start, end):
        """Return how many have answered the surveys of months that are over, the oldest first.

        :rtype: dict[int, list[tuple[date, int, str]]] by program id, with the share in percent and in words
        """
        domain = [("program_id", "in", programs.ids)]
        domain += [("end_date", ">=", start)] if start else []
        domain += [("end_date", "<=", end)] if end else []
        # sudo: counts of closed months, for people who have been checked
        rates = self.env["hr.mentorship.pulse.rate"].sudo().search(domain, order="end_date")
        return {
            program.id: [(rate.end_date, rate.share, rate.share_text) for rate in each]
            for program, each in rates.grouped("program_id").items()
        }

    # -- the chapters

    @api.model
    def _make_chapters(self, programs, start, end, threshold):
        # sudo: counts only, for people who have been checked; a sponsor reads no mentorships
        sudo = self.sudo().env
        found = satisfaction_figures.read(sudo, programs.ids, start, end, threshold, fields.Date.context_today(self))
        for answer in self._get_answers(programs, start, end):
            figures = found[answer["program"].id]
            (figures.parts if answer.get("department") else figures.answers).append(answer)
        for program_id, rates in self._get_rates(programs, start, end).items():
            found[program_id].replies = rates
        comments = self._get_comments(programs, start, end)
        targets = sudo["hr.mentorship.program"].browse(programs.ids).target_ids.grouped("program_id")
        chapters = []
        for program in programs:
            figures = found[program.id]
            figures.is_over = program.state == "closed"
            own_targets = targets.get(program.sudo(), sudo["hr.mentorship.target"])  # sudo: as above
            findings = satisfaction_words.find(self.env, figures, own_targets, threshold)
            chapters.append(
                {
                    "program": program,
                    "figures": figures,
                    "targets": own_targets,
                    "findings": findings,
                    "verdict": satisfaction_words.sum_up(self.env, figures, findings),
                    "charts": satisfaction_charts.make_all(self.env, figures, threshold),
                    "numbers": self._list_numbers(figures),
                    "people": self._list_people(figures),
                    "pairs": self._list_pairs(figures),
                    "before": [] if start or end else self._compare_with_former(program, figures),
                    "comments": comments.get(program.id, []),
                }
            )
        return chapters

    def _list_numbers(self, figures):
        """Return the large figures of a first page: figure, what it counts, and a word about it."""
        return [
            self._number_people([figures]),
            self._number_meetings([figures]),
            self._number_satisfaction(figures),
            self._number_goals([figures]),
        ]

    def _number_people(self, each):
        counts = [sum(figures.people.get(role, 0) for figures in each) for role in ROLES]
        peers = sum(figures.people.get("peer", 0) for figures in each)
        words = {"mentors": counts[0], "mentees": counts[1]}
        # One, two and many alike: a number behind its word needs no plural
        note = self.env._("mentors %(mentors)s, mentees %(mentees)s", **words)
        if peers:
            note = self.env._("peers %(peers)s", peers=peers)
            if sum(counts):
                note = self.env._("mentors %(mentors)s, mentees %(mentees)s, peers %(peers)s", peers=peers, **words)
        return str(sum(counts) + peers), self.env._("places taken"), note

    def _number_meetings(self, each):
        held, due = (sum(getattr(figures, name) for figures in each) for name in ("held", "due"))
        share = {"share": say_share(self.env, 100 * held / due)} if due else {}
        none = self.env._("none was due") if self._are_over(each) else self.env._("none has been due yet")
        note = self.env._("%(share)s of those due", **share) if due else none
        return str(held), self.env._("meetings held"), note

    def _number_satisfaction(self, figures):
        measure = "overall" if "overall" in figures.list_measures() else "checkin"
        latest = [figures.get_current(measure, role) for role in get_sides(figures)]
        means = [row["mean"] for row in latest if row and row["mean"] is not None]
        label = (
            self.env._("of 5: satisfaction overall")
            if measure == "overall"
            else self.env._("of 5: satisfaction with the meetings")
        )
        if not means:
            row = figures.get_current(measure, False)
            if row:
                return say_mean(self.env, row["mean"]), label, self.env._("of all together")
            return NOTHING, self.env._("satisfaction"), self.env._("too few answers to say")
        if get_sides(figures) == PEERS:
            return say_mean(self.env, means[0]), label, self.env._("of peers")
        if len(means) == 1:
            role = ROLES[[bool(row and row["mean"] is not None) for row in latest].index(True)]
            note = self.env._("of mentors") if role == "mentor" else self.env._("of mentees")
            return say_mean(self.env, means[0]), label, note
        words = {"mentors": say_mean(self.env, means[0]), "mentees": say_mean(self.env, means[1])}
        note = self.env._("mentors %(mentors)s, mentees %(mentees)s", **words)
        return say_mean(self.env, sum(means) / 2), label, note

    def _number_goals(self, each):
        told = [figures.goals for figures in each if figures.goals]
        if not told:
            return NOTHING, self.env._("goals reached"), self.env._("too few to say")
        reached, due = (sum(pair[index] for pair in told) for index in (0, 1))
        if self._are_over(each):
            return str(reached), self.env._("goals reached"), self.env._("of %(due)s in all", due=due)
        return str(reached), self.env._("goals reached"), self.env._("of %(due)s whose day has come", due=due)

    def _are_over(self, each):
        return all(figures.is_over for figures in each)

    def _list_people(self, figures):
        labels = satisfaction_charts.get_roles(self.env)
        return [(labels[role], figures.people.get(role, 0)) for role in get_sides(figures)]

    def _list_pairs(self, figures):
        """Return how many mentorships stand where; how many have ended early is told of N and more, or not apart."""
        counts = figures.states
        over = counts.get("completed", 0) + counts.get("ended", 0)
        rows = [
            (self.env._("Before they begin"), counts.get("offered", 0) + counts.get("agreement", 0)),
            (self.env._("Running"), counts.get("active", 0) + counts.get("paused", 0)),
        ]
        if figures.ended_early is None:
            rows.append((self.env._("Over, completed or ended early"), over))
        else:
            rows.append((self.env._("Completed"), counts.get("completed", 0)))
            rows.append((self.env._("Ended before their time"), figures.ended_early))
        rows.append((self.env._("Declined"), counts.get("declined", 0)))
        return [row for row in rows if row[1]]

    def _compare_with_former(self, program, figures):
        """Return what has changed since the last cohort: label, then and now."""
        # sudo: whoever runs or approves a program learns from the one it follows, and need not have run that one
        former = program.sudo().predecessor_id
        if not former.result_on:
            return []
        means = [row["mean"] for row in figures.answers if row["measure"] == "checkin" and row["mean"] is not None]
        then = former.result_rating
        people = [
            (self.env._("Mentors"), former.result_mentor_count, figures.people.get("mentor", 0)),
            (self.env._("Mentees"), former.result_mentee_count, figures.people.get("mentee", 0)),
        ]
        if get_sides(figures) == PEERS:
            people = [(self.env._("Peers"), former.result_mentee_count, figures.people.get("peer", 0))]
        rows = [
            *people,
            (self.env._("Meetings held"), former.result_meeting_count, figures.held),
            (self.env._("Goals reached"), former.result_reached_count, figures.goals[0] if figures.goals else NOTHING),
            (
                self.env._("Satisfaction with the meetings"),
                say_mean(self.env, then) if then else NOTHING,
                say_mean(self.env, sum(means) / len(means)) if means else NOTHING,
            ),
        ]
        return [(former.name, *row) for row in rows]

    # -- what programs are told together

    def _split_sides(self, answers):
        """Return figures of answers: of mentors and mentees, and of peers, as each have charts of their own.

        :rtype: list[Figures]
        """
        sides = {is_peer: satisfaction_figures.Figures() for is_peer in (False, True)}
        sides[True].people["peer"] = 1
        for answer in self._sort_answers(answers):
            figures = sides[answer["role"] == PEERS[0]]
            (figures.parts if answer.get("department") else figures.answers).append(answer)
        return [figures for figures in sides.values() if figures.answers]

    @api.model
    def _make_cuts(self, programs, start, end, threshold):
        """Return the charts of several programs as one: of all, and by format and company where there are several."""
        if len(programs) < 2:
            return []
        formats = dict(programs._fields["format"]._description_selection(self.env))
        cuts = {
            "all": dict.fromkeys(programs.ids, ""),
            "format": {program.id: formats[program.format] for program in programs},
            "company": {program.id: program.company_id.name for program in programs},
        }
        found = self.env["hr.mentorship.release"]._get_cuts(programs, cuts, start, end)
        together = [
            satisfaction_charts.chart_measures(self.env, figures, threshold)
            for figures in self._split_sides(found["all"].get("", []))
        ]
        titles = {"format": self.env._("By format"), "company": self.env._("By company")}
        parts = [
            satisfaction_charts.chart_cut(
                self.env, title, {place: self._sort_answers(rows) for place, rows in found[name].items()}, threshold
            )
            for name, title in titles.items()
            if len(set(cuts[name].values())) > 1
        ]
        return [chart for chart in together + parts if chart]

    @api.model
    def _make_across(self, programs, chapters, start, end, threshold):
        """Return the chapter of what small programs that are over are told together; nothing where nobody may read it.

        It is of all such programs of the company, whichever of them are asked for: of which, no release says.

        :rtype: dict or None
        """
        if len(programs) < 2 or not self.env.user.has_group(ADMIN):
            return None
        answers = self.env["hr.mentorship.release.across"]._get_figures(programs.company_id, start, end)
        if not answers:
            return None
        told = self._split_sides(answers)
        for figures in told:
            figures.is_over = True
        today = fields.Date.context_today(self)
        over = self.env["hr.mentorship.release"]._filter_over(programs, today)
        return {
            "name": self.env._("Small programs together"),
            "findings": [
                finding
                for figures in told
                for finding in satisfaction_words.judge_answers(self.env, figures, threshold)
            ],
            "charts": [satisfaction_charts.make_all(self.env, figures, threshold) for figures in told],
            "figures": told,
            "without": [
                chapter["program"].name
                for chapter in chapters
                if chapter["program"] in over and not chapter["figures"].answers
            ],
        }

    # -- the first page

    @api.model
    def _make_first_page(self, chapters, across=None):
        """Return what a board reads: sentences of all programs, those that matter most first, and large figures."""
        is_one = len(chapters) == 1
        is_over = self._are_over([chapter["figures"] for chapter in chapters])
        found = sorted(
            [
                (finding.weight, chapter["program"].name, finding)
                for chapter in chapters
                for finding in chapter["findings"]
            ]
            + [(finding.weight, across["name"], finding) for finding in (across or {}).get("findings", ())],
            key=lambda each: -each[0],
        )
        titles = {
            "good": self.env._("What was good") if is_over else self.env._("What is good"),
            "watch": self.env._("What to look at"),
            "do": self.env._("What to do next time") if is_over else self.env._("What to do"),
        }
        nothing = {
            "good": self.env._("Nothing can be said.") if is_over else self.env._("Nothing can be said yet."),
            "watch": self.env._("Nothing stands out."),
            "do": self.env._("Nothing stands out.") if is_over else self.env._("Nothing needs to be done now."),
        }
        columns = []
        for kind, title in titles.items():
            # What is true of several programs is said once
            named = {}
            for _weight, name, finding in found:
                if finding.kind == kind:
                    named.setdefault(finding.text, []).append(name)
            texts = [("" if is_one else self._name_programs(names), text) for text, names in named.items()]
            columns.append({"title": title, "texts": texts[:MOST], "nothing": nothing[kind]})
        every = [chapter["figures"] for chapter in chapters]
        if is_one:
            numbers = chapters[0]["numbers"]
        else:
            numbers = [
                (str(len(chapters)), self.env._("programs"), ""),
                self._number_people(every),
                self._number_meetings(every),
                self._number_goals(every),
            ]
        return {
            "columns": columns,
            "numbers": numbers,
            "verdict": chapters[0]["verdict"] if is_one else "",
            "programs": [] if is_one else [self._list_side_by_side(chapter, across) for chapter in chapters],
            "sureness": self._say_sureness([*every, *(across["figures"] if across else ())]),
        }

    def _name_programs(self, names):
        """Return of which programs a sentence is; many are counted, for the table below has their names."""
        if len(names) > MOST_NAMES:
            return self.env._("%(count)s programs", count=len(names))
        return format_list(self.env, names)

    def _has_more_to_tell(self, chapter):
        """Return whether a program has a chapter beside others: where nothing was due, the first page has all of it."""
        figures = chapter["figures"]
        return bool(figures.due or figures.answers or figures.replies or chapter["comments"])

    def _list_side_by_side(self, chapter, across):
        figures = chapter["figures"]
        satisfaction = self._number_satisfaction(figures)[0]
        if across and chapter["program"].name in across["without"]:
            satisfaction = self.env._("with others")
        judged = chapter["targets"].filtered(lambda target: target.standing != "unknown")
        met = len(judged.filtered(lambda target: target.standing == "green"))
        return [
            chapter["program"].name,
            sum(figures.people.values()),
            f"{figures.held} / {figures.due}" if figures.due else NOTHING,
            satisfaction,
            "{} / {}".format(*figures.goals) if figures.goals else NOTHING,
            f"{met} / {len(judged)}" if judged else NOTHING,
        ]

    def _say_sureness(self, every):
        """Return how far the figures of answers can be trusted."""
        rows = [row for figures in every for row in figures.answers]
        if not rows and self._are_over(every):
            return self.env._("Of answers, this report can say nothing: too few people gave one.")
        if not rows:
            return self.env._("Of answers, this report can say nothing yet: too few people have given one.")
        smallest = min(rows, key=satisfaction_figures.count_fewest)
        return self.env._(
            "The smallest group whose answers are told here has %(people)s people: a difference of half a star between "
            "two such groups may be chance.",
            people=smallest["people"],
        )
