"""Simulated firms in which those sign up who would do well anyway, and seats are short."""

import random

import numpy as np

from matching import Criterion, Problem, draw

EFFECT = 0.15
SITES = (0.3, 0.7)
"""Of the applicants of a site between whom scores do not decide, the share that gets a seat."""


def make_firm(seed, employees=1500, draws=32):
    """Return what a firm knows: of applicants (chance, drawn, outcome), and outcomes of participants and of others.

    Drive makes people sign up, score better, work at the second site, and stay. Mentoring adds `EFFECT` to the chance
    of staying. Scores have few steps, as those of real criteria have, and the seats of each site end within one: there
    the lot decides. Chances are found as the matching finds them: by drawing again with other seeds.
    """
    rng = random.Random(seed)
    drive = [rng.random() for _employee in range(employees)]
    would_stay = [rng.random() < 0.35 + 0.4 * each for each in drive]
    would_with = [
        stays or rng.random() < EFFECT / (0.65 - 0.4 * each) for stays, each in zip(would_stay, drive, strict=True)
    ]
    applicants = [one for one in range(employees) if rng.random() < 0.02 + 0.5 * drive[one] ** 2]
    score = {one: int(3 * (0.7 * drive[one] + 0.3 * rng.random())) for one in applicants}
    site = {one: int(rng.random() < drive[one]) for one in applicants}
    safe = {one for one in applicants if score[one] == 2}
    near = {number: [one for one in applicants if score[one] == 1 and site[one] == number] for number in (0, 1)}

    def draw():
        lots = (rng.sample(near[site], int(share * len(near[site]))) for site, share in enumerate(SITES))
        return safe.union(*lots)

    drawn = draw()
    times = dict.fromkeys(applicants, 0)
    for _draw in range(draws):
        for one in draw():
            times[one] += 1
    outcome = [would_with[one] if one in drawn else would_stay[one] for one in range(employees)]
    lottery = [(times[one] / draws, one in drawn, outcome[one]) for one in applicants]
    participants = [outcome[one] for one in drawn]
    others = [outcome[one] for one in range(employees) if one not in drawn]
    return lottery, participants, others


def make_drawn_firm(seed, band, applicants=90, mentors=30):
    """Return chance, draw and outcome of applicants whom the matching has drawn between near-equals.

    Drive makes people score better and stay, as above; scores are as fine as they can be, and lie close together, so
    that without a band hardly anybody would be drawn.
    """
    rng = np.random.default_rng(seed)
    drive = rng.random(applicants)
    fit = 0.45 + 0.1 * np.clip(0.6 * drive[:, None] + 0.4 * rng.random((applicants, mentors)), 0, 1)
    criterion = Criterion("fit", 1, np.eye(applicants), fit.T)
    problem = Problem(range(applicants), range(1000, 1000 + mentors), [1] * mentors, (criterion,), seed=seed + 1)
    drawn, share = draw(problem, "people", band)
    is_drawn = drawn.mentor_of >= 0
    stays = rng.random(applicants) < 0.35 + 0.4 * drive + EFFECT * is_drawn
    return list(zip(share.tolist(), is_drawn.tolist(), stays.tolist(), strict=True))
