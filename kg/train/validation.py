"""Examples of names in, what models that have not seen their paper say of them out.

All that is chosen by figures is chosen here: temperatures and cuts.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kg import evaluate as measure
from kg.extract.classifier import KIND, NOTHING, softmax
from kg.extract.joining import joined
from kg.extract.regression import FOLDS
from kg.train.examples import TRAINED_KINDS
from kg.train.fitting import effects_of, fit
from kg.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from kg.train.examples import Example
    from kg.train.fitting import Table

    Floats = NDArray[np.float64]

_CUTS = tuple(cut / 100 for cut in range(26, 72, 3))
_TEMPERATURES = tuple(t / 20 for t in range(12, 51))


class Trial(NamedTuple):
    """What cross-validation says of each example, by models that have not seen its paper."""

    table: Table
    answers: dict[str, list[str]]
    temperatures: dict[str, float]
    shares: dict[str, Floats]


def cross_validate(table: Table, told: Callable[[int], None]) -> Trial:
    """Return what each example is taken for by models of the other folds.

    `told` is called with the number of folds that are done.
    """
    answers = {
        decision: sorted({str(answer) for answer in given if answer})
        for decision, given in table.answers.items()
    }
    answers = {decision: found for decision, found in answers.items() if len(found) > 1}
    scores = {d: np.zeros((len(table.examples), len(found))) for d, found in answers.items()}
    for fold in range(FOLDS):
        inside, outside = (
            np.flatnonzero(side) for side in (table.folds != fold, table.folds == fold)
        )
        for decision, found in answers.items():
            model = fit(table, decision, inside)
            places = np.array([found.index(str(answer)) for answer in model.classes_])
            effects = effects_of(table, decision, model)
            scores[decision][np.ix_(outside, places)] = table.rows[outside] @ effects
        told(fold + 1)
    temperatures = {d: _temperature(scores[d], table, d, found) for d, found in answers.items()}
    shares = {d: softmax(scores[d] / temperatures[d]) for d in answers}
    return Trial(table, answers, temperatures, shares)


def _temperature(scores: Floats, table: Table, decision: str, found: list[str]) -> float:
    """Return the temperature that makes the right answers of required entities likeliest."""
    given = table.answers[decision]
    rows = np.flatnonzero((given != "") & ~table.optional)
    right = [found.index(str(answer)) for answer in given[rows]]

    def surprise(temperature: float) -> float:
        shares = softmax(scores[rows] / temperature)
        return -float(np.log(shares[np.arange(len(rows)), right] + 1e-12).mean())

    return min(_TEMPERATURES, key=surprise)


class Found(NamedTuple):
    """An example as it was judged: the likeliest kind but nothing, and the role in it."""

    example: Example
    kind: str
    probability: float
    role: str


def judged(trial: Trial) -> Iterator[Found]:
    """Yield the verdict on each example, in their order."""
    kinds = trial.answers[KIND]
    shares = trial.shares[KIND].copy()
    shares[:, kinds.index(NOTHING)] = 0
    for row, example in enumerate(trial.table.examples):
        best = int(shares[row].argmax())
        kind = kinds[best]
        role = ""
        if kind in trial.answers:
            role = trial.answers[kind][int(trial.shares[kind][row].argmax())]
        yield Found(example, kind, float(shares[row, best]), role)


def records_of(
    annotated: Sequence[Mapping[str, Any]], found: Iterable[Found], cuts: Mapping[str, float]
) -> list[dict[str, Any]]:
    """Return the extraction records of what lies above the cuts, to be measured.

    Names that mean one thing are one, as `kg.extract.joining` says.
    """
    records: list[dict[str, Any]] = [
        {"title": each["title"], **{KINDS[kind].list_name: [] for kind in TRAINED_KINDS}}
        for each in annotated
    ]
    papers: defaultdict[int, list[Found]] = defaultdict(list)
    for each in found:
        if each.probability >= cuts[each.kind]:
            papers[each.example.paper].append(each)
    for paper, kept in papers.items():
        for group in joined([(each.kind, each.example.surfaces) for each in kept]):
            one = kept[group[0]]
            name, *aliases = (form for place in group for form in kept[place].example.surfaces)
            entity = {"name": name, "aliases": aliases, **({"role": one.role} if one.role else {})}
            records[paper][KINDS[one.kind].list_name].append(entity)
    return records


def best_cuts(annotated: Sequence[Mapping[str, Any]], trial: Trial) -> dict[str, float]:
    """Return for each kind the cut with the best F1 in cross-validation."""
    found = list(judged(trial))
    best = dict.fromkeys(TRAINED_KINDS, (-1.0, 0.5))
    for cut in _CUTS:
        cuts = dict.fromkeys(TRAINED_KINDS, cut)
        scores = measure.evaluate(annotated, records_of(annotated, found, cuts)).scores
        for kind in TRAINED_KINDS:
            best[kind] = max(best[kind], (scores[KINDS[kind].list_name].f1, cut))
    return {kind: cut for kind, (_, cut) in best.items()}
