"""The command that trains: annotated papers in, a folder with a pipeline out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import FORMAT_OPTION, JSON_OPTION, PIPELINE_OPTION
from kg.cli.output import note, show
from kg.cli.progress import progress_line
from kg.displayed import numbered
from kg.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.evaluate.reliability import Band
    from kg.train import TrainingReport

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("annotations", nargs=-1, required=True, type=_FILE)
@click.option(
    "--lexicon",
    "corpora",
    multiple=True,
    type=_FILE,
    help="Mine names, phrases and themes from this corpus: any source of papers, packed or not.",
)
@click.option(
    "--texts",
    multiple=True,
    type=_FILE,
    help="Take the abstracts that annotated papers lack from this corpus, by title.",
)
@click.option(
    "-o",
    "--output",
    "written",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the pipeline; a pipeline that it holds is replaced.",
)
@PIPELINE_OPTION
@FORMAT_OPTION
@JSON_OPTION
def train(
    annotations: tuple[Path, ...],
    corpora: tuple[Path, ...],
    texts: tuple[Path, ...],
    written: Path,
    folder: Path | None,
    format_: str | None,
) -> None:
    """Train a pipeline on the annotated papers of ANNOTATIONS (JSON lines).

    Trained are the classifier of names and the model of themes. The figures are those of
    cross-validation: every paper is judged by what was trained on others. What a corpus says is
    mined with --lexicon, or taken from the pipeline that there is (the shipped one, or that of
    --pipeline). Needs scikit-learn, and with --lexicon gensim: pip install 'paper-kg[train]'.

    Example: kg train annotated.jsonl -o mine
    """
    from kg.extract import SHIPPED
    from kg.train import train as trained
    from kg.train.annotations import read_annotations

    annotated = read_annotations(annotations, partial(_papers, texts) if texts else None)
    corpus = partial(_papers, corpora) if corpora else None
    with progress_line() as progress:
        start = folder or SHIPPED
        report = trained(annotated, written, corpus, start=start, progress=progress)
    show(format_, report, ("what", "precision", "recall", "F1"), _rows(report))
    counts = (report.papers, "paper"), (report.examples, "name"), (report.features, "feature")
    note(f"{', '.join(numbered(*count) for count in counts)}: {written}")
    if not report.themes_trained:
        note("no paper is annotated with themes: their model stays as it was")


def _papers(corpora: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield titles and abstracts. Raises `SourceError`, the first one met."""
    from kg.sources import stream

    for paper in stream(corpora):
        if isinstance(paper, SourceError):
            raise paper
        yield paper.title, paper.abstract


def _rows(report: TrainingReport) -> Iterator[tuple[object, ...]]:
    for name, score in (*report.scores.items(), *report.role_scores.items()):
        yield (name, *(f"{figure:.3f}" for figure in (score.precision, score.recall, score.f1)))
    right, judged = report.role_accuracy
    yield "role accuracy", f"{right / judged if judged else 0:.3f}", "", ""
    for kind, share in report.role_accuracies.items():
        yield f"{kind} roles", f"{share:.3f}", "", ""
    for kind, cut in report.cuts.items():
        yield f"{kind} counts from", f"{cut:.2f}", "", ""
    yield from _bands("confidence", report.bands, report.calibration_error)
    if report.themes_trained:
        error = report.theme_calibration_error
        yield from _bands("theme confidence", report.theme_bands, error)


def _bands(what: str, bands: Sequence[Band], error: float) -> Iterator[tuple[object, ...]]:
    for band in bands:
        if band.names:
            yield f"{what} {band.confidence:.2f}: right", f"{band.right:.3f}", "", band.names
    yield f"{what}: calibration error", f"{error:.3f}", "", ""


COMMANDS = (train,)
