"""Nodes in, the paths and neighbourhoods around them out, read edge by edge."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING, ClassVar

from kg.lookup.facts import Fact, by_relation, facts_of, far_end, in_words
from kg.lookup.names import Ref, ref

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.store.reader import Edge, Reader

_MOST = 10_000
"""Nodes that a neighbourhood stops at, so that a hub cannot fill the memory."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A node, how many steps away it is, and the fact over which it was reached."""

    columns: ClassVar[tuple[str, ...]] = (
        "hops",
        "relation",
        "kind",
        "name",
        "confidence",
        "id",
        "sentence",
    )

    node: Ref
    hops: int
    fact: Fact

    def cells(self) -> tuple[object, ...]:
        """Return the node, the relation as it reads on the way there, and its sentence."""
        words = in_words(self.fact, far_end(self.fact, self.node.id).id)
        node = self.node
        return (
            self.hops,
            words,
            node.kind,
            node.name,
            self.fact.confidence,
            node.id,
            self.fact.quote,
        )


def other_end(edge: Edge, id_: str) -> str:
    """Return the end of an edge that is not `id_`."""
    return edge.object if edge.subject == id_ else edge.subject


def edges_at(reader: Reader, id_: str, relations: Collection[str] = ()) -> list[Edge]:
    """Return the edges at a node, of all relations or only some, in the order of `RELATIONS`."""
    edges = sorted({*reader.edges_from(id_), *reader.edges_to(id_)}, key=by_relation)
    return [edge for edge in edges if not relations or edge.relation in relations]


def strongest(reader: Reader, id_: str) -> dict[str, Edge]:
    """Return the neighbours of a node, each with its strongest edge: the first of `RELATIONS`."""
    edges: dict[str, Edge] = {}
    for edge in edges_at(reader, id_):
        edges.setdefault(other_end(edge, id_), edge)
    return edges


def neighbourhood(
    reader: Reader,
    id_: str,
    *,
    depth: int = 1,
    kinds: Collection[str] = (),
    relations: Collection[str] = (),
    limit: int = _MOST,
) -> tuple[Neighbour, ...]:
    """Return the nodes within `depth` steps, nearest first, at most `limit` of them.

    `relations` says which edges are walked; `kinds` only which nodes are returned, so that the
    methods two steps away are found through papers. A page is a beginning or an end, never a way
    through: standing on one page does not join two papers.
    """
    found: list[tuple[str, int, Edge]] = []
    seen, layer = {id_}, [id_]
    for hops in range(1, depth + 1):
        if len(found) >= limit:
            break
        here = _next_layer(reader, layer, seen, relations)
        layer = [node for _, node in here if not node.startswith("page/")]
        if kinds:
            reader.read_ahead(node for _, node in here)
        found += (
            (node, hops, edge)
            for edge, node in here
            if not kinds or set(kinds) & set(reader.entity(node).kinds)
        )
    nearest = found[:limit]
    facts = facts_of(reader, (edge for *_, edge in nearest))
    return tuple(
        Neighbour(ref(reader, node), hops, fact)
        for (node, hops, _), fact in zip(nearest, facts, strict=True)
    )


def _next_layer(
    reader: Reader,
    layer: Iterable[str],
    seen: set[str],
    relations: Collection[str],
) -> list[tuple[Edge, str]]:
    """Return the nodes one step beyond a layer, each with the edge that reached it first."""
    reached: list[tuple[Edge, str]] = []
    layer = list(layer)
    reader.read_ahead(layer, incoming=True)
    for id_ in layer:
        for edge in edges_at(reader, id_, relations):
            node = other_end(edge, id_)
            if node not in seen and len(seen) < _MOST:
                seen.add(node)
                reached.append((edge, node))
    return reached


@dataclass(frozen=True, slots=True)
class _Reached:
    """The cheapest known way to a node from one of the two ends."""

    cost: float
    via: Edge | None


def path(reader: Reader, one: str, other: str) -> tuple[Fact, ...]:
    """Return the facts of a shortest path between two nodes, in order; empty where there is none.

    Breadth-first from both ends, always widening the smaller front. Of several shortest paths the
    one through the rarer nodes is taken: what few papers share says more than what all share.
    Pages are no way through.
    """
    if one == other:
        return ()
    fronts = [{one: _Reached(0.0, None)}, {other: _Reached(0.0, None)}]
    reached = [dict(front) for front in fronts]
    while fronts[0] and fronts[1]:
        side = 0 if len(fronts[0]) <= len(fronts[1]) else 1
        fronts[side] = _widened(reader, fronts[side], reached[side], {one, other})
        reached[side].update(fronts[side])
        if met := reached[0].keys() & reached[1].keys():
            middle = _rarest(reader, met, *reached)
            back = list(_way_back(reached[0], middle))
            return tuple(facts_of(reader, (*reversed(back), *_way_back(reached[1], middle))))
    return ()


def _rarest(
    reader: Reader, met: Iterable[str], left: dict[str, _Reached], right: dict[str, _Reached]
) -> str:
    """Return the node where the cheapest way meets; its own edges count as those before it."""
    met = sorted(met)
    reader.read_ahead(met, incoming=True)
    return min(
        met,
        key=lambda id_: left[id_].cost + log1p(reader.degree(id_)) + right[id_].cost,
    )


def _widened(
    reader: Reader, front: dict[str, _Reached], reached: dict[str, _Reached], ends: set[str]
) -> dict[str, _Reached]:
    """Return the nodes one step beyond a front, each with its cheapest way; no pages but `ends`."""
    fresh: dict[str, _Reached] = {}
    reader.read_ahead(front, incoming=True)
    for id_ in sorted(front):
        edges = edges_at(reader, id_)
        cost = front[id_].cost + log1p(len(edges))
        for edge in edges:
            node = other_end(edge, id_)
            if node.startswith("page/") and node not in ends:
                continue
            if node not in reached and (node not in fresh or cost < fresh[node].cost):
                fresh[node] = _Reached(cost, edge)
    return fresh


def _way_back(reached: dict[str, _Reached], id_: str) -> Iterator[Edge]:
    while (edge := reached[id_].via) is not None:
        yield edge
        id_ = other_end(edge, id_)
