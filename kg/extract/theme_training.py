"""Annotated papers in, the model that tells which candidates are their themes out.

scikit-learn is needed here and nowhere at run time.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.extract.regression import fitted_by_scale
from kg.extract.theme_features import FEATURES, candidates, features
from kg.extract.theme_model import HABITS, WAYS, ThemeModel, habits, way
from kg.extract.theme_words import key_of
from kg.extract.themes import chosen, phrases_of, reading_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.tokens import Doc

    from kg.extract.theme_features import Candidate
    from kg.extract.theme_table import TopicTable

FOLDS = 5
LEAST_PRECISION = 0.8
"""The cut is the lowest at which cross-validation finds so many of the themes acceptable."""
_DOUBT = {"name": 3.0, "last word": 5.0, "first word": 5.0}
"""How many papers that know nothing of a name each kind of name counts for."""
_TELLING = 0.2
"""Log-odds nearer to 0 are not worth a line in the file."""
_STRENGTH = 0.3


class Example(NamedTuple):
    """A candidate of an annotated paper."""

    paper: int
    candidate: Candidate
    features: tuple[float, ...]
    is_theme: bool


def examples(table: TopicTable, pairs: Iterable[tuple[Mapping[str, Any], Doc]]) -> list[Example]:
    """Return every candidate of annotated papers and their Docs, judged by the annotation."""
    found = []
    for paper, (annotation, doc) in enumerate(pairs):
        fine = _acceptable(annotation)
        reading = reading_of(doc)
        for each in candidates(table, reading, phrases_of(doc)):
            key, row = each.topic.key, features(each, reading)
            found.append(Example(paper, each, row, key in fine))
    return found


def _acceptable(annotation: Mapping[str, Any]) -> set[str]:
    """Return the keys of all that may be called a theme of the paper."""
    themes = annotation["themes"]
    names = [*themes.get("core", ()), *themes.get("also", ())]
    for task in annotation["tasks"]:
        names += [task["name"], *task.get("aliases", ())]
    return set(map(key_of, names))


class Trained(NamedTuple):
    """A model, and the themes that models which have not seen their papers would choose."""

    model: ThemeModel
    themes: list[Example]


def train_themes(found: Sequence[Example]) -> Trained:
    """Return the model of all examples, its cut chosen by cross-validation over papers."""
    probabilities = cross_validated(found)
    cut = best_cut(found, probabilities)
    return Trained(replace(fit(found), cut=cut), picks(found, probabilities, cut))


def cross_validated(found: Sequence[Example]) -> list[float]:
    """Return the probability of each example by a model that has not seen its paper."""
    probabilities = [0.0] * len(found)
    for fold in range(FOLDS):
        model = fit([each for each in found if each.paper % FOLDS != fold])
        for n, each in enumerate(found):
            if each.paper % FOLDS == fold:
                probabilities[n] = model.probability(each.candidate, each.features)
    return probabilities


def best_cut(found: Sequence[Example], probabilities: Sequence[float]) -> float:
    """Return the lowest cut, in hundredths, at which enough of the chosen are acceptable."""
    cuts = (cut / 100 for cut in range(30, 95))
    return next(
        (cut for cut in cuts if precision(found, probabilities, cut) >= LEAST_PRECISION), 0.5
    )


def precision(found: Sequence[Example], probabilities: Sequence[float], cut: float) -> float:
    """Return which share of the chosen themes is acceptable at a cut, 0 to 1."""
    picked = picks(found, probabilities, cut)
    return sum(each.is_theme for each in picked) / max(len(picked), 1)


def picks(found: Sequence[Example], probabilities: Sequence[float], cut: float) -> list[Example]:
    """Return the examples that the component would give as themes at a cut."""
    papers: defaultdict[int, list[tuple[float, Candidate]]] = defaultdict(list)
    examples_of = {id(each.candidate): each for each in found}
    for each, probability in zip(found, probabilities, strict=True):
        papers[each.paper].append((probability, each.candidate))
    return [
        examples_of[id(candidate)]
        for paper in sorted(papers)
        for _, candidate in chosen(papers[paper], cut)
    ]


def fit(found: Sequence[Example]) -> ThemeModel:
    """Return a model of the examples, without a cut of its own."""
    tally = _Tally(found)
    weights = {}
    for kind in WAYS:
        of_kind = [each for each in found if way(each.candidate) == kind]
        weights[kind] = [round(weight, 4) for weight in _weights(of_kind, tally)]
    return ThemeModel(weights, tally.odds(), 0.5)


def _weights(of_kind: Sequence[Example], tally: _Tally) -> list[float]:
    """Return bias and weights; where all examples are alike, a bias alone."""
    answers = [each.is_theme for each in of_kind]
    if len(set(answers)) == 1 or not answers:
        right = sum(answers)
        bias = math.log((right + 1) / (len(answers) - right + 1))
        return [bias, *[0.0] * (len(FEATURES) + len(HABITS))]
    rows = [(*each.features, *tally.without(each)) for each in of_kind]
    return fitted_by_scale(rows, answers, strength=_STRENGTH)


class _Tally:
    """How often names, last and first words of candidates have been themes."""

    def __init__(self, found: Sequence[Example]) -> None:
        self._seen: defaultdict[str, int] = defaultdict(int)
        self._right: defaultdict[str, int] = defaultdict(int)
        self._usual: dict[str, float] = {}
        for how in ("named", "implied"):
            judged = [each.is_theme for each in found if habits(each.candidate)[0].startswith(how)]
            self._usual[how] = (sum(judged) + 1) / (len(judged) + 2)
        for each in found:
            for key in habits(each.candidate):
                self._seen[key] += 1
                self._right[key] += each.is_theme

    def without(self, example: Example) -> list[float]:
        """Return the features of an example's name as if it had not been counted itself."""
        return [
            self._odds(kind, key, 1, int(example.is_theme))
            for kind, key in zip(HABITS, habits(example.candidate), strict=True)
        ]

    def odds(self) -> dict[str, float]:
        """Return the log-odds of every name that are worth keeping, against the usual ones."""
        every = ((key, self._odds(_kind(key), key, 0, 0)) for key in self._seen)
        return {key: round(odds, 2) for key, odds in every if abs(odds) >= _TELLING}

    def _odds(self, kind: str, key: str, seen: int, right: int) -> float:
        usual, doubt = self._usual[key.partition(" ")[0]], _DOUBT[kind]
        right = self._right[key] - right
        share = (right + doubt * usual) / (self._seen[key] - seen + doubt)
        return math.log(share / (1 - share)) - math.log(usual / (1 - usual))


def _kind(key: str) -> str:
    if " * " in key:
        return "last word"
    return "first word" if key.endswith(" *") else "name"
