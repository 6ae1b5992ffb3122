"""Annotated papers in, the weights of a classifier and a report of how good it is out.

How the annotation is aligned: a name of the pipeline is an example of the annotated entity that
it agrees with by the spellings of `kg.evaluate`, a required one before an optional one; a name
that agrees with none is an example of nothing. Optional entities count little. What the report
says, and what is chosen by figures (temperatures, cuts), comes from cross-validation by paper.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kg import evaluate as measure
from kg.errors import KgError
from kg.extract.classifier import KIND, NOTHING, SCALE, Decision, Weights, softmax, write_weights
from kg.extract.classify import surfaces_of
from kg.extract.documents import make_doc
from kg.extract.features import ALWAYS, PAIR, FeatureReader, tells_fame
from kg.extract.mining import Miner
from kg.extract.pipeline import COMPONENTS, make_nlp
from kg.extract.regression import fitted, indicators
from kg.lexicon import names
from kg.model import Paper
from kg.vocabulary import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is (0: not known)."""

FOLDS = 5
BANDS = 10
LEAST_NAMES = 6
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
        return not tells_fame(feature) if self.is_role else PAIR not in feature


_SETTINGS = {
    KIND: _Setting(0.15, 0.3, is_role=False),
    "method": _Setting(0.1, 0.3, is_role=True),
    "dataset": _Setting(0.3, 0.3, is_role=True),
}
"""Decision → what cross-validation on the annotated papers found best."""
_RARITY = 0.3
_CUTS = tuple(cut / 100 for cut in range(26, 72, 3))
_TEMPERATURES = tuple(t / 20 for t in range(12, 51))
_TRAINED_KINDS = ("dataset", "method", "metric", "task")


class Band(NamedTuple):
    """The names whose confidence lies in one tenth: how many, their mean, how many are right."""

    names: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What was trained on, and figures of cross-validation: of papers not trained on."""

    papers: int
    examples: int
    features: int
    scores: dict[str, measure.Score]
    role_accuracy: tuple[int, int]
    role_accuracies: dict[str, float]
    """Per kind with roles: the share of right ones among the annotated names of the kind."""
    cuts: dict[str, float]
    bands: tuple[Band, ...]
    calibration_error: float
    """The expected one: the mean distance of confidence and share of right ones over the bands."""


class _Example(NamedTuple):
    """One name of a paper: what is known of it, and what it is."""

    paper: int
    features: frozenset[str]
    surfaces: list[str]
    kind: str
    role: str
    is_optional: bool


def _silent(stage: str, done: int, total: int) -> None:
    """Show nothing."""


def mine(papers: Iterable[tuple[str, str]], folder: Path, progress: Progress = _silent) -> int:
    """Write what a corpus of titles and abstracts says of its names into a folder.

    Returns how many names it has.
    """
    miner = Miner()
    for done, (title, abstract) in enumerate(papers, 1):
        miner.read(title, abstract)
        if done % 100 == 0:
            progress("mining", done, 0)
    rows = list(miner.usages())
    folder.mkdir(parents=True, exist_ok=True)
    names.write_names(folder / names.FILE, rows)
    return len(rows)


def train(
    annotated: Sequence[Mapping[str, Any]], folder: Path, progress: Progress = _silent
) -> TrainingReport:
    """Train on annotated records and write weights and report into a folder.

    Names mined before into the folder serve instead of the shipped ones. Raises `KgError` where
    scikit-learn is missing or there are fewer papers than folds.
    """
    if len(annotated) < FOLDS:
        raise KgError(f"{len(annotated)} annotated papers; training needs {FOLDS} or more")
    reader = FeatureReader(names.names_for(folder))
    examples = list(_examples(annotated, reader, progress))
    table = _Table(examples)
    progress("training", 0, FOLDS + 1)
    trial = _cross_validate(table, progress)
    cuts = _best_cuts(annotated, trial)
    weights = _fit_all(table, trial.temperatures, cuts)
    folder.mkdir(parents=True, exist_ok=True)
    write_weights(weights, folder)
    progress("training", FOLDS + 1, FOLDS + 1)
    report = _report(annotated, trial, weights)
    (folder / "report.json").write_text(json.dumps(_plain(report), indent=1) + "\n", "utf-8")
    return report


def _plain(report: TrainingReport) -> dict[str, Any]:
    """Return a report as values that JSON has."""
    scores = {
        name: {
            "precision": round(s.precision, 3),
            "recall": round(s.recall, 3),
            "f1": round(s.f1, 3),
        }
        for name, s in report.scores.items()
    }
    right, judged = report.role_accuracy
    return {
        "papers": report.papers,
        "examples": report.examples,
        "features": report.features,
        "scores": scores,
        "role_accuracy": round(right / judged, 3) if judged else None,
        "role_accuracies": report.role_accuracies,
        "cuts": report.cuts,
        "bands": [band._asdict() for band in report.bands],
        "calibration_error": report.calibration_error,
    }


def _examples(
    annotated: Sequence[Mapping[str, Any]], reader: FeatureReader, progress: Progress
) -> Iterator[_Example]:
    """Yield an example for each name that the pipeline finds before it judges."""
    nlp = make_nlp()
    nlp.select_pipes(enable=COMPONENTS[: COMPONENTS.index("kg_classify")])
    papers = [
        Paper(f"gold/{n}", each["title"], each["abstract"]) for n, each in enumerate(annotated)
    ]
    for place, doc in enumerate(nlp.pipe(make_doc(nlp, paper) for paper in papers)):
        wanted = list(_wanted(annotated[place]))
        for name, features in zip(doc._.kg_names, reader(doc), strict=True):
            surfaces = surfaces_of(name, doc._.kg_plain)
            yield _Example(place, frozenset(features), surfaces, *_label(wanted, surfaces))
        progress("reading", place + 1, len(papers))


class _Wanted(NamedTuple):
    """An annotated entity; those that sort first are taken first."""

    is_optional: bool
    kind: str
    role: str
    spellings: frozenset[str]


def _wanted(record: Mapping[str, Any]) -> Iterator[_Wanted]:
    for kind in _TRAINED_KINDS:
        for entity in record[KINDS[kind].plural]:
            spellings = measure.spellings([entity["name"], *entity.get("aliases", ())])
            yield _Wanted(bool(entity.get("optional")), kind, entity.get("role") or "", spellings)


def _label(wanted: Iterable[_Wanted], surfaces: Iterable[str]) -> tuple[str, str, bool]:
    """Return kind and role of what a name agrees with, and whether that is optional."""
    own = measure.spellings(surfaces)
    agreeing = [each for each in wanted if not each.spellings.isdisjoint(own)]
    if not agreeing:
        return NOTHING, "", False
    best = min(agreeing, key=lambda each: each.is_optional)
    role = best.role if best.role in ROLES[best.kind] else ""
    return best.kind, role, best.is_optional


class _Table:
    """The examples as scikit-learn wants them: a sparse row of features for each."""

    def __init__(self, examples: list[_Example]) -> None:
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


def _fit(table: _Table, decision: str, rows: Ints) -> Any:
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


def _effects(table: _Table, decision: str, model: Any) -> Floats:
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


class _Trial(NamedTuple):
    """What cross-validation says of each example, by models that have not seen its paper."""

    table: _Table
    answers: dict[str, list[str]]
    temperatures: dict[str, float]
    shares: dict[str, Floats]


def _cross_validate(table: _Table, progress: Progress) -> _Trial:
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
            model = _fit(table, decision, inside)
            places = np.array([found.index(str(answer)) for answer in model.classes_])
            effects = _effects(table, decision, model)
            scores[decision][np.ix_(outside, places)] = table.rows[outside] @ effects
        progress("training", fold + 1, FOLDS + 1)
    temperatures = {d: _temperature(scores[d], table, d, found) for d, found in answers.items()}
    shares = {d: softmax(scores[d] / temperatures[d]) for d in answers}
    return _Trial(table, answers, temperatures, shares)


def _temperature(scores: Floats, table: _Table, decision: str, found: list[str]) -> float:
    """Return the temperature that makes the right answers of required entities likeliest."""
    given = table.answers[decision]
    rows = np.flatnonzero((given != "") & ~table.optional)
    right = [found.index(str(answer)) for answer in given[rows]]

    def surprise(temperature: float) -> float:
        shares = softmax(scores[rows] / temperature)
        return -float(np.log(shares[np.arange(len(rows)), right] + 1e-12).mean())

    return min(_TEMPERATURES, key=surprise)


class _Found(NamedTuple):
    """An example as it was judged: the likeliest kind but nothing, and the role in it."""

    example: _Example
    kind: str
    probability: float
    role: str


def _judged(trial: _Trial) -> Iterator[_Found]:
    kinds = trial.answers[KIND]
    shares = trial.shares[KIND].copy()
    shares[:, kinds.index(NOTHING)] = 0
    for row, example in enumerate(trial.table.examples):
        best = int(shares[row].argmax())
        kind = kinds[best]
        role = ""
        if kind in trial.answers:
            role = trial.answers[kind][int(trial.shares[kind][row].argmax())]
        yield _Found(example, kind, float(shares[row, best]), role)


def _records(
    annotated: Sequence[Mapping[str, Any]], found: Iterable[_Found], cuts: Mapping[str, float]
) -> list[dict[str, Any]]:
    """Return the extraction records of what lies above the cuts, to be measured."""
    records: list[dict[str, Any]] = [
        {"title": each["title"], **{KINDS[kind].plural: [] for kind in _TRAINED_KINDS}}
        for each in annotated
    ]
    for example, kind, probability, role in found:
        if probability >= cuts[kind]:
            name, *aliases = example.surfaces
            entity = {"name": name, "aliases": aliases, **({"role": role} if role else {})}
            records[example.paper][KINDS[kind].plural].append(entity)
    return records


def _best_cuts(annotated: Sequence[Mapping[str, Any]], trial: _Trial) -> dict[str, float]:
    """Return for each kind the cut with the best F1 in cross-validation."""
    found = list(_judged(trial))
    best = dict.fromkeys(_TRAINED_KINDS, (-1.0, 0.5))
    for cut in _CUTS:
        cuts = dict.fromkeys(_TRAINED_KINDS, cut)
        scores = measure.evaluate(annotated, _records(annotated, found, cuts)).scores
        for kind in _TRAINED_KINDS:
            best[kind] = max(best[kind], (scores[KINDS[kind].plural].f1, cut))
    return {kind: cut for kind, (_, cut) in best.items()}


def _fit_all(table: _Table, temperatures: Mapping[str, float], cuts: dict[str, float]) -> Weights:
    """Return the weights by all examples."""
    every = np.arange(len(table.examples))
    decisions, columns = [], []
    for decision, temperature in temperatures.items():
        model = _fit(table, decision, every)
        answers = tuple(str(answer) for answer in model.classes_)
        decisions.append(Decision(decision, answers, temperature))
        columns.append(_effects(table, decision, model))
    whole = np.rint(np.hstack(columns) * SCALE).astype(int).tolist()
    rows = {f: tuple(row) for f, row in zip(table.features, whole, strict=True) if any(row)}
    return Weights(tuple(decisions), cuts, rows)


def _report(
    annotated: Sequence[Mapping[str, Any]], trial: _Trial, weights: Weights
) -> TrainingReport:
    found = list(_judged(trial))
    evaluation = measure.evaluate(annotated, _records(annotated, found, weights.cuts))
    bands = _bands(found)
    total = sum(band.names for band in bands) or 1
    error = sum(band.names * abs(band.confidence - band.right) for band in bands) / total
    return TrainingReport(
        papers=len(annotated),
        examples=len(trial.table.examples),
        features=len(weights.features),
        scores=evaluation.scores,
        role_accuracy=evaluation.role_accuracy,
        role_accuracies={
            kind: _role_accuracy(trial, kind) for kind in trial.answers if kind != KIND
        },
        cuts=weights.cuts,
        bands=bands,
        calibration_error=round(error, 4),
    )


def _role_accuracy(trial: _Trial, kind: str) -> float:
    given = trial.table.answers[kind]
    rows = np.flatnonzero((given != "") & ~trial.table.optional)
    best = np.array(trial.answers[kind])[trial.shares[kind][rows].argmax(axis=1)]
    return round(float((best == given[rows]).mean()), 3) if len(rows) else 0.0


def _bands(found: Iterable[_Found]) -> tuple[Band, ...]:
    """Return the ten bands of confidence over all names that are not optional."""
    inside: list[list[tuple[float, bool]]] = [[] for _ in range(BANDS)]
    for example, kind, probability, _ in found:
        if not example.is_optional:
            band = min(int(probability * BANDS), BANDS - 1)
            inside[band].append((probability, kind == example.kind))
    return tuple(
        Band(
            len(band),
            round(sum(p for p, _ in band) / len(band), 3) if band else 0.0,
            round(sum(right for _, right in band) / len(band), 3) if band else 0.0,
        )
        for band in inside
    )
