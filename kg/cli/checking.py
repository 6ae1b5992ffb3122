"""Commands that measure: check, evaluate."""

from __future__ import annotations

from dataclasses import astuple
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import (
    FORMAT_OPTION,
    JSON_OPTION,
    OUTPUT_OPTION,
    PIPELINE_OPTION,
    WORKERS_OPTION,
    pipeline_of,
)
from kg.cli.output import note, show, table, wrapped
from kg.cli.progress import progress_line
from kg.displayed import numbered
from kg.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.evaluate import Evaluation, ResultScores, Score
    from kg.extract import Pipeline
    from kg.store.places import Place


@click.command()
@click.option(
    "--shapes",
    "own",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Check your own SHACL shapes (Turtle) too; can be repeated.",
)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Problems shown of each rule.",
)
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
@click.pass_context
def check(
    context: click.Context, own: tuple[Path, ...], limit: int, output: Place, format_: str | None
) -> None:
    """Look for what is wrong in the graph; exit code 1 if there is a violation.

    Every node must have the shape of its kind (kinds, relations, properties, how many values of
    which type), every edge read from a text its evidence, and every quote must stand in its
    paper's text where it says. The shapes are SHACL Core, in kg/check/shapes.ttl.
    What a shape of yours calls sh:Warning or sh:Info is told and does not fail.

    Example: kg check
    """
    from kg.check import check as broken_in
    from kg.check.severities import SEVERITIES, VIOLATION
    from kg.store.reader import Reader

    with Reader(output) as reader, progress_line() as progress:
        broken = broken_in(reader, own, limit, progress)
    if broken or format_ == "json":
        rows = ((*astuple(problem), rule.severity) for rule in broken for problem in rule.problems)
        show(format_, broken, ("where", "path", "value", "wanted", "severity"), rows)
    for rule in broken:
        if more := rule.count - len(rule.problems):
            note(f"and {more:,} more: {rule.rule}")
    counts = dict.fromkeys(SEVERITIES, 0)
    for rule in broken:
        counts[rule.severity] += rule.count
    failures = counts.pop(VIOLATION)
    told = [_number(count, severity) for severity, count in counts.items() if count]
    note(", ".join([_number(failures, "problem") if failures else "no problems", *told]))
    context.exit(1 if failures else 0)


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}{'s' * (count != 1)}"


@click.command()
@click.argument("gold", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("predicted", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("-n", "--errors", type=click.IntRange(min=0), default=0, help="Errors of each cause.")
@PIPELINE_OPTION
@WORKERS_OPTION
@FORMAT_OPTION
@JSON_OPTION
def evaluate(
    gold: Path,
    predicted: Path | None,
    errors: int,
    folder: Path | None,
    workers: int,
    format_: str | None,
) -> None:
    """Score extraction against the annotated papers of GOLD (JSON lines).

    Extracts GOLD's own titles and abstracts, unless PREDICTED holds records that kg extract
    printed. With --errors, errors are listed by their causes. What was never looked at is told
    from what was thrown away only where GOLD is extracted.

    Example: kg evaluate annotated.jsonl --errors 10
    """
    from kg.evaluate import evaluate as score
    from kg.evaluate import read_gold

    annotated = read_gold(gold)
    if not annotated:
        raise SourceError(str(gold), 0, "no annotated paper in it; write one record per line")
    pipeline = pipeline_of(folder)
    records = read_gold(predicted) if predicted else list(_extracted(annotated, pipeline, workers))
    if errors and not predicted:
        records = list(_with_candidates(records, annotated, pipeline))
    evaluation = score(annotated, records)
    text = chain(table(_COLUMNS, _scores(evaluation)), _errors(evaluation, errors))
    # Errors have no place in the columns of a pipe.
    format_ = format_ or ("table" if errors else None)
    show(format_, evaluation, _COLUMNS, _scores(evaluation), text)
    if evaluation.unmatched_papers:
        note(f"without a record: {numbered(len(evaluation.unmatched_papers), 'annotated paper')}")


_COLUMNS = ("kind", "precision", "recall", "F1", "right", "wrong", "missed")


def _extracted(
    annotated: Iterable[dict[str, Any]], pipeline: Pipeline, workers: int
) -> Iterator[dict[str, Any]]:
    from kg.extract import extract
    from kg.model import Paper
    from kg.records import to_record

    papers = [
        Paper(f"gold/{place}", record["title"], record["abstract"])
        for place, record in enumerate(annotated)
    ]
    for paper, extraction in zip(
        papers, extract(papers, workers=workers, pipeline=pipeline), strict=True
    ):
        yield to_record(paper, extraction)


def _with_candidates(
    records: Iterable[dict[str, Any]], annotated: Iterable[dict[str, Any]], pipeline: Pipeline
) -> Iterator[dict[str, Any]]:
    from kg.extract.looked_at import candidates
    from kg.model import Paper

    papers = (Paper("paper", record["title"], record["abstract"]) for record in annotated)
    for record, forms in zip(records, candidates(papers, pipeline), strict=True):
        yield {**record, "candidates": forms}


def _scores(evaluation: Evaluation) -> Iterator[tuple[object, ...]]:
    for kind, score in evaluation.scores.items():
        yield _scored(kind, score)
    right, of = evaluation.role_accuracy
    yield ("role accuracy", f"{right / of if of else 0:.3f}", "", "", right, of - right, "")
    yield from _reliability(evaluation)
    if evaluation.results:
        yield from _result_scores(evaluation.results)


def _scored(kind: str, score: Score) -> tuple[object, ...]:
    figures = (f"{figure:.3f}" for figure in (score.precision, score.recall, score.f1))
    counts = (score.true_positives, score.false_positives, score.false_negatives)
    return (kind, *figures, *counts)


def _reliability(evaluation: Evaluation) -> Iterator[tuple[object, ...]]:
    bands = [band for band in evaluation.bands if band.names]
    for names, confidence, share in bands:
        right = round(share * names)
        what = f"confidence {confidence:.2f}: right"
        yield (what, f"{share:.3f}", "", "", right, names - right, "")
    if bands:
        yield ("calibration error", f"{evaluation.calibration_error:.3f}", "", "", "", "", "")


def _result_scores(results: ResultScores) -> Iterator[tuple[object, ...]]:
    yield _scored("results", results.values)
    found = results.values.true_positives
    for name, right in results.right.items():
        share = f"{right / found if found else 0:.3f}"
        yield (f"results found: {name}", share, "", "", right, found - right, "")


def _errors(evaluation: Evaluation, most: int) -> Iterator[str]:
    if not most:
        return
    for side, causes in evaluation.causes.items():
        yield f"{side} ({sum(count for names in causes.values() for _, count in names)})"
        for cause, names in causes.items():
            total = sum(count for _, count in names)
            yield from wrapped(f"{cause} ({total}): {_listed(names[:most])}", "  ")
    for sort, kinds in (("wrong", evaluation.wrong), ("missed", evaluation.missed)):
        for kind, names in kinds.items():
            if names and f"{kind}, {sort}" not in evaluation.causes:
                yield from wrapped(f"{kind}, {sort}: {_listed(names[:most])}")
    yield from _roles(evaluation)


def _listed(names: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in names)


def _roles(evaluation: Evaluation) -> Iterator[str]:
    """Yield the table of roles: a row for each annotated one, a column for each extracted one."""
    found = sorted({role for row in evaluation.roles.values() for role in row})
    rows = (
        (role, *(row.get(other, 0) for other in found)) for role, row in evaluation.roles.items()
    )
    if found:
        yield from table(("annotated as", *(f"said {role}" for role in found)), rows)


COMMANDS = (check, evaluate)
