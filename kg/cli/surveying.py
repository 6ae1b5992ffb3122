"""Commands that look over the whole graph: trends, gaps, report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.names import NAME
from kg.cli.options import (
    FORMAT_OPTION,
    JSON_OPTION,
    LIMIT_OPTION,
    MIN_CONFIDENCE_OPTION,
    OUTPUT_OPTION,
)
from kg.cli.output import (
    NothingFoundError,
    note,
    plain,
    show,
    show_found,
    table,
    width,
    wrapped,
)
from kg.cli.progress import at_work
from kg.displayed import day, numbered
from kg.vocabulary import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.lookup.gaps import Gaps, TaskGap
    from kg.lookup.trends import Trends
    from kg.store.places import Place

_STEPS = ("year", "month", "page")
_SHORTEST, _LONGEST, _COUNTS, _GAP = 13, 30, 16, 2
"""Columns of a table of trends: for a name at least and at most, for its numbers, between two."""


@click.command()
@click.option(
    "-k",
    "--kind",
    type=click.Choice(list(ROLES)),
    default="theme",
    show_default=True,
    help="What to count.",
)
@click.option(
    "--by",
    "step",
    type=click.Choice(_STEPS),
    help="Count by the year or month of papers, or by the date of their page.",
)
@click.option("--rising", is_flag=True, help="First what grew most, not what has most papers.")
@LIMIT_OPTION
@MIN_CONFIDENCE_OPTION
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
def trends(
    kind: str,
    step: str | None,
    rising: bool,
    limit: int,
    min_confidence: float,
    output: Place,
    format_: str | None,
) -> None:
    """Count the papers of themes, methods, data sets ... over time.

    Change is how much larger the share of papers is in the later half of the time (1: all of
    them, where it was none). Papers without a date do not count.

    Example: kg trends --kind method --rising
    """
    import kg

    with kg.open(output, min_confidence=min_confidence) as graph, at_work("reading"):
        found = graph.trends(kind, step=step or "", rising=rising, limit=limit)
    if not found.periods:
        raise NothingFoundError(_no_dates(step))
    show_found(format_, found, _over_time(found))


def _no_dates(step: str | None) -> str:
    if step:
        return f"no paper has a date by {step}; try: kg trends"
    sources = "arXiv ids, years or dated pages would give them"
    return f"no paper of this graph has a date; {sources} (see: kg build --help)"


def _over_time(found: Trends) -> Iterator[str]:
    """Yield a table of the latest periods that fit."""
    from kg.lookup.trends import ALL_PAPERS

    periods = [day(period) for period in found.periods]
    names = max((len(one.node.name) for one in found.trends), default=0)
    longest = max(_SHORTEST, min(names, _LONGEST, width() // 4))
    most = max(1, (width() - longest - _COUNTS) // (max(map(len, periods)) + _GAP))
    shown = slice(-most, None)
    head = (ALL_PAPERS, sum(found.papers), "", *found.papers[shown])
    rows = (
        (one.node.name, one.papers, f"{one.change:+.2f}", *one.counts[shown])
        for one in found.trends
    )
    columns = ("name", "papers", "change", *periods[shown])
    yield from table(columns, (head, *rows), tight=True)
    if len(periods) > most:
        yield f"… and {len(periods) - most} earlier (--format tsv has all)"
    if found.undated:
        yield f"{numbered(found.undated, 'paper')} without such a date"


@click.command()
@click.option("-t", "--task", type=NAME, help="What is missing for this task.")
@LIMIT_OPTION
@MIN_CONFIDENCE_OPTION
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
def gaps(
    task: str | None, limit: int, min_confidence: float, output: Place, format_: str | None
) -> None:
    """List tasks of which no paper has a data set, or none has code; or the gaps of one task.

    Those of one are data sets that no paper with code has, and methods that no paper tries on a
    data set of the task, likeliest first.

    Example: kg gaps --task "object detection"
    """
    import kg
    from kg.lookup.results import Found

    with kg.open(output, min_confidence=min_confidence) as graph, at_work("reading"):
        found = graph.gaps(limit=limit) if task is None else graph.gaps(task, limit=limit)
    if not isinstance(found, Found):
        show_found(format_, found, _gaps_of_task(found))
        return
    show_found(format_, found, _tasks(found))
    note("what is missing for one of them: kg gaps --task NAME")


def _tasks(tasks: Iterable[TaskGap]) -> Iterator[str]:
    columns = ("task", "papers", "with data set", "with code", "example")
    yield from table(columns, (task.cells()[:-1] for task in tasks))


def _gaps_of_task(found: Gaps) -> Iterator[str]:
    yield from wrapped(found.heading())
    if not found.without_code and not found.untried:
        yield "nothing that its papers name is missing"
    if found.without_code:
        yield ""
        yield from wrapped("data sets that no paper with code has")
        rows = ((one.node.name, one.papers) for one in found.without_code)
        yield from table(("dataset", "papers of the task"), rows)
    if found.untried:
        yield ""
        yield from wrapped("methods that no paper tries on a data set")
        columns = ("method", "of the task", "in all", "dataset", "of the task", "in all")
        yield from table(columns, (pair.cells() for pair in found.untried))
        yield from wrapped("(how many papers of the task have it, and how many in all)")


@click.command()
@click.option(
    "-o",
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write, instead of stdout.",
)
@click.option("--page", type=NAME, help="Only the papers of this page.")
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Of each thing at most.",
)
@MIN_CONFIDENCE_OPTION
@OUTPUT_OPTION
@JSON_OPTION
def report(
    to: Path | None,
    page: str | None,
    limit: int,
    min_confidence: float,
    output: Place,
    format_: str | None,
) -> None:
    """Write a page of Markdown for a colleague: what these papers say, with sentences and links.

    Main themes, new methods, most used data sets, code, bridges between themes, what is missing.

    Example: kg report -o report.md
    """
    import kg
    from kg.files import write_whole
    from kg.report import report as as_markdown

    with kg.open(output, min_confidence=min_confidence) as graph, at_work("reading"):
        found = graph.overview(page, limit=limit)
    text = as_markdown(found)
    if to is not None:
        write_whole(to, [text.encode()])
        show(format_ or "table", {"files": [to]}, (), (), [plain(str(to))])
    else:
        show(format_ or "table", found, (), (), map(plain, text.splitlines()))


COMMANDS = (trends, gaps, report)
