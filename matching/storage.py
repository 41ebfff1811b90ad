"""Problems as bytes, to be kept and solved again to the same solution, and as fingerprints."""

import json
import zlib
from hashlib import sha256
from io import BytesIO
from zipfile import BadZipFile

import numpy as np

FORMAT = 1
PEOPLE = ("mentee_ids", "mentor_ids", "seats", "excluded_mentees", "excluded_mentors")
ARRAYS = {"Criterion": ("mentees", "mentors"), "PairCriterion": ("mentee_rows", "mentor_rows", "values")}


def dump(problem):
    """The content of a compressed .npz file: the arrays, and a JSON text of everything else.

    :complexity: O(n_mentees · d + n_mentors · d); features that are mostly zero shrink to a few percent
    """
    arrays = {name: getattr(problem, name) for name in PEOPLE}
    for position, criterion in enumerate(problem.criteria):
        for name in ARRAYS[type(criterion).__name__]:
            arrays[f"{position}_{name}"] = getattr(criterion, name)
    arrays["rest"] = np.frombuffer(json.dumps({"format": FORMAT, **_rest(problem)}).encode(), dtype=np.uint8)
    content = BytesIO()
    np.savez_compressed(content, **arrays)
    return content.getvalue()


def load(content, kinds):
    """The arguments of the `Problem` that `dump` wrote.

    :param kinds: the classes of criteria by name
    :raises ValueError: if the content is something else
    """
    try:
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            rest = json.loads(arrays["rest"].tobytes())
            if rest.pop("format") != FORMAT:
                raise ValueError("written by another version")
            criteria = []
            for position, described in enumerate(rest.pop("criteria")):
                kind = described.pop("kind")
                features = {name: arrays[f"{position}_{name}"] for name in ARRAYS[kind]}
                criteria.append(kinds[kind](**described, **features))
            return {**rest, **{name: arrays[name] for name in PEOPLE}, "criteria": tuple(criteria)}
    except (AttributeError, BadZipFile, EOFError, KeyError, OSError, TypeError, zlib.error) as error:
        raise ValueError(f"no saved problem ({error})") from error


def fingerprint(problem):
    """SHA-256 of everything that can change a solution: people by their ids, so that the order of rows is none of it.

    :complexity: O(n_mentees · d + n_mentors · d)
    """
    mentees, mentors = np.argsort(problem.mentee_ids), np.argsort(problem.mentor_ids)
    place_of_mentee, place_of_mentor = np.argsort(mentees), np.argsort(mentors)
    digest = sha256(json.dumps(_rest(problem), sort_keys=True).encode())

    def add_pairs(mentee_rows, mentor_rows, *values):
        pairs = place_of_mentee[mentee_rows] * max(1, problem.n_mentors) + place_of_mentor[mentor_rows]
        order = np.argsort(pairs, kind="stable")
        add(pairs[order], *(each[order] for each in values))

    def add(*arrays):
        for array in arrays:
            digest.update(repr(array.shape).encode())
            digest.update(np.ascontiguousarray(array))

    add(problem.mentee_ids[mentees], problem.mentor_ids[mentors], problem.seats[mentors])
    excluded = np.unique(np.stack([problem.excluded_mentees, problem.excluded_mentors]), axis=1)
    add_pairs(*excluded)
    for criterion in problem.criteria:
        if type(criterion).__name__ == "Criterion":
            add(criterion.mentees[mentees], criterion.mentors[mentors])
        else:
            add_pairs(criterion.mentee_rows, criterion.mentor_rows, criterion.values)
    return digest.hexdigest()


def _rest(problem):
    """What is not an array, ready for JSON."""
    return {
        "criteria": [
            {"kind": type(each).__name__, "key": each.key, "weight": each.weight, "minimum": float(each.minimum)}
            for each in problem.criteria
        ],
        "minimum_score": int(problem.minimum_score),
        "seed": problem.seed,
        **({"is_peers": True} if problem.is_peers else {}),  # what was saved before knows of none
    }
