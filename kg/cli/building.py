"""Commands that make a graph: demo, build."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from kg.cli.options import (
    JSON_OPTION,
    KEEP_GOING_OPTION,
    OUTPUT_OPTION,
    PIPELINE_OPTION,
    SOURCES_ARGUMENT,
    THEMES_OPTION,
    UPDATE_OPTION,
    WORKERS_OPTION,
    pipeline_of,
)
from kg.cli.output import note, plain, show, table
from kg.cli.progress import progress_line
from kg.displayed import numbered
from kg.errors import SourceError, StoreError
from kg.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.build import BuildReport
    from kg.sources import SourceReport
    from kg.store.places import Place

_OWN_ALIASES = Path("aliases.tsv")
_SKIPPED_SHOWN = 10
_NEAR = 3
_ALIASES_OPTION = click.option(
    "--aliases",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Your file of names that are, or are not, the same; may be SSSOM (.sssom.tsv). "
    "[default: aliases.tsv, if there]",
)


@click.command()
@OUTPUT_OPTION
@UPDATE_OPTION
@JSON_OPTION
def demo(output: Place, format_: str | None) -> None:
    """Build the graph of the bundled sample, draw it, and tell what to try next.

    Example: kg demo
    """
    import kg
    from kg.build import build as run
    from kg.picture import draw
    from kg.sample import PAGES

    _spare_own_graph(output, {page.stem for page in PAGES})
    with progress_line() as progress:
        report = run(PAGES, output, progress=progress)
    page = draw(output)
    with kg.open(output) as graph:
        counts = graph.stats().nodes
    found = ", ".join(
        f"{counts[kind]} {KINDS[kind].plural}" for kind in ("method", "dataset", "task", "theme")
    )
    text = (
        *_reported(report),
        f"found: {found}, each with the sentence it was read from",
        f"picture: {page}",
    )
    show(format_ or "table", {**_counted(report), "picture": page}, (), (), text)
    option = "-C" if isinstance(output, Path) else "--store"
    there = "" if output == Path("output") else f" {option} {quote(str(output))}"
    tries = ("show LoRA", "why LoRA GPT-3", "path DINO BERT")
    note(f"now try:  {'   '.join(f'kg {words}{there}' for words in tries)}   kg queries")
    note("then copy a page of papers into a text file, and:  kg build my-page.txt")


def _spare_own_graph(output: Place, sample: set[str]) -> None:
    """Raise `StoreError` where the folder holds a graph of somebody's own pages."""
    import kg

    try:
        with kg.open(output) as graph:
            pages = {page.name for page in graph.entities("page")}
    except StoreError:
        return
    if pages != sample:
        raise StoreError(str(output), "holds a graph of your own; see it here: kg demo -C demo")


@click.command()
@SOURCES_ARGUMENT
@_ALIASES_OPTION
@KEEP_GOING_OPTION
@WORKERS_OPTION
@PIPELINE_OPTION
@THEMES_OPTION
@click.option("--base", help="Base IRI of the graph, instead of the one that all graphs share.")
@OUTPUT_OPTION
@UPDATE_OPTION
@JSON_OPTION
@click.pass_context
def build(
    context: click.Context,
    sources: tuple[str, ...],
    aliases: Path | None,
    keep_going: bool,
    workers: int,
    folder: Path | None,
    added: tuple[Path, ...],
    base: str | None,
    output: Place,
    format_: str | None,
) -> None:
    """Make the graph of what SOURCES say: files, folders, or "-" for stdin.

    Pasted listing pages (.txt), JSON lines (.jsonl) and tables (.csv, .tsv). The graph holds
    these sources and no others; papers that have not changed are not extracted again.

    Example: kg build pages/ export.jsonl
    """
    from kg.build import build as run
    from kg.vocabulary import BASE

    if aliases is None and _OWN_ALIASES.is_file():
        aliases = _OWN_ALIASES
        note(f"names as {aliases} says")
    with progress_line() as progress:
        report = run(
            sources,
            output,
            aliases=aliases,
            pipeline=pipeline_of(folder, added),
            keep_going=keep_going,
            workers=workers,
            base=base or BASE,
            progress=progress,
        )
    show(format_ or "table", _counted(report), (), (), _reported(report))
    if aliases and report.unmatched:
        note(_idle(aliases, report.unmatched))
    errors = _report_errors(error for source in report.sources for error in source.errors)
    context.exit(1 if errors else 0)


def _counted(report: BuildReport) -> dict[str, object]:
    return {
        "sources": report.sources,
        "papers": report.papers,
        "extracted": report.extracted,
        "quads": report.version.quads,
        "changed": report.changed,
        "dropped": report.dropped,
        "unmatched": report.unmatched,
    }


def _reported(report: BuildReport) -> Iterator[str]:
    """Yield what each source became, and what the graph holds."""
    columns = ("source", "records", "new", "joined", "no abstract", "not understood")
    yield from table(columns, map(_source_row, report.sources))
    state = "built" if report.changed else "unchanged"
    yield (
        f"{state}: {numbered(report.papers, 'paper')}, {report.extracted} of them extracted now, "
        f"{numbered(report.version.quads, 'quad')}"
    )
    if report.dropped:
        dropped = numbered(report.dropped, "paper")
        yield f"in none of these sources: {dropped} of the graph before"


def _short(name: str) -> str:
    """Return a path from here if it lies near below, else the file's own name."""
    path = Path(name)
    near = path.is_relative_to(Path.cwd()) and len(path.relative_to(Path.cwd()).parts) <= _NEAR
    return str(path.relative_to(Path.cwd())) if near else path.name


def _source_row(source: SourceReport) -> tuple[object, ...]:
    return (
        _short(source.name),
        source.records,
        source.new,
        source.joined,
        source.without_abstract,
        _lines(source.skipped_lines),
    )


def _lines(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return "-"
    shown = ", ".join(map(str, numbers[:_SKIPPED_SHOWN]))
    more = len(numbers) - _SKIPPED_SHOWN
    return f"lines {shown}" + (f" and {more} more" if more > 0 else "")


def _idle(aliases: Path, lines: tuple[int, ...]) -> str:
    """Return what to say of lines of a file of aliases that match nothing."""
    others = f" (nor one of {_lines(lines[1:])})" if len(lines) > 1 else ""
    return (
        f"{aliases}:{lines[0]}: no paper has a name of this line{others}; check kind and spelling"
    )


def _report_errors(errors: Iterable[SourceError]) -> int:
    """Print every error on stderr, one line each; return how many there were."""
    found = list(errors)
    for error in found:
        click.echo(f"Error: {plain(str(error))}", err=True)
    return len(found)


COMMANDS = (demo, build)
