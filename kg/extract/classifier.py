"""Features of names in, by a file of weights: what each name is, in which role, and how surely.

The weights are those of multinomial logistic regressions, one for the kind and one for the role
of each kind that has several. Their probabilities are calibrated by a temperature.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kg.errors import SourceError
from kg.extract.numbering import Numbers, counts_of, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FILE = "classifier.json.gz"
SCALE = 1000
"""Weights are kept as whole numbers, so many to one."""

_ZERO = (0).to_bytes(4, "little")
_TRUE = np.ones(1, bool)
_NUMBER_BITS = 32

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
        # The first row is that of no feature. Small numbers: few of them leave the processor.
        width = sum(len(decision.answers) for decision in weights.decisions)
        table = np.array([(0,) * width, *weights.features.values()], dtype=np.int32)
        self._decisions: dict[str, Decision] = {}
        self._columns: dict[str, slice] = {}
        column = 0
        for decision in weights.decisions:
            after = column + len(decision.answers)
            self._decisions[decision.name] = decision
            self._columns[decision.name] = slice(column, after)
            column = after
        self._table = table
        self._kinds_table = np.ascontiguousarray(table[:, self._columns[KIND]])

    def judge(
        self, names: Sequence[bytes], more: Callable[[int], bytes]
    ) -> Iterator[tuple[int, Judgement]]:
        """Yield what each name is that is likely enough of its kind, with its place in `names`.

        What tells the kinds of names are the numbers of their features. `more` returns those
        besides that tell the role of the name at a place: they are asked for where they count.
        """
        if not names:
            return
        judged = _likeliest(self._decisions[KIND], _sums(names, self._kinds_table))
        kept = [place for place, (kind, share) in enumerate(judged) if share >= self.cuts[kind]]
        told = [names[place] + more(place) for place in kept]
        for place, scores in zip(kept, _sums(told, self._table) if told else (), strict=True):
            kind, share = judged[place]
            yield place, Judgement(kind, share, self._role(kind, scores))

    def _role(self, kind: str, scores: Floats) -> str:
        """Return the likeliest role in a kind, "" where it has none."""
        if kind not in self._columns:
            return ""
        return self._decisions[kind].answers[int(scores[self._columns[kind]].argmax())]


def _sums(names: Sequence[bytes], table: NDArray[np.int32]) -> Floats:
    """Return a row of scores for each name: the sum of the rows of its features, each once."""
    # The zero before each name has no weight: so none of them is without a feature.
    numbers = unpacked(b"".join([part for name in names for part in (_ZERO, name)]))
    owners = np.arange(len(names)) << _NUMBER_BITS
    # Sorted, what comes again in one name stands side by side.
    found = np.sort(np.repeat(owners, [1 + count for count in counts_of(names)]) + numbers)
    found = found[np.concatenate((_TRUE, found[1:] != found[:-1]))]
    rows = table.take(found & ((1 << _NUMBER_BITS) - 1), axis=0)
    scores: Floats = np.add.reduceat(rows, found.searchsorted(owners)) / SCALE
    return scores


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
