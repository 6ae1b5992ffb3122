"""Features of names in, by a file of weights: what each name is, in which role, and how surely.

The weights are those of multinomial logistic regressions, one for the kind and one for the role
of each kind that has several. Their probabilities are calibrated by a temperature.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict, dataclass
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kg.errors import SourceError
from kg.extract.numbering import Numbers

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FILE = "classifier.json.gz"
SCALE = 1000
"""Weights are kept as whole numbers, so many to one."""

KIND = "kind"
"""The decision which kind a name is of; the other decisions are those of a kind's roles."""
NOTHING = "none"


class Judgement(NamedTuple):
    """The likeliest kind of a name but nothing, its probability, the likeliest role in it."""

    kind: str
    probability: float
    role: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One question: its answers, which columns of the weights are theirs, how to calibrate."""

    name: str
    answers: tuple[str, ...]
    temperature: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What a file of weights holds: per feature one whole number for each answer of each decision.

    `cuts` has the least probability with which a name is taken to be of a kind.
    """

    decisions: tuple[Decision, ...]
    cuts: dict[str, float]
    features: dict[str, tuple[int, ...]]


NO_WEIGHTS = Weights((Decision(KIND, (NOTHING,), 1.0),), {NOTHING: 1.0}, {})
"""What a classifier has before it is trained: it takes every name for nothing."""


class Classifier:
    """Judges the names of one paper at a time."""

    def __init__(self, weights: Weights) -> None:
        self.cuts = weights.cuts
        self.numbers = Numbers(weights.features)
        self._decisions = weights.decisions
        width = sum(len(decision.answers) for decision in weights.decisions)
        # The first row is that of `NO_NUMBER`. Small numbers: few of them leave the processor.
        table = [(0,) * width, *weights.features.values()]
        self._table = np.array(table, dtype=np.int32)

    def judge(self, names: Sequence[Collection[int]]) -> list[Judgement]:
        """Return what each name is, by the numbers of its features; each has one at least."""
        if not names:
            return []
        counts = [*map(len, names)]
        rows = np.fromiter(chain.from_iterable(names), np.intp, sum(counts))
        starts = [0, *accumulate(counts[:-1])]
        scores = np.add.reduceat(self._table.take(rows, axis=0), starts, axis=0) / SCALE
        kinds: list[tuple[str, float]] = []
        roles: dict[str, list[str]] = {}
        column = 0
        for decision in self._decisions:
            after = column + len(decision.answers)
            if decision.name == KIND:
                kinds = _likeliest(decision, scores[:, column:after])
            else:
                best = scores[:, column:after].argmax(axis=1).tolist()
                roles[decision.name] = [decision.answers[place] for place in best]
            column = after
        return [
            Judgement(kind, share, roles[kind][n] if kind in roles else "")
            for n, (kind, share) in enumerate(kinds)
        ]


def _likeliest(decision: Decision, scores: Floats) -> list[tuple[str, float]]:
    """Return for each row of scores the likeliest answer but `NOTHING`, and its probability."""
    shares = softmax(scores / decision.temperature)
    shares[:, decision.answers.index(NOTHING)] = 0
    best = shares.argmax(axis=1).tolist()
    return [
        (decision.answers[place], share)
        for place, share in zip(best, shares.max(axis=1).tolist(), strict=True)
    ]


def softmax(scores: Floats) -> Floats:
    """Return the probabilities that the scores of each row stand for.

    >>> softmax(np.array([[0.0, 0.0]])).tolist()
    [[0.5, 0.5]]
    """
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def read_weights(folder: Path) -> Weights:
    """Return the weights in a folder that `kg train` has written.

    Raises `SourceError` if there are none.
    """
    path = folder / FILE
    try:
        held: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
        return Weights(
            tuple(
                Decision(each["name"], tuple(each["answers"]), each["temperature"])
                for each in held["decisions"]
            ),
            held["cuts"],
            {feature: tuple(row) for feature, row in held["features"].items()},
        )
    except OSError as error:
        raise SourceError(
            str(path), 0, f"cannot be read ({error}); train again: kg train"
        ) from error
    except (ValueError, EOFError, LookupError, TypeError) as error:
        raise SourceError(str(path), 0, "holds no weights; train again: kg train") from error


def write_weights(weights: Weights, folder: Path) -> Path:
    """Write the weights into a folder, the same bytes for the same weights, and return the file."""
    held = {**asdict(weights), "features": dict(sorted(weights.features.items()))}
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    path = folder / FILE
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    return path
