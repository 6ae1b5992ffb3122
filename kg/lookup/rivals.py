"""A method in, the methods that it is compared with, or they with it, out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.lookup.facts import Fact, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.lookup.names import Ref
    from kg.store.reader import Edge, Reader

_OTHER_SIDE = {"proposes": "comparesWith", "comparesWith": "proposes"}


@dataclass(frozen=True, slots=True)
class Rival:
    """A method that another is compared with: in how many papers, and the facts that say so.

    In a paper that proposes the method, it is what the paper compares with; in one that compares
    with the method, what the paper proposes. The named question `compared-with` says the same.
    """

    node: Ref
    papers: int
    facts: tuple[Fact, ...]


def rivals(reader: Reader, id_: str, edges: Iterable[Edge]) -> tuple[Rival, ...]:
    """Return the rivals of a method, of which `edges` are known: those in most papers first."""
    found = facts_of(reader, sorted(set(_rivalry(reader, id_, edges))))
    found.sort(key=lambda one: (one.object, one.relation, -one.confidence, one.subject))
    grouped = [
        Rival(node, len({one.subject for one in facts}), tuple(facts))
        for node, group in groupby(found, key=lambda one: one.object)
        if (facts := list(group))
    ]
    return tuple(sorted(grouped, key=lambda one: (-one.papers, one.node.name, one.node.id)))


def _rivalry(reader: Reader, id_: str, edges: Iterable[Edge]) -> Iterator[Edge]:
    """Yield what papers compare with that propose a method, and propose that compare with it."""
    meant = [edge for edge in edges if edge.object == id_ and edge.relation in _OTHER_SIDE]
    reader.read_ahead(edge.subject for edge in meant)
    for edge in meant:
        for other in reader.edges_from(edge.subject):
            if other.relation == _OTHER_SIDE[edge.relation] and other.object != id_:
                yield other
