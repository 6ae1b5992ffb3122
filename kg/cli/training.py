"""The command that trains: annotated papers in, a folder with a classifier out."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import FORMAT_OPTION, JSON_OPTION
from kg.cli.output import note, show
from kg.cli.progress import progress_line
from kg.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.train import TrainingReport

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("annotations", type=_FILE)
@click.option(
    "--lexicon",
    "corpora",
    multiple=True,
    type=_FILE,
    help="Mine names from this corpus: JSON lines with title and abstract, perhaps .xz.",
)
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the classifier.",
)
@FORMAT_OPTION
@JSON_OPTION
def train(annotations: Path, corpora: tuple[Path, ...], folder: Path, format_: str | None) -> None:
    """Train the classifier of names on the annotated papers of ANNOTATIONS (JSON lines).

    The figures are those of cross-validation: every paper is judged by what was trained on
    others. Without --lexicon the names that are shipped serve. Needs scikit-learn.

    Example: kg train annotated.jsonl -o mine
    """
    from kg.evaluate import read_gold
    from kg.train import mine
    from kg.train import train as trained

    annotated = read_gold(annotations)
    with progress_line() as progress:
        if corpora:
            mine(_papers(corpora), folder, progress)
        report = trained(annotated, folder, progress)
    show(format_, report, ("what", "precision", "recall", "F1"), _rows(report))
    note(f"{report.papers} papers, {report.examples} names, {report.features} features: {folder}")


def _papers(paths: tuple[Path, ...]) -> Iterator[tuple[str, str]]:
    for path in paths:
        opened = lzma.open if path.suffix == ".xz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    record = json.loads(line)
                    yield record["title"], record["abstract"] or ""
                except (ValueError, LookupError, TypeError) as error:
                    wanted = "no JSON object with title and abstract"
                    raise SourceError(str(path), number, wanted) from error


def _rows(report: TrainingReport) -> Iterator[tuple[object, ...]]:
    for name, score in report.scores.items():
        yield (name, *(f"{figure:.3f}" for figure in (score.precision, score.recall, score.f1)))
    right, judged = report.role_accuracy
    yield "role accuracy", f"{right / judged if judged else 0:.3f}", "", ""
    for kind, share in report.role_accuracies.items():
        yield f"{kind} roles", f"{share:.3f}", "", ""
    for kind, cut in report.cuts.items():
        yield f"{kind} counts from", f"{cut:.2f}", "", ""
    for band in report.bands:
        yield f"confidence {band.confidence:.2f}: right", f"{band.right:.3f}", "", band.names
    yield "calibration error", f"{report.calibration_error:.3f}", "", ""


COMMANDS = (train,)
