"""Several nodes in, the smallest part of the graph that joins them all out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain
from math import inf, log1p
from typing import TYPE_CHECKING

from kg.lookup.facts import Fact, facts_of
from kg.lookup.walk import other_end, strongest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.store.reader import Edge, Reader


def connect(reader: Reader, ids: Sequence[str]) -> tuple[Fact, ...]:
    """Return the facts of a small tree that joins all of some nodes; empty where there is none.

    They come in the order of a walk: from the first of `ids` along each branch to its end. A node
    costs the logarithm of its edges, half of it on the way in and half on the way out, so that a
    detour over what few papers have is taken rather than the short way through what all have. The
    tree is at most twice as long as the shortest: it is the least spanning tree of the shortest
    ways between the nodes (Mehlhorn, "A faster approximation algorithm for the Steiner problem in
    graphs", 1988). Around every node the graph is read only as far as it takes to meet the others.
    Pages are no way through.
    """
    reader.follow_ahead()
    ways = _spanning(_Search(reader, ids), len(set(ids)))
    edges = _walk(ids[0], chain.from_iterable(ways)) if ways else ()
    return tuple(facts_of(reader, edges))


def _spanning(search: _Search, number: int) -> list[list[Edge]]:
    """Return the cheapest ways that join all of `number` ends; empty where some stay apart."""
    groups: dict[str, set[str]] = {}
    ways: list[list[Edge]] = []
    for one, other, way in search.meetings():
        ours, theirs = groups.get(one, {one}), groups.get(other, {other})
        if other not in ours:
            ways.append(way)
            groups.update(dict.fromkeys(ours | theirs, ours | theirs))
        if len(ways) == number - 1:
            return ways
    return []


@dataclass(frozen=True, slots=True)
class _Settled:
    """A node that the search has come to: from which end, how far, over which edge, and its cost.

    `far` is counted to its middle: half of its cost is behind it, half of it ahead.
    """

    end: str
    far: float
    half: float
    via: Edge | None


class _Search:
    """The ground around some ends, taken in from all of them at once, nearest first (Dijkstra).

    Passing through a node costs the logarithm of its edges; the ends cost nothing.
    """

    def __init__(self, reader: Reader, ends: Collection[str]) -> None:
        self._reader, self._ends = reader, sorted(set(ends))
        self._settled: dict[str, _Settled] = {}
        self._around: dict[str, dict[str, Edge]] = {}
        self._fronts: list[tuple[float, str, str, Edge]] = []
        self._ripe: list[tuple[float, str, _Settled]] = []
        self._met: list[tuple[float, str, str, Edge]] = []

    def meetings(self) -> Iterator[tuple[str, str, list[Edge]]]:
        """Yield pairs of ends and the edges of a way between them, the cheapest ways first."""
        for end in self._ends:
            self._look_around(end)
            self._settle(end, _Settled(end, 0.0, 0.0, None))
        while self._fronts or self._ripe:
            # A way that is not met yet has a middle that is not reached yet.
            yield from self._ways(2 * self._go_on())
        yield from self._ways(inf)

    def _ways(self, longest: float) -> Iterator[tuple[str, str, list[Edge]]]:
        while self._met and self._met[0][0] <= longest:
            _, one, other, edge = heappop(self._met)
            way = [*self._way_back(one), edge, *self._way_back(other)]
            yield self._settled[one].end, self._settled[other].end, way

    def _way_back(self, id_: str) -> Iterator[Edge]:
        while (edge := self._settled[id_].via) is not None:
            yield edge
            id_ = other_end(edge, id_)

    def _go_on(self) -> float:
        """Take the next step; return how far the search has come from every end."""
        if self._ripe and (not self._fronts or self._ripe[0][0] <= self._fronts[0][0]):
            far, id_, settled = heappop(self._ripe)
            self._settle(id_, settled)
        else:
            far, id_, end, edge = heappop(self._fronts)
            if id_ not in self._around:
                half = log1p(len(self._look_around(id_))) / 2
                heappush(self._ripe, (far + half, id_, _Settled(end, far + half, half, edge)))
        return far

    def _look_around(self, id_: str) -> dict[str, Edge]:
        self._around[id_] = strongest(self._reader, id_)
        return self._around[id_]

    def _settle(self, id_: str, here: _Settled) -> None:
        """Go on from a node, and note where this meets what was reached from another end."""
        self._settled[id_] = here
        for node, edge in self._around[id_].items():
            there = self._settled.get(node)
            if there and there.end != here.end:
                length = here.far + here.half + there.half + there.far
                heappush(self._met, (length, id_, node, edge))
            elif node not in self._around and not node.startswith("page/"):
                heappush(self._fronts, (here.far + here.half, node, here.end, edge))


def _walk(start: str, edges: Iterable[Edge]) -> Iterator[Edge]:
    """Yield the edges of a tree from a node on, each branch to its end."""
    at: defaultdict[str, set[Edge]] = defaultdict(set)
    for edge in edges:
        at[edge.subject].add(edge)
        at[edge.object].add(edge)
    ahead = [(start, edge) for edge in sorted(at[start], reverse=True)]
    while ahead:
        here, edge = ahead.pop()
        yield edge
        there = other_end(edge, here)
        ahead += [(there, next_) for next_ in sorted(at[there] - {edge}, reverse=True)]
