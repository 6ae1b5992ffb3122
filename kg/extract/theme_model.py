"""Candidates with their features in, how likely each is a theme of the paper out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from operator import mul
from typing import TYPE_CHECKING

from kg.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from kg.extract.theme_features import Candidate


def habits(candidate: Candidate) -> tuple[str, str, str]:
    """Return the keys under which is known how often such a candidate has been a theme.

    Those of its whole name, of its last word and of its first, apart for named and implied ones.
    """
    return _habits("named" if candidate.places else "implied", candidate.topic.key)


@lru_cache(maxsize=1 << 16)
def _habits(how: str, key: str) -> tuple[str, str, str]:
    words = key.split(" ")
    return f"{how} {key}", f"{how} * {words[-1]}", f"{how} {words[0]} *"


def way(candidate: Candidate) -> str:
    """Return how a candidate was found: its evidence weighs differently by that."""
    if candidate.number < 0:
        return "phrase"
    if not candidate.places:
        return "implied"
    if candidate.topic.other_of:
        return "other name"
    return "scheme" if candidate.topic.in_scheme else "corpus"


WAYS = ("corpus", "implied", "other name", "phrase", "scheme")

HABITS = ("name", "last word", "first word")
"""What `habits` returns, as the model calls its features."""


@dataclass(frozen=True, slots=True)
class ThemeModel:
    """A logistic model for each `way`: its bias, then the weights of `FEATURES` and `HABITS`.

    The log-odds of names, known from other papers, are features of their own.
    """

    weights: Mapping[str, Sequence[float]]
    odds: Mapping[str, float]
    cut: float
    """Candidates less likely are no themes."""

    def probability(self, candidate: Candidate, features: Sequence[float]) -> float:
        """Return how likely a candidate is a theme, 0 to 1."""
        weights = self.weights[way(candidate)]
        odds = [self.odds.get(key, 0.0) for key in habits(candidate)]
        total = weights[0] + sum(map(mul, weights[1:], (*features, *odds)))
        return 1 / (1 + exp(-max(min(total, 30.0), -30.0)))


FILE = "model.json"


UNTRAINED = ThemeModel({}, {}, 1.0)
"""The model before it is trained; it cannot judge."""


def read_model(path: Path) -> ThemeModel:
    """Return the model of a JSON file that `write_model` wrote.

    Raises `SourceError` if there is none.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return ThemeModel(data["weights"], data["odds"], data["cut"])
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
        "weights": {kind: list(row) for kind, row in sorted(model.weights.items())},
    }
    path.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
