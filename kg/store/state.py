"""What a server keeps beside the graph, read: what the whole was made of, and of what it consists.

For a base ``https://example.org/kg/`` it stands in the graph ``https://example.org/kg/state``: of
the whole its version, and the mark of a build that is publishing; of each graph its digest and
size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.store.paging import all_rows, number
from kg.store.quads import is_iri
from kg.store.versions import FORMAT, Version
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.store.endpoint import Endpoint

_VOID = "http://rdfs.org/ns/void#"
OURS = f"<{PREFIXES['dcterms']}conformsTo> <{PREFIXES['kg']}>"
"""What tells a state of kg from everything else that may be on a server."""
MARK = f"{PREFIXES['schema']}creativeWorkStatus"
DIGEST, SIZE = f"{PREFIXES['schema']}sha256", f"{_VOID}triples"
VERSION, PAPERS = f"{PREFIXES['dcterms']}identifier", f"{_VOID}documents"
LAYOUT = f"{PREFIXES['schema']}schemaVersion"


class State(NamedTuple):
    """The version of a graph, None with a `problem` that says why, and the mark there is or ""."""

    base: str
    version: Version | None
    mark: str = ""
    problem: str = ""


def state_graph(base: str) -> str:
    """Return the IRI of the graph that holds the state of the graph of a base.

    >>> state_graph("https://example.org/kg/")
    'https://example.org/kg/state'
    """
    return f"{base}state"


def states(endpoint: Endpoint) -> dict[str, State]:
    """Return the states of all graphs of kg that are on a server, by their bases."""
    pattern = f"GRAPH ?state {{ ?state {OURS} ; ?p ?o }}"
    said: dict[str, dict[str, str]] = {}
    for state, property_, value in all_rows(endpoint, "?state ?p ?o", pattern):
        said.setdefault(state.value, {})[property_.value] = value.value
    return {
        base: _state(base, values)
        for graph, values in said.items()
        if state_graph(base := graph.removesuffix("state")) == graph and is_iri(base)
    }


def _state(base: str, values: Mapping[str, str]) -> State:
    mark = values.get(MARK, "")
    size, papers = values.get(SIZE, ""), values.get(PAPERS, "")
    if VERSION not in values:
        return State(base, None, mark, "holds a part of a graph only")
    if values.get(LAYOUT) != str(FORMAT) or not (size.isdecimal() and papers.isdecimal()):
        return State(base, None, mark, "is of another version of kg")
    return State(base, Version(values[VERSION], base, int(size), int(papers)), mark)


def entered(endpoint: Endpoint, base: str) -> dict[str, tuple[str, int]]:
    """Return the graphs that the state of a base tells of, each with its digest and size."""
    pattern = f"GRAPH <{state_graph(base)}> {{ ?g <{DIGEST}> ?d ; <{SIZE}> ?n }}"
    rows = all_rows(endpoint, "?g ?d ?n", pattern)
    return {graph.value: (digest.value, number(endpoint, size)) for graph, digest, size in rows}
