"""A paper in, the papers most like it out, with what makes them so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from kg.lookup.names import Ref, ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store.reader import Reader

TOLD_OF = (
    *("proposes", "uses", "comparesWith", "introduces", "usesDataset", "addresses", "hasTheme"),
    "reportsMetric",
)
"""Relations to what a paper is about; what it only mentions or links to does not count."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that two papers have, and how many papers have it: the fewer, the weightier."""

    node: Ref
    papers: int


@dataclass(frozen=True, slots=True)
class Similar:
    """A paper, how like another it is, and what they share, most telling first."""

    columns: ClassVar[tuple[str, ...]] = ("likeness", "paper", "shared", "id")

    node: Ref
    likeness: float
    shared: tuple[Shared, ...]

    def cells(self) -> tuple[Any, ...]:
        """Return the paper, its likeness and the names of what is shared."""
        shared = ", ".join(one.node.name for one in self.shared)
        return self.likeness, self.node.name, shared, self.node.id


def similar(reader: Reader, id_: str, limit: int = 20) -> tuple[Similar, ...]:
    """Return up to `limit` papers that share something with a paper, those most like it first.

    Likeness is the sum of 1/k over all that both are about, where k papers are about the thing: the
    resource allocation index of Zhou, Lü and Zhang ("Predicting missing links via local
    information", 2009). A rare method tells more than a theme that all papers have. The named
    question `similar-papers` says the same in SPARQL.
    """
    things = _things(reader, id_)
    reader.read_ahead(things, incoming=True)
    papers_of = {thing: _papers(reader, thing) for thing in things}
    shared: defaultdict[str, list[str]] = defaultdict(list)
    for thing, papers in papers_of.items():
        for paper in papers - {id_}:
            shared[paper].append(thing)
    weights = {
        paper: _rounded(sum(1 / len(papers_of[thing]) for thing in things))
        for paper, things in shared.items()
    }
    least = sorted(weights.values(), reverse=True)[:limit][-1:]
    near = [paper for paper, weight in weights.items() if least and weight >= least[0]]
    reader.read_ahead(near)
    found = [
        Similar(ref(reader, paper), weights[paper], _named(reader, shared[paper], papers_of))
        for paper in near
    ]
    found.sort(key=lambda one: (-one.likeness, one.node.name, one.node.id))
    return tuple(found[:limit])


def _things(reader: Reader, paper: str) -> set[str]:
    return {edge.object for edge in reader.edges_from(paper) if edge.relation in TOLD_OF}


def _papers(reader: Reader, thing: str) -> set[str]:
    return {edge.subject for edge in reader.edges_to(thing) if edge.relation in TOLD_OF}


def _named(
    reader: Reader, things: Iterable[str], papers_of: dict[str, set[str]]
) -> tuple[Shared, ...]:
    shared = [Shared(ref(reader, thing), len(papers_of[thing])) for thing in things]
    return tuple(sorted(shared, key=lambda one: (one.papers, one.node.name, one.node.id)))


def _rounded(weight: float) -> float:
    """Return a weight with three digits, as SPARQL rounds: halves upwards.

    >>> _rounded(1 / 16), _rounded(2 / 3)
    (0.063, 0.667)
    """
    return int(weight * 1000 + 0.5) / 1000
