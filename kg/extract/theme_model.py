"""Candidates with their features in, how likely each is a theme of the paper out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kg.errors import SourceError
from kg.extract.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from kg.extract.theme_features import Candidate

    Floats = NDArray[np.float64]


def habits(candidate: Candidate) -> tuple[str, str, str]:
    """Return the keys under which is known how often such a candidate has been a theme.

    Those of its whole name, of its last word and of its first, apart for named and implied ones.
    """
    return _habits(bool(candidate.places), candidate.topic.key)


def _habits(is_named: bool, key: str) -> tuple[str, str, str]:
    how, words = "named" if is_named else "implied", key.split(" ")
    return f"{how} {key}", f"{how} * {words[-1]}", f"{how} {words[0]} *"


class Verdict(NamedTuple):
    """What the model says of a candidate."""

    worth: float
    """By what candidates are ranked: the mean of its chances to be core and to be acceptable."""
    chance: float
    """How likely it is an acceptable theme, core or not, 0 to 1."""


HABITS = ("name", "last word", "first word")
"""What `habits` returns, as the model calls its features."""


@dataclass(frozen=True, slots=True, eq=False)
class ThemeModel:
    """A network of one hidden layer that reads `FEATURES` and `HABITS`, each candidate by itself.

    The log-odds of names, known from other papers, are features of their own.
    """

    hidden: Floats
    """A row for each feature, the last for the bias; a column for each unit."""
    output: Floats
    """A row for each unit, the last for the bias; columns: core, acceptable."""
    odds: Mapping[str, float]
    cut: float
    """Candidates that are worth less are no themes."""
    _odds: Remembered[tuple[bool, str], tuple[float, ...]] = field(init=False, repr=False)
    """Whether a candidate is named, and its key → the values of `HABITS`."""

    def __post_init__(self) -> None:
        """Remember what is asked for again and again."""
        object.__setattr__(self, "_odds", Remembered(self._odds_of))

    def _odds_of(self, facts: tuple[bool, str]) -> tuple[float, ...]:
        return tuple([self.odds.get(key, 0.0) for key in _habits(*facts)])

    def verdicts(
        self, candidates: Iterable[Candidate], features: Sequence[Sequence[float]]
    ) -> list[Verdict]:
        """Return what there is to say of each candidate."""
        if not features:
            return []
        told = (
            (row, self._odds[bool(each.places), each.topic.key])
            for each, row in zip(candidates, features, strict=True)
        )
        # From one long row: an array made from rows takes thrice as long.
        values = chain.from_iterable(chain.from_iterable(told))
        rows = np.fromiter(values, np.float64).reshape(len(features), -1)
        units = np.maximum(rows @ self.hidden[:-1] + self.hidden[-1], 0.0)
        totals = units @ self.output[:-1] + self.output[-1]
        chances = 1 / (1 + np.exp(-np.clip(totals, -30.0, 30.0)))
        return [Verdict((core + fine) / 2, fine) for core, fine in chances.tolist()]


FILE = "model.json"


UNTRAINED = ThemeModel(np.zeros((0, 0)), np.zeros((0, 0)), {}, 1.0)
"""The model before it is trained; it cannot judge."""


def read_model(path: Path) -> ThemeModel:
    """Return the model of a JSON file that `write_model` wrote.

    Raises `SourceError` if there is none.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        hidden, output = (np.array(data[name], dtype=np.float64) for name in ("hidden", "output"))
        return ThemeModel(hidden, output, data["odds"], data["cut"])
    except OSError as error:
        raise SourceError(
            str(path), 0, f"cannot be read ({error}); train again: kg train"
        ) from error
    except (ValueError, LookupError, TypeError) as error:
        raise SourceError(
            str(path), 0, "holds no model of themes; train again: kg train"
        ) from error


def write_model(path: Path, model: ThemeModel) -> None:
    """Write a model as JSON, names sorted."""
    data = {
        "cut": model.cut,
        "odds": dict(sorted(model.odds.items())),
        "hidden": model.hidden.tolist(),
        "output": model.output.tolist(),
    }
    path.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
