"""The command that reads papers and builds nothing: extract."""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import (
    KEEP_GOING_OPTION,
    PIPELINE_OPTION,
    SOURCES_ARGUMENT,
    THEMES_OPTION,
    WORKERS_OPTION,
    pipeline_of,
)
from kg.cli.output import as_json, plain
from kg.cli.progress import progress_line
from kg.errors import SourceError
from kg.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract import Pipeline
    from kg.model import Extraction, Paper
    from kg.progress import Progress


@click.command()
@SOURCES_ARGUMENT
@KEEP_GOING_OPTION
@PIPELINE_OPTION
@THEMES_OPTION
@WORKERS_OPTION
@click.option(
    "--format",
    "format_",
    type=click.Choice(["jsonl", "displacy"]),
    default="jsonl",
    show_default=True,
    help="JSON lines, or a page (HTML) of the papers with all that was found marked.",
)
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write, instead of stdout.",
)
@click.pass_context
def extract(
    context: click.Context,
    sources: tuple[str, ...],
    keep_going: bool,
    folder: Path | None,
    added: tuple[Path, ...],
    workers: int,
    format_: str,
    file: Path | None,
) -> None:
    """Print what is read from each paper of SOURCES, one JSON object per line.

    Papers are read one by one, in their order, so that SOURCES may be as large as they like. Of a
    paper that stands in them several times the first record counts.

    Example: kg extract pages/ > records.jsonl
    """
    from kg.sources import stream

    errors: list[SourceError] = []
    papers = _without_errors(stream(sources, keep_going=keep_going), errors)
    with progress_line() as progress:
        reads = _reads(papers, pipeline_of(folder, added), workers, progress)
        pieces = _page(reads) if format_ == "displacy" else _lines(reads)
        _write(pieces, file)
    context.exit(1 if errors else 0)


def _without_errors(
    found: Iterable[Paper | SourceError], errors: list[SourceError]
) -> Iterator[Paper]:
    """Yield the papers; report errors when they are met, and collect them."""
    for each in found:
        if isinstance(each, SourceError):
            click.echo(f"Error: {plain(str(each))}", err=True)
            errors.append(each)
        else:
            yield each


def _reads(
    papers: Iterator[Paper], pipeline: Pipeline, workers: int, progress: Progress
) -> Iterator[tuple[Paper, Extraction]]:
    """Yield each paper with its extraction; only those under way are held."""
    from kg.extract import extract as run

    waiting: deque[Paper] = deque()

    def remembered() -> Iterator[Paper]:
        for paper in papers:
            waiting.append(paper)
            yield paper

    for done, extraction in enumerate(run(remembered(), workers=workers, pipeline=pipeline), 1):
        yield waiting.popleft(), extraction
        progress("extracting", done, 0)


def _lines(reads: Iterable[tuple[Paper, Extraction]]) -> Iterator[str]:
    from kg.records import to_record

    return (as_json(to_record(paper, extraction)) + "\n" for paper, extraction in reads)


def _page(reads: Iterable[tuple[Paper, Extraction]]) -> Iterator[str]:
    from kg.render.marked import marked

    return marked(reads)


def _write(pieces: Iterator[str], file: Path | None) -> None:
    chunks = (piece.encode("utf-8", "replace") for piece in pieces)
    if file:
        write_whole(file, chunks)
    else:
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()


COMMANDS = (extract,)
