"""What was trained in, how good it is out: figures of papers that were not trained on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kg import evaluate as measure
from kg.evaluate.reliability import calibration_error, reliability
from kg.extract.classifier import KIND
from kg.train.validation import judged, records_of
from kg.vocabulary import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.evaluate.reliability import Band
    from kg.extract.classifier import Weights
    from kg.extract.theme_training import Pick
    from kg.train.validation import Trial

_ROLES = {KINDS[kind].list_name: roles for kind, roles in ROLES.items() if len(roles) > 1}


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """What was trained on, and figures of cross-validation: of papers not trained on."""

    papers: int
    examples: int
    features: int
    scores: dict[str, measure.Score]
    role_scores: dict[str, measure.Score]
    """Per kind and role, such as ``methods: proposed``: kind and role have to be right."""
    role_accuracy: tuple[int, int]
    role_accuracies: dict[str, float]
    """Per kind with roles: the share of right ones among the annotated names of the kind."""
    themes_trained: bool
    """Whether any paper is annotated with themes, so that their model was trained."""
    cuts: dict[str, float]
    bands: tuple[Band, ...]
    """The bands of confidence over all names that are not optional, also those below the cut."""
    calibration_error: float
    theme_bands: tuple[Band, ...]
    """The same over the themes that were chosen; a right one is acceptable."""
    theme_calibration_error: float


def report_of(
    annotated: Sequence[Mapping[str, Any]],
    trial: Trial,
    weights: Weights,
    themes: Sequence[Pick] | None,
) -> TrainingReport:
    """Return what there is to say of weights and of the trial of what they were trained on.

    `themes` are those that the trial of themes chose; None where they were not trained.
    """
    found = list(judged(trial))
    records = records_of(annotated, found, weights.cuts)
    if themes is not None:
        _add_themes(records, themes)
    evaluation = measure.evaluate(annotated, records)
    bands = reliability(
        (probability, kind == example.kind)
        for example, kind, probability, _ in found
        if not example.is_optional
    )
    theme_bands = reliability((each.chance, each.example.is_theme) for each in themes or ())
    return TrainingReport(
        papers=len(annotated),
        examples=len(trial.table.examples),
        features=len(weights.features),
        scores=evaluation.scores,
        role_scores=measure.role_scores(annotated, records, _ROLES),
        role_accuracy=evaluation.role_accuracy,
        role_accuracies={
            kind: _role_accuracy(trial, kind) for kind in trial.answers if kind != KIND
        },
        themes_trained=themes is not None,
        cuts=weights.cuts,
        bands=bands,
        calibration_error=calibration_error(bands),
        theme_bands=theme_bands,
        theme_calibration_error=calibration_error(theme_bands),
    )


def _add_themes(records: list[dict[str, Any]], themes: Iterable[Pick]) -> None:
    for record in records:
        record["themes"] = []
    for each in themes:
        found = each.example
        records[found.paper]["themes"].append({"name": found.candidate.topic.label})


def _role_accuracy(trial: Trial, kind: str) -> float:
    given = trial.table.answers[kind]
    rows = np.flatnonzero((given != "") & ~trial.table.optional)
    best = np.array(trial.answers[kind])[trial.shares[kind][rows].argmax(axis=1)]
    return round(float((best == given[rows]).mean()), 3) if len(rows) else 0.0


def plain(report: TrainingReport) -> dict[str, Any]:
    """Return a report as values that JSON has."""
    right, judged = report.role_accuracy
    return {
        "papers": report.papers,
        "examples": report.examples,
        "features": report.features,
        "scores": _figures(report.scores),
        "role_scores": _figures(report.role_scores),
        "role_accuracy": round(right / judged, 3) if judged else None,
        "role_accuracies": report.role_accuracies,
        "themes_trained": report.themes_trained,
        "cuts": report.cuts,
        "bands": [band._asdict() for band in report.bands],
        "calibration_error": report.calibration_error,
        "theme_bands": [band._asdict() for band in report.theme_bands],
        "theme_calibration_error": report.theme_calibration_error,
    }


def _figures(scores: Mapping[str, measure.Score]) -> dict[str, dict[str, float]]:
    return {
        name: {
            "precision": round(score.precision, 3),
            "recall": round(score.recall, 3),
            "f1": round(score.f1, 3),
        }
        for name, score in scores.items()
    }
