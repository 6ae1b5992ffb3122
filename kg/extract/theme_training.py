"""Annotated papers in, the model that tells which candidates are their themes out.

scikit-learn is needed here and nowhere at run time.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.extract.regression import FOLDS, network
from kg.extract.theme_features import candidates, features
from kg.extract.theme_hints import filed, learned_hints
from kg.extract.theme_model import HABITS, ThemeModel, Verdict, habits
from kg.extract.themes import Judged, chosen, phrases_of, ranked, reading_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Doc

    from kg.extract.spans import Stretch
    from kg.extract.theme_features import Candidate, Reading
    from kg.extract.theme_hints import Filed
    from kg.extract.theme_knowledge import ThemeKnowledge
    from kg.extract.theme_table import TopicTable
    from kg.lexicon.phrases import FindUse

    Read = tuple[Reading, Sequence[tuple[str, float, tuple[Stretch, ...]]]]

NEARLY = 0.002
"""The cut is the highest that is so little worse than the best: precision before recall."""
_DOUBT = {"name": 3.0, "last word": 5.0, "first word": 5.0}
"""How many papers that know nothing of a name each kind of name counts for."""
_TELLING = 0.2
"""Log-odds nearer to 0 are not worth a line in the file."""
_UNITS, _ROUNDS, _DECAY = 16, 8, 0.1


class Example(NamedTuple):
    """A candidate of an annotated paper."""

    paper: int
    candidate: Candidate
    features: tuple[float, ...]
    is_theme: bool
    is_core: bool


def examples(
    known: ThemeKnowledge, use: FindUse, readings: Sequence[Read], papers: Sequence[Filed]
) -> list[Example]:
    """Return every candidate of annotated papers, judged by the annotation.

    The hints by which the topics of a paper were found come from other papers.
    """
    found: list[Example] = []
    for fold in range(FOLDS):
        others = [n for n in range(len(papers)) if n % FOLDS != fold]
        hints = learned_hints([readings[n][0] for n in others], [papers[n] for n in others])
        table = replace(known, hints=hints).table(use)
        for n in range(fold, len(papers), FOLDS):
            found += _judged(table, n, readings[n], papers[n])
    return sorted(found, key=lambda each: each.paper)


def _judged(table: TopicTable, paper: int, read: Read, filed: Filed) -> Iterator[Example]:
    reading, phrases = read
    for each in candidates(table, reading, phrases):
        key = each.topic.key
        is_core = key in filed.core
        yield Example(paper, each, features(each, reading), is_core or key in filed.also, is_core)


class Pick(NamedTuple):
    """An example that was chosen as a theme of its paper, and how likely it is acceptable."""

    example: Example
    chance: float


class Trained(NamedTuple):
    """Hints and a model, and the themes that models which have not seen their papers choose."""

    hints: dict[str, dict[str, float]]
    model: ThemeModel
    themes: list[Pick]


def train_on(
    known: ThemeKnowledge,
    use: FindUse,
    annotated: Sequence[Mapping[str, Any]],
    docs: Sequence[Doc],
) -> Trained:
    """Return what annotated papers and their Docs teach, with the counts and scheme of `known`."""
    readings = [(reading_of(doc), phrases_of(doc)) for doc in docs]
    papers = [filed(annotation) for annotation in annotated]
    core = sum(len(paper.core) for paper in papers)
    model, themes = train_themes(examples(known, use, readings, papers), core)
    return Trained(learned_hints([reading for reading, _ in readings], papers), model, themes)


def train_themes(found: Sequence[Example], core: int) -> tuple[ThemeModel, list[Pick]]:
    """Return the model of all examples, its cut chosen by cross-validation, and the trial's picks.

    `core` counts the core themes of all papers, found or not. The trial's models have not seen the
    papers whose themes they pick.
    """
    trial = Trial(found, cross_validated(found))
    cut = best_cut(trial, core)
    return replace(fit(found), cut=cut), trial.picks(cut)


def cross_validated(found: Sequence[Example]) -> list[Verdict]:
    """Return the verdict on each example by a model that has not seen its paper."""
    verdicts = [Verdict(0.0, 0.0)] * len(found)
    for fold in range(FOLDS):
        model = fit([each for each in found if each.paper % FOLDS != fold])
        held = [n for n, each in enumerate(found) if each.paper % FOLDS == fold]
        judged = model.verdicts(
            [found[n].candidate for n in held], [found[n].features for n in held]
        )
        for n, verdict in zip(held, judged, strict=True):
            verdicts[n] = verdict
    return verdicts


class Trial:
    """Examples as the component ranks them, paper by paper."""

    def __init__(self, found: Sequence[Example], verdicts: Sequence[Verdict]) -> None:
        """Take all examples, and the verdict on each of them."""
        papers: defaultdict[int, list[Judged]] = defaultdict(list)
        for each, verdict in zip(found, verdicts, strict=True):
            papers[each.paper].append(Judged(verdict, each.candidate))
        self._rankings = [ranked(papers[paper]) for paper in sorted(papers)]
        self._examples = {id(each.candidate): each for each in found}

    def picks(self, cut: float) -> list[Pick]:
        """Return the examples that the component would give as themes at a cut."""
        return [
            Pick(self._examples[id(candidate)], verdict.chance)
            for ranking in self._rankings
            for verdict, candidate in chosen(ranking, cut)
        ]


def best_cut(trial: Trial, core: int) -> float:
    """Return the highest cut, in hundredths, whose themes are as good as the best but for `NEARLY`.

    How good they are is `balance`, which hardly changes over a wide range of cuts.
    """
    cuts = [cut / 100 for cut in range(10, 95)]
    worths = [balance(trial.picks(cut), core) for cut in cuts]
    return max(
        cut for cut, worth in zip(cuts, worths, strict=True) if worth >= max(worths) - NEARLY
    )


def balance(picked: Sequence[Pick], core: int) -> float:
    """Return the harmonic mean of precision and recall of chosen themes, 0 to 1.

    The precision is over all acceptable themes, the recall over the `core` themes of all papers.
    """
    acceptable = sum(each.example.is_theme for each in picked)
    found = sum(each.example.is_core for each in picked)
    if not found:
        return 0.0
    precision, recall = acceptable / len(picked), found / core
    return 2 * precision * recall / (precision + recall)


def fit(found: Sequence[Example]) -> ThemeModel:
    """Return a model of the examples, without a cut of its own."""
    tally = _Tally(found)
    rows = [(*each.features, *tally.without(each)) for each in found]
    answers = [(each.is_core, each.is_theme) for each in found]
    layers = network(rows, answers, units=_UNITS, rounds=_ROUNDS, decay=_DECAY)
    hidden, output = (layer.round(4) for layer in layers)
    return ThemeModel(hidden, output, tally.odds(), 0.5)


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
