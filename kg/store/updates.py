"""What the graph should be and what is on a server in, the updates between them out.

Every one of them is carried out only where the mark of its build stands in the state. A graph that
is to be replaced is first struck off the state, and entered when it is whole again.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.store.state import DIGEST, LAYOUT, MARK, OURS, PAPERS, SIZE, VERSION, state_graph
from kg.store.versions import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Quad

    from kg.store.versions import Version

_BATCH = 1000
"""Triples in one request: there are servers that refuse five times as many."""


def by_graph(quads: Iterable[Quad]) -> dict[str, list[str]]:
    """Return the triples of every named graph as SPARQL writes them, sorted, each once."""
    graphs: dict[str, set[str]] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            graphs.setdefault(quad.graph_name.value, set()).add(str(quad.triple))
    return {graph: sorted(triples) for graph, triples in graphs.items()}


class Updates:
    """The requests of the build that has a mark, for the graph of a base."""

    def __init__(self, base: str, mark: str) -> None:
        self._state = f"<{state_graph(base)}>"
        self._mark = f"<{MARK}> {Literal(mark)}"
        self._if_ours = f"GRAPH {self._state} {{ {self._state} {self._mark} }}"

    def begin(self) -> str:
        """Return what puts the mark in the place of any other."""
        other = f"GRAPH {self._state} {{ {self._state} <{MARK}> ?other }}"
        ours = f"GRAPH {self._state} {{ {self._state} {OURS} ; {self._mark} }}"
        # Two operations: with OPTIONAL in one, Virtuoso does nothing.
        return f"DELETE {{ {other} }} WHERE {{ {other} }} ;\nINSERT DATA {{ {ours} }}"

    def between(self, graphs: Mapping[str, list[str]], there: Mapping[str, str]) -> Iterator[str]:
        """Yield what makes the graphs that are there, by their digests, those that should be."""
        yield from _packed(self._operations(graphs, there))

    def end(self, version: Version) -> str:
        """Return what enters the version and takes the mark away."""
        said = f"GRAPH {self._state} {{ {self._state} ?p ?o }}"
        facts = {
            VERSION: Literal(version.digest),
            SIZE: Literal(version.quads),
            PAPERS: Literal(version.papers),
            LAYOUT: Literal(str(FORMAT)),
        }
        written = " ; ".join((OURS, *(f"<{iri}> {fact}" for iri, fact in facts.items())))
        known = f"GRAPH {self._state} {{ {self._state} {written} }}"
        return f"DELETE {{ {said} }} INSERT {{ {known} }} WHERE {{ {said} {self._if_ours} }}"

    def _operations(
        self, graphs: Mapping[str, list[str]], there: Mapping[str, str]
    ) -> Iterator[tuple[str, int]]:
        """Yield operations in their order, each with the number of triples it sends."""
        digests = {graph: _digest(triples) for graph, triples in graphs.items()}
        for graph in sorted(there.keys() | digests):
            if there.get(graph) != digests.get(graph):
                if graph in there:
                    yield self._without(f"GRAPH {self._state} {{ <{graph}> ?p ?o }}"), 1
                    yield self._without(f"GRAPH <{graph}> {{ ?s ?p ?o }}"), 1
                if graph in graphs:
                    yield from self._whole(graph, graphs[graph], digests[graph])

    def _whole(self, graph: str, triples: list[str], digest: str) -> Iterator[tuple[str, int]]:
        for place in range(0, len(triples), _BATCH):
            some = triples[place : place + _BATCH]
            yield self._with(f"GRAPH <{graph}> {{ {' . '.join(some)} }}"), len(some)
        entry = f"<{DIGEST}> {Literal(digest)} ; <{SIZE}> {Literal(len(triples))}"
        yield self._with(f"GRAPH {self._state} {{ <{graph}> {entry} }}"), 1

    def _without(self, pattern: str) -> str:
        return f"DELETE {{ {pattern} }} WHERE {{ {pattern} {self._if_ours} }}"

    def _with(self, pattern: str) -> str:
        return f"INSERT {{ {pattern} }} WHERE {{ {self._if_ours} }}"


def _digest(triples: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(triples).encode()).hexdigest()


def _packed(operations: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Yield requests of several operations, in their order, with no more triples than `_BATCH`."""
    request: list[str] = []
    filled = 0
    for text, triples in operations:
        if request and filled + triples > _BATCH:
            yield " ;\n".join(request)
            request, filled = [], 0
        request.append(text)
        filled += triples
    if request:
        yield " ;\n".join(request)
