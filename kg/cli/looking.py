"""Commands that look things up: search, show, neighbours, path, why, stats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import facts
from kg.cli.names import NAME
from kg.cli.options import (
    FORMAT_OPTION,
    JSON_OPTION,
    KIND_OPTION,
    LIMIT_OPTION,
    MIN_CONFIDENCE_OPTION,
    OUTPUT_OPTION,
    VIA_OPTION,
)
from kg.cli.output import FOR_PROGRAMS, NothingFoundError, note, show, show_found, table, wrapped
from kg.cli.progress import at_work
from kg.errors import UnconnectedError
from kg.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.lookup.names import Ref
    from kg.lookup.stats import Stats
    from kg.store.places import Place

_MOST_REASONS = 10
_STATS = ("what", "number", "mainly")


@click.command()
@click.argument("text")
@KIND_OPTION
@LIMIT_OPTION
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
def search(
    text: str, kinds: tuple[str, ...], limit: int, output: Place, format_: str | None
) -> None:
    """List what has TEXT in its name, alias or title.

    Example: kg search attention --kind method
    """
    import kg

    with kg.open(output) as graph:
        hits = graph.search(text, kinds=kinds, limit=limit)
    if not hits:
        problem = f"no name is like {text!r}" if text.strip() else "no text is given"
        raise NothingFoundError(f"{problem}; see: kg stats")
    show_found(format_, hits, hidden=FOR_PROGRAMS)
    if hits[0].alike:
        note(f"nothing has {text!r} in its name; these are spelt alike")


@click.command("show")
@click.argument("name", type=NAME)
@MIN_CONFIDENCE_OPTION
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
def show_(name: str, min_confidence: float, output: Place, format_: str | None) -> None:
    """Tell everything known about NAME, with the sentences that say so.

    Example: kg show LoRA
    """
    import kg

    with kg.open(output, min_confidence=min_confidence) as graph, at_work("reading"):
        card = graph.show(name)
    show_found(format_, card, facts.described(card))


@click.command()
@click.argument("name", type=NAME)
@click.option("-d", "--depth", type=click.IntRange(min=1), default=1, show_default=True)
@KIND_OPTION
@VIA_OPTION
@click.option("-n", "--limit", type=click.IntRange(min=1), default=100, show_default=True)
@MIN_CONFIDENCE_OPTION
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
def neighbours(
    name: str,
    depth: int,
    kinds: tuple[str, ...],
    relations: tuple[str, ...],
    limit: int,
    min_confidence: float,
    output: Place,
    format_: str | None,
) -> None:
    """List what is joined to NAME, nearest first.

    Example: kg neighbours LoRA --depth 2 --kind dataset
    """
    import kg

    with kg.open(output, min_confidence=min_confidence) as graph:
        near = graph.neighbourhood(name, depth=depth, kinds=kinds, relations=relations, limit=limit)
    show_found(format_, near, hidden=FOR_PROGRAMS)
    if len(near) == limit:
        note(f"the nearest {limit}; --limit shows more, --kind and --via fewer")


@click.command()
@click.argument("one", type=NAME)
@click.argument("other", type=NAME)
@MIN_CONFIDENCE_OPTION
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
def path(one: str, other: str, min_confidence: float, output: Place, format_: str | None) -> None:
    """Explain how ONE and OTHER are connected, step by step.

    Example: kg path LoRA ImageNet
    """
    import kg

    with kg.open(output, min_confidence=min_confidence) as graph:
        start, end = graph.find(one), graph.find(other)
        steps = graph.path(start.id, end.id)
    if not steps:
        raise UnconnectedError(one, other, _same(start, end))
    show_found(format_, steps, facts.walked(start, steps))


def _same(one: Ref, other: Ref) -> str:
    return f"both are {one.id}" if one == other else ""


@click.command()
@click.argument("one", type=NAME)
@click.argument("other", type=NAME)
@MIN_CONFIDENCE_OPTION
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
def why(one: str, other: str, min_confidence: float, output: Place, format_: str | None) -> None:
    """Print the sentences that join ONE and OTHER, with both marked.

    Example: kg why LoRA GPT-3
    """
    import kg

    with kg.open(output, min_confidence=min_confidence) as graph:
        start, end = graph.find(one), graph.find(other)
        found = graph.why(start.id, end.id)
    if not found:
        advice = _same(start, end) or f"try: kg path {one!r} {other!r}"
        raise UnconnectedError(one, other, advice)
    show_found(format_, found, facts.reasons(found, _MOST_REASONS))


@click.command()
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
def stats(output: Place, format_: str | None) -> None:
    """Count nodes and edges, and name the papers in which nothing was found.

    A node of several kinds counts for each of them, and mainly for one: what is a method in one
    paper may be the theme of another. The explorer and kg serve count what nodes mainly are.

    Example: kg stats
    """
    import kg

    with kg.open(output) as graph, at_work("counting"):
        counts = graph.stats()
    bare = [("nothing found in", paper.name, "") for paper in counts.bare]
    rows = _counted(counts)
    show(format_, counts, _STATS, (*rows, *bare), _stats(rows, counts))


def _stats(rows: Iterable[Sequence[object]], counts: Stats) -> Iterator[str]:
    yield from table(_STATS, rows)
    for paper in counts.bare:
        yield from wrapped(paper.name, "  ")


def _counted(counts: Stats) -> list[tuple[object, ...]]:
    return [
        *((KINDS[kind].plural, all_, counts.mainly[kind]) for kind, all_ in counts.nodes.items()),
        *((relation, number, "") for relation, number in counts.edges.items()),
        ("quads", counts.quads, ""),
        ("pipeline", counts.pipeline, ""),
        ("papers with nothing found", len(counts.bare), ""),
    ]


COMMANDS = (search, show_, neighbours, path, why, stats)
