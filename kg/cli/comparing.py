"""Commands that set nodes side by side: similar, compare, common, connect."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from kg.cli import facts
from kg.cli.names import NAME
from kg.cli.options import (
    EVIDENCE_OPTION,
    FORMAT_OPTION,
    JSON_OPTION,
    LIMIT_OPTION,
    MIN_CONFIDENCE_OPTION,
    OUTPUT_OPTION,
)
from kg.cli.output import FOR_PROGRAMS, NothingFoundError, note, show_found, table, wrapped
from kg.cli.progress import at_work
from kg.displayed import shortened
from kg.errors import UnconnectedError, WrongKindError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.graph import Graph
    from kg.lookup.common import Common
    from kg.lookup.compare import Comparison, Pair
    from kg.lookup.similar import Similar
    from kg.store.places import Place

_MOST_REASONS, _MOST_BESIDE, _LONGEST = 12, 10, 30
_INDENT, _FIGURES = " " * 6, 4
_NAMES_ARGUMENT = click.argument("names", metavar="NAME...", nargs=-1, required=True, type=NAME)


@click.command()
@click.argument("paper", type=NAME)
@LIMIT_OPTION
@MIN_CONFIDENCE_OPTION
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
def similar(
    paper: str, limit: int, min_confidence: float, output: Place, format_: str | None
) -> None:
    """List the papers most like PAPER, with what they share, most telling first.

    What k papers have counts 1/k: a rare method says more than a theme that all papers have. For a
    method or data set, the one paper that proposes it is taken.

    Example: kg similar "Mask R-CNN"
    """
    import kg

    with kg.open(output, min_confidence=min_confidence) as graph:
        found = graph.similar(_paper(graph, paper), limit=limit)
    if not found:
        raise NothingFoundError(f"no paper shares anything with {paper!r}; try: kg show {paper!r}")
    show_found(format_, found, _reasons(found))


def _paper(graph: Graph, name: str) -> str:
    """Return the name of a paper: the one that alone proposes what is called so, where it is none.

    What it takes instead is told on stderr.
    """
    try:
        return graph.find(name, "paper").id
    except WrongKindError as error:
        if len(error.suggestions) != 1:
            raise
        paper = graph.find(error.suggestions[0], "paper")
        note(f"{name!r} is a {error.has}; the paper that brings it: {paper.name}")
        return paper.id


def _reasons(found: Iterable[Similar]) -> Iterator[str]:
    for one in found:
        first, *more_lines = [*wrapped(one.node.name, _INDENT)] or [_INDENT]
        yield f"{one.likeness:.2f}{first[_FIGURES:]}"
        yield from more_lines
        names = [f"{shared.node.name} ({shared.papers})" for shared in one.shared[:_MOST_REASONS]]
        more = len(one.shared) - _MOST_REASONS
        yield from wrapped(", ".join(names) + (f" and {more} more" if more > 0 else ""), _INDENT)
    yield "(in brackets: how many papers have it)"


@click.command()
@click.argument("one", type=NAME)
@click.argument("other", type=NAME)
@EVIDENCE_OPTION
@MIN_CONFIDENCE_OPTION
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
def compare(
    one: str,
    other: str,
    evidence: bool,
    min_confidence: float,
    output: Place,
    format_: str | None,
) -> None:
    """Tell what ONE and OTHER have in common, and what only one of them has.

    Two papers, or two methods, two data sets, two tasks.

    Example: kg compare BERT GPT-3
    """
    import kg

    with kg.open(output, min_confidence=min_confidence) as graph, at_work("reading"):
        found = graph.compare(*_several(graph, (one, other)))
    show_found(format_, found, _compared(found, evidence))


def _compared(found: Comparison, evidence: bool) -> Iterator[str]:
    one, other = (shortened(node.name, _LONGEST) for node in (found.one, found.other))
    yield from wrapped(f"{found.one.name}  |  {found.other.name}")
    yield ""
    yield "both have" if found.both else "both have: nothing"
    yield from _both(found.both, one, other, evidence)
    for whose, pairs in ((one, found.only_one), (other, found.only_other)):
        yield ""
        yield from wrapped(f"only {whose} has" if pairs else f"only {whose} has: nothing")
        for words, group in groupby(pairs, key=lambda pair: "".join(pair.words())):
            yield from _only(words, list(group), evidence)
    if found.beside:
        yield ""
        yield from wrapped("named by papers of both, and by how many of each")
        shown = found.beside[:_MOST_BESIDE]
        rows = ((each.node.kind, each.node.name, each.one, each.other) for each in shown)
        yield from table(("kind", "name", one, other), rows)


def _both(pairs: Sequence[Pair], one: str, other: str, evidence: bool) -> Iterator[str]:
    if pairs and not evidence:
        rows = ((pair.node.kind, pair.node.name, *pair.words()) for pair in pairs)
        yield from table(("kind", "name", one, other), rows)
    for pair in pairs if evidence else ():
        yield from wrapped(f"{pair.node.name}: {' | '.join(pair.words())}", "  ")
        yield from _sentences(pair)


def _only(words: str, pairs: list[Pair], evidence: bool) -> Iterator[str]:
    yield f"  {words}"
    if not evidence and pairs[0].node.kind != "paper":
        yield from wrapped(", ".join(pair.node.name for pair in pairs), "    ")
        return
    for pair in pairs:
        yield from wrapped(pair.node.name, "    ")
        if evidence:
            yield from _sentences(pair)


def _sentences(pair: Pair) -> Iterator[str]:
    for found in (pair.one, pair.other):
        yield from facts.quoted(found.quotes[:1] if found else ())


@click.command()
@_NAMES_ARGUMENT
@EVIDENCE_OPTION
@LIMIT_OPTION
@MIN_CONFIDENCE_OPTION
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
def common(
    names: tuple[str, ...],
    evidence: bool,
    limit: int,
    min_confidence: float,
    output: Place,
    format_: str | None,
) -> None:
    """List what is joined to all of some names, the most particular first.

    Of methods, data sets and tasks: the papers that have them all. Of papers: what all have.

    Example: kg common Transformer ImageNet
    """
    import kg

    with kg.open(output, min_confidence=min_confidence) as graph:
        found = graph.common(*_several(graph, names), limit=limit)
    if not found:
        advice = f"try: kg connect {' '.join(map(repr, names))}"
        raise NothingFoundError(f"nothing is joined to all of {_listed(names)}; {advice}")
    show_found(format_, found, _shared(found) if evidence else None, hidden=FOR_PROGRAMS)
    if len(found) == limit:
        note(f"the first {limit}; --limit shows more")


def _shared(found: Iterable[Common]) -> Iterator[str]:
    for place, one in enumerate(found):
        if place:
            yield ""
        yield from facts.gathered(one.node, one.facts)


@click.command()
@_NAMES_ARGUMENT
@MIN_CONFIDENCE_OPTION
@OUTPUT_OPTION
@FORMAT_OPTION
@JSON_OPTION
def connect(
    names: tuple[str, ...], min_confidence: float, output: Place, format_: str | None
) -> None:
    """Explain what connects some names: a smallest part of the graph that joins them all.

    What few papers have explains more than what all have, so a way around a hub may be taken.

    Example: kg connect LoRA ImageNet BERT
    """
    import kg

    with kg.open(output, min_confidence=min_confidence) as graph:
        ids = _several(graph, names)
        start, steps = graph.find(ids[0]), graph.connect(*ids)
        if not steps:
            raise _unconnected(graph, ids)
    show_found(format_, steps, facts.walked(start, steps))


def _several(graph: Graph, names: tuple[str, ...]) -> list[str]:
    """Return the ids of at least two nodes."""
    ids = list(dict.fromkeys(graph.find(name).id for name in names))
    if len(ids) == 1:
        raise click.UsageError(f"{_listed(names)}: only one thing; name two or more")
    return ids


def _unconnected(graph: Graph, ids: list[str]) -> UnconnectedError:
    """Return the error that names the first node that the first one is not connected to."""
    first, *others = ids
    apart = next(id_ for id_ in others if not graph.path(first, id_))
    return UnconnectedError(graph.find(first).name, graph.find(apart).name)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names))


COMMANDS = (similar, compare, common, connect)
