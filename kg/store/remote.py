"""A graph on a server, read as if it were here: what is asked for is fetched once and kept.

A pattern is answered from a store in memory, after all quads of its subject, its object, its graph
or its predicate have been fetched. Who knows what will be read next says so (`RemoteStore.fetch`),
and a walk over many nodes costs a few requests.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.endpoint import RESULTS, TRIPLES
from kg.store.paging import PAGE, all_rows, graph_sizes, not_sparql, own, solutions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.store.endpoint import Endpoint
    from kg.store.paging import Term

_AT_ONCE = {"?g": 50, "?s": 300, "?o": 300, "?p": 300}
"""Place in a quad → how many terms to ask for in one request: a graph holds some 200 triples."""
_NO_UNION = (
    "its default graph is not the union of the named ones, which a query asks here; start "
    "Oxigraph with --union-default-graph, set tdb2:unionDefaultGraph in Fuseki"
)


class RemoteStore:
    """What a `pyoxigraph.Store` offers for reading, for the graph of one base on a server.

    Graphs of others that are there are not seen, but by `query`. All methods raise `StoreError`
    where the server does not answer as it should.
    """

    def __init__(self, endpoint: Endpoint, base: str, state: str) -> None:
        self._endpoint, self._base, self._state = endpoint, base, state
        self._here = ox.Store()
        self._fetched: set[tuple[str, Term]] = set()
        self._has_all = self._has_union = False

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | None,
        predicate: ox.NamedNode | None,
        object_: Term | None,
        graph: ox.NamedNode | None,
    ) -> Iterator[ox.Quad]:
        """Return the quads of a pattern, None standing for anything; in no order."""
        if predicate is None or ("?p", predicate) not in self._fetched:
            self._fetch_for(subject, predicate, object_, graph)
        return self._here.quads_for_pattern(subject, predicate, object_, graph)

    def _fetch_for(
        self,
        subject: ox.NamedNode | None,
        predicate: ox.NamedNode | None,
        object_: Term | None,
        graph: ox.NamedNode | None,
    ) -> None:
        """Fetch what a pattern is answered from."""
        if subject is not None:
            if not self._is_within_fetched(subject):
                self.fetch(subjects=[subject])
        elif graph is not None and (object_ is not None or predicate is None):
            # Whoever looks for something in one graph goes on to read there.
            self.fetch(graphs=[graph])
        elif object_ is not None:
            self.fetch(objects=[object_])
        elif predicate is not None:
            self.fetch(predicates=[predicate])
        else:
            self.fetch_all()

    def fetch(
        self,
        *,
        subjects: Iterable[Term] = (),
        predicates: Iterable[Term] = (),
        objects: Iterable[Term] = (),
        graphs: Iterable[Term] = (),
    ) -> None:
        """Fetch all quads with one of these terms in its place, of what is not here already."""
        wanted = {"?s": subjects, "?p": predicates, "?o": objects, "?g": graphs}
        lacking = {name: iter(self._lacking(name, terms)) for name, terms in wanted.items()}
        while chosen := {
            name: some
            for name, terms in lacking.items()
            if (some := list(islice(terms, _AT_ONCE[name])))
        }:
            self._keep(_any_of(chosen))
            self._fetched.update((name, term) for name, terms in chosen.items() for term in terms)

    def fetch_all(self) -> ox.Store:
        """Fetch the whole graph, if it is not here already; return a store that holds it."""
        sizes = {} if self._has_all else graph_sizes(self._endpoint, self._base)
        for graphs in _portions(sizes):
            self._keep(_any_of({"?g": [ox.NamedNode(graph) for graph in graphs]}))
        self._has_all = True
        return self._here

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str],
        use_default_graph_as_union: bool = False,
        default_graph: Sequence[ox.NamedNode] = (),
        named_graphs: Sequence[ox.NamedNode] = (),
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Have the server answer a query; the arguments are those of `pyoxigraph.Store.query`.

        Raises SyntaxError where it is no query, before it is sent.
        """
        # Nothing is found in an empty store, but what sort of query it is.
        sort = type(ox.Store().query(text, prefixes=dict(prefixes)))
        if use_default_graph_as_union:
            self._need_union()
        # On one line, so that the lines that the server counts are those of the text.
        known = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in prefixes.items())
        graphs = [("default-graph-uri", graph.value) for graph in default_graph]
        graphs += [("named-graph-uri", graph.value) for graph in named_graphs]
        accepted = TRIPLES if sort is ox.QueryTriples else RESULTS
        document = self._endpoint.whole(known + text, accepted, graphs)
        return self._triples(document) if sort is ox.QueryTriples else self._found(document, sort)

    def _found(self, document: bytes, sort: type) -> ox.QuerySolutions | ox.QueryBoolean:
        if sort is ox.QuerySolutions:
            return solutions(self._endpoint, document)
        return _truth(self._endpoint, document)

    def _triples(self, document: bytes) -> ox.QueryTriples:
        found = ox.Store()
        try:
            found.load(document, ox.RdfFormat.N_TRIPLES)
        except SyntaxError as error:
            raise not_sparql(self._endpoint, error) from error
        return cast("ox.QueryTriples", found.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"))

    def _need_union(self) -> None:
        if not self._has_union:
            document = self._endpoint.query(f"ASK {{ <{self._state}> ?p ?o }}", RESULTS)
            self._has_union = bool(_truth(self._endpoint, document))
        if not self._has_union:
            raise StoreError(self._endpoint.url, _NO_UNION)

    def _lacking(self, name: str, terms: Iterable[Term]) -> list[Term]:
        if self._has_all:
            return []
        return [term for term in dict.fromkeys(terms) if (name, term) not in self._fetched]

    def _is_within_fetched(self, subject: ox.NamedNode) -> bool:
        """Return whether a subject of a paper or page has come with the one graph that it is in."""
        if not subject.value.startswith((f"{self._base}paper/", f"{self._base}page/")):
            return False
        quad = next(self._here.quads_for_pattern(subject, None, None, None), None)
        return quad is not None and ("?g", quad.graph_name) in self._fetched

    def _keep(self, pattern: str) -> None:
        rows = all_rows(self._endpoint, "?s ?p ?o ?g", f"{pattern} {own(self._base)}")
        try:
            self._here.extend(ox.Quad(*row) for row in rows)  # type: ignore[arg-type]
        except TypeError as error:
            raise not_sparql(self._endpoint, error) from error


def _any_of(chosen: Mapping[str, Iterable[Term]]) -> str:
    """Return the pattern of the quads that have one of some terms in a place."""
    return " UNION ".join(
        f"{{ VALUES {name} {{ {' '.join(map(str, terms))} }} GRAPH ?g {{ ?s ?p ?o }} }}"
        for name, terms in chosen.items()
    )


def _portions(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield graphs, as many together as fill a page."""
    portion: list[str] = []
    filled = 0
    for graph, size in sizes.items():
        if portion and (filled + size > PAGE or len(portion) == _AT_ONCE["?s"]):
            yield portion
            portion, filled = [], 0
        portion.append(graph)
        filled += size
    if portion:
        yield portion


def _truth(endpoint: Endpoint, document: bytes) -> ox.QueryBoolean:
    """Return the answer to an ASK; of Virtuoso, which answers as to a SELECT, too."""
    try:
        found = ox.parse_query_results(document, ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return found
        said = any(value.value not in ("0", "false") for row in found for value in row)
    except SyntaxError as error:
        raise not_sparql(endpoint, error) from error
    return cast("ox.QueryBoolean", ox.Store().query(f"ASK {{ FILTER ({str(said).lower()}) }}"))
