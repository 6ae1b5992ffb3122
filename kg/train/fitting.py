"""Examples of names in, the weights of the classifier out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kg.extract.classifier import KIND, SCALE, Decision, Weights
from kg.extract.contexts import SENTENCE
from kg.extract.features import tells_fame
from kg.extract.pairs import PAIR
from kg.extract.regression import FOLDS, fitted, indicators
from kg.extract.standing import ALWAYS
from kg.vocabulary import ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from numpy.typing import NDArray

    from kg.train.examples import Example

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

LEAST_NAMES = 8
"""A feature that fewer names have is left out."""


class _Setting(NamedTuple):
    """How one decision is trained.

    `strength` is the inverse of the L2 penalty, `optional` what an optional entity counts where
    a required one counts 1. A role is decided by what the paper does with the name, with pairs of
    features; how well known the name is counts for its kind only.
    """

    strength: float
    optional: float
    is_role: bool

    def counts(self, feature: str) -> bool:
        """Return whether a feature counts for this decision."""
        if self.is_role:
            return not tells_fame(feature)
        return PAIR not in feature and not feature.startswith(SENTENCE)


_SETTINGS = {
    KIND: _Setting(0.12, 0.3, is_role=False),
    "method": _Setting(0.03, 0.3, is_role=True),
    "dataset": _Setting(0.1, 0.3, is_role=True),
}
"""Decision → what cross-validation on the annotated papers found best."""
_RARITY = 0.3


class Table:
    """The examples as scikit-learn wants them: a sparse row of features for each."""

    def __init__(self, examples: list[Example]) -> None:
        self.examples = examples
        counts = Counter(feature for example in examples for feature in example.features)
        self.features = sorted(f for f, count in counts.items() if count >= LEAST_NAMES)
        kept = set(self.features)
        rows = [example.features & kept for example in examples]
        self.rows = indicators(rows, self.features)
        self.folds = np.array([example.paper % FOLDS for example in examples])
        self.optional = np.array([example.is_optional for example in examples])
        self.columns = {
            decision: np.array(
                [place for place, f in enumerate(self.features) if setting.counts(f)]
            )
            for decision, setting in _SETTINGS.items()
        }
        self.answers = {KIND: np.array([example.kind for example in examples])}
        for kind, roles in ROLES.items():
            if len(roles) > 1:
                of_kind = [e.role if e.kind == kind else "" for e in examples]
                self.answers[kind] = np.array(of_kind)


def fit(table: Table, decision: str, rows: Ints) -> Any:
    """Return the regression for a decision by the examples in `rows` that have an answer."""
    answers = table.answers[decision]
    rows = rows[answers[rows] != ""]
    setting = _SETTINGS[decision]
    weights = np.where(table.optional[rows], setting.optional, 1.0)
    if setting.is_role:
        weights = weights * _rarity(answers[rows])
    return fitted(
        table.rows[rows][:, table.columns[decision]],
        answers[rows],
        strength=setting.strength,
        weights=weights,
    )


def _rarity(answers: NDArray[np.str_]) -> Floats:
    """Return a weight for each answer, the larger the rarer it is: most names are just used."""
    found, place, counts = np.unique(answers, return_inverse=True, return_counts=True)
    rarity: Floats = (len(answers) / (len(found) * counts)) ** _RARITY
    return rarity[place]


def effects_of(table: Table, decision: str, model: Any) -> Floats:
    """Return what each feature adds to the score of each answer.

    What a model adds to all is added to the feature that every name has. Two answers share one
    row in scikit-learn; here they have opposite halves.
    """
    found, start = model.coef_, model.intercept_
    if len(start) == 1:
        found, start = np.vstack([-found, found]) / 2, np.concatenate([-start, start]) / 2
    effects: Floats = np.zeros((len(table.features), len(start)))
    effects[table.columns[decision]] = found.T
    effects[table.features.index(ALWAYS)] += start
    return effects


def fit_all(table: Table, temperatures: Mapping[str, float], cuts: dict[str, float]) -> Weights:
    """Return the weights by all examples."""
    every = np.arange(len(table.examples))
    decisions, columns = [], []
    for decision, temperature in temperatures.items():
        model = fit(table, decision, every)
        answers = tuple(str(answer) for answer in model.classes_)
        decisions.append(Decision(decision, answers, temperature))
        columns.append(effects_of(table, decision, model))
    for kind, role in _only_roles(table, temperatures):
        decisions.append(Decision(kind, (role,), 1.0))
        columns.append(np.zeros((len(table.features), 1)))
    whole = np.rint(np.hstack(columns) * SCALE).astype(int).tolist()
    rows = {f: tuple(row) for f, row in zip(table.features, whole, strict=True) if any(row)}
    return Weights(tuple(decisions), cuts, rows)


def _only_roles(table: Table, decided: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield each kind with roles of which the annotation has but one, and that role."""
    for kind, answers in table.answers.items():
        if kind not in decided:
            yield kind, next((str(role) for role in answers if role), "mentioned")
