"""From people to the engine's input, and to the plain arrays that other programs are given."""

import numpy as np

from matching import Criterion, PairCriterion, Problem, features

from .population import SENIORITIES, STYLE_ANSWERS, TIME_SLOTS, WISH_VALUES

CANDIDATES = 50
BLOCK = 128


def build_problem(population):
    """The problem of a `population.Population`, with nine criteria weighted as a program manager might."""
    mentees, mentors, words = population.mentees, population.mentors, population.vocabulary
    shape = mentees.count, mentors.count

    def overlap(name, n_things):
        return features.overlap_features((*shape, n_things), getattr(mentees, name), getattr(mentors, name))

    def table(name, values):
        return features.table_features(values, getattr(mentees, name), getattr(mentors, name))

    styles = [np.where(side.style < 0, np.nan, side.style / (STYLE_ANSWERS - 1)) for side in (mentees, mentors)]
    steps = np.arange(SENIORITIES)
    hours = np.array([0.0, 1, 5.5, -5, -8])[: words.places]
    wishing, wished, rank = population.wishes
    excluded = population.line_of_command()
    return Problem(
        # Ids as a database gives them: in order, but with nothing to do with the other group's
        mentee_ids=np.arange(mentees.count) + 1,
        mentor_ids=np.arange(mentors.count) + 1,
        seats=population.seats,
        criteria=(
            Criterion("topics", 10, *features.skill_features((*shape, words.skills), mentees.skills, mentors.skills)),
            Criterion("languages", 5, *overlap("languages", words.languages)),
            PairCriterion("wishes", 4, wishing, wished, WISH_VALUES[rank]),
            Criterion("interests", 3, *overlap("interests", words.interests)),
            Criterion("seniority", 3, *table("seniority", features.gap_table(steps, steps, 1.5, 2.5))),
            Criterion("availability", 3, *overlap("slots", TIME_SLOTS)),
            Criterion("department", 2, *table("department", 1 - features.same_table(words.departments))),
            Criterion("place", 2, *table("place", features.near_table(hours, hours, 9))),
            Criterion("style", 2, *features.closeness_features(*styles)),
        ),
        excluded_mentees=excluded[0],
        excluded_mentors=excluded[1],
    )


def blocks_of_scores(problem):
    """Yields (rows, int32 scores of them with everybody, -1 where the pair is forbidden)."""
    from matching.scoring import Scorer  # noqa: PLC0415 (not part of the engine's front door)

    scorer = Scorer(problem)
    for start in range(0, problem.n_mentees, BLOCK):
        rows = np.arange(start, min(start + BLOCK, problem.n_mentees))
        yield rows, scorer.block(rows).astype(np.int32)


def save_dense(problem, path):
    """Every score of an instance as a file of int32 (n_mentees, n_mentors)."""
    dense = np.lib.format.open_memmap(path, "w+", np.int32, (problem.n_mentees, problem.n_mentors))
    for rows, scores in blocks_of_scores(problem):
        dense[rows] = scores
    dense.flush()


def save_candidates(problem, path, count=CANDIDATES):
    """The best pairs of each mentee, and the seats, as a file of arrays."""
    parts = []
    count = min(count, problem.n_mentors)
    for rows, scores in blocks_of_scores(problem):
        best = np.argpartition(-scores, count - 1, axis=1)[:, :count]
        best_scores = np.take_along_axis(scores, best, axis=1)
        places, columns = np.nonzero(best_scores >= 0)
        parts.append((rows[places], best[places, columns], best_scores[places, columns]))
    mentee, mentor, score = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    np.savez(path, mentee=mentee, mentor=mentor, score=score, seats=problem.seats, n_mentees=problem.n_mentees)
