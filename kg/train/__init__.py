"""Annotated papers in, the weights of a classifier and a report of how good it is out.

What the report says, and what is chosen by figures, comes from cross-validation by paper.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.errors import KgError
from kg.extract.classifier import write_weights
from kg.extract.features import FeatureReader
from kg.extract.mining import Miner
from kg.lexicon import names
from kg.progress import Progress, silent
from kg.train.examples import examples_of
from kg.train.fitting import FOLDS, Table, fit_all
from kg.train.report import TrainingReport, plain, report_of
from kg.train.validation import best_cuts, cross_validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Progress", "TrainingReport", "mine", "train"]


def mine(papers: Iterable[tuple[str, str]], folder: Path, progress: Progress = silent) -> int:
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
    annotated: Sequence[Mapping[str, Any]], folder: Path, progress: Progress = silent
) -> TrainingReport:
    """Train on annotated records and write weights and report into a folder.

    Names mined before into the folder serve instead of the shipped ones. Raises `KgError` where
    scikit-learn is missing or there are fewer papers than folds.
    """
    if len(annotated) < FOLDS:
        raise KgError(f"{len(annotated)} annotated papers; training needs {FOLDS} or more")
    reader = FeatureReader(names.names_for(folder))
    examples = list(examples_of(annotated, reader, progress))
    table = Table(examples)
    progress("training", 0, FOLDS + 1)
    trial = cross_validate(table, progress)
    cuts = best_cuts(annotated, trial)
    weights = fit_all(table, trial.temperatures, cuts)
    folder.mkdir(parents=True, exist_ok=True)
    write_weights(weights, folder)
    progress("training", FOLDS + 1, FOLDS + 1)
    report = report_of(annotated, trial, weights)
    (folder / "report.json").write_text(json.dumps(plain(report), indent=1) + "\n", "utf-8")
    return report
