"""The graph in force, read a few triples at a time: ids and relations in, plain values out."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Self, cast

from pyoxigraph import Literal, NamedNode, Store

from kg.model import Entity, Evidence, Listing, Page, Paper, Span
from kg.store.places import versions_at
from kg.store.quads import ENTITIES_GRAPH, is_iri, term
from kg.vocabulary import KINDS, METHOD_RELATIONS, RELATIONS, expand, relation_iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pyoxigraph import Quad

    from kg.model import Field
    from kg.store.endpoint import Endpoint
    from kg.store.places import Place
    from kg.store.remote import RemoteStore
    from kg.store.versions import Version

_RELATIONS = {relation_iri(name): name for name in RELATIONS}
_NAMES = ("dcterms:title", "skos:prefLabel", "skos:altLabel")
_OF_NODES = ("kg:mainKind", "dcterms:date", "schema:item", *_NAMES)
_KIND_OF_TYPE = {term(kind.types[0]).value: kind.name for kind in KINDS.values()}
_REMEMBERED = 1 << 14
_SPAN = re.compile(r"/(title|abstract)#char=(\d+),(\d+)")


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """One direct triple between two ids."""

    subject: str
    relation: str
    object: str


class Reader:
    """The version in force under an output folder or on a server, open until `close`.

    Raises `StoreError` where there is none. What it costs to read around a node is its degree,
    whatever the size of the graph. Edges that were read from a text less surely than
    `min_confidence` are as if they were not there.
    """

    def __init__(self, place: Place, min_confidence: float = 0.0) -> None:
        self.store: Store | RemoteStore
        self.version: Version
        self._lock: IO[bytes] | Endpoint
        self._versions = versions_at(place)
        self.store, self.version, self._lock = self._versions.open()
        self._base = self.version.base
        self.min_confidence = min_confidence
        self._followed: dict[str, list[Edge]] | None = None
        # A version never changes, and a paper is asked for with each of its edges.
        self._said_of = lru_cache(_REMEMBERED)(self._read_said_of)
        self._values = lru_cache(_REMEMBERED)(self._read_values)
        self._scanned: dict[str, dict[str, list[str]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the version go; a later build may then remove it."""
        self._lock.close()

    def read_ahead(self, ids: Iterable[str], *, incoming: bool = False) -> None:
        """Say which nodes will be read and, with `incoming`, that what points to them will be too.

        A server is then asked once for all of them. Of a graph on this disk nothing is read ahead.
        """
        if isinstance(self.store, Store):
            return
        wanted = sorted(set(ids))
        papers = [id_ for id_ in wanted if id_.startswith("paper/")]
        # All that is said of a paper or page, and all evidence in a paper, is one named graph.
        graphs = dict.fromkeys(id_ for id_ in wanted if id_.startswith(("paper/", "page/")))
        self.store.fetch(
            subjects=(self.node(id_) for id_ in wanted if id_ not in graphs),
            objects=map(self.node, wanted if incoming else papers),
            graphs=(self.node(f"graph/{id_}") for id_ in graphs),
        )
        listed = NamedNode(relation_iri("listedOn"))
        pages = {_value(quad) for id_ in papers for quad in self.quads(self.node(id_), listed)}
        self.store.fetch(graphs=(self.node(f"graph/{self.id_of(page)}") for page in sorted(pages)))

    def read_all_ahead(self) -> None:
        """Say that all nodes and edges will be read, but of few where in their texts.

        A server is then asked for names, kinds and edges only: most of a graph is evidence.
        """
        if not isinstance(self.store, Store):
            self._scan_ahead(_RELATIONS)
            self._scan_ahead(map(expand, _OF_NODES))
            self.store.fetch(subjects=map(self.node, self.ids("paper")))

    def follow_ahead(self) -> None:
        """Say that edges will be followed, who knows how far; a server is asked for all at once."""
        if self._followed is None and not isinstance(self.store, Store):
            followed: dict[str, list[Edge]] = {}
            for edge in self.edges():
                followed.setdefault(edge.subject, []).append(edge)
                followed.setdefault(edge.object, []).append(edge)
            self._followed = followed

    def local(self) -> Store:
        """Return a store on this machine that holds the whole graph; of a server's, all is fetched.

        Who is going to read all of it has it fetched at once by this.
        """
        return self.store if isinstance(self.store, Store) else self.store.fetch_all()

    def _scan_ahead(self, predicates: Iterable[str]) -> None:
        if not isinstance(self.store, Store):
            self.store.fetch(predicates=map(NamedNode, predicates))

    def is_in_force(self) -> bool:
        """Return whether no build has put another version in force since this one was opened."""
        return self._versions.current() in (self.version, None)

    def node(self, id_: str) -> NamedNode:
        """Return the node of an id."""
        return NamedNode(self._base + id_)

    def id_of(self, iri: str) -> str:
        """Return the id in an IRI of this graph, or the IRI itself where it is another's."""
        return iri.removeprefix(self._base)

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | Literal | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of a pattern, None standing for anything; in no order.

        Raises `StoreError` where a data file turns out to be damaged.
        """
        try:
            yield from self.store.quads_for_pattern(subject, predicate, object_, graph)
        except (OSError, RuntimeError) as error:
            raise self._versions.damaged(error) from error

    def _subject(self, quad: Quad) -> str:
        return self.id_of(cast("NamedNode", quad.subject).value)

    def values(self, id_: str, curie: str) -> list[str]:
        """Return the values of a property of a node, sorted: literals' texts, nodes' IRIs."""
        if curie in self._scanned:
            return list(self._scanned[curie].get(id_, ()))
        if id_.startswith("paper/"):
            return list(self._said_of(id_).get(expand(curie), ()))
        return list(self._values(id_, curie))

    def scan(self, *curies: str) -> None:
        """Read some properties of all nodes in one pass each, for who asks for those of most.

        Of a graph on a server nothing is scanned: what `read_all_ahead` has fetched is at hand.
        """
        for curie in curies if isinstance(self.store, Store) else ():
            if curie not in self._scanned:
                found: defaultdict[str, set[str]] = defaultdict(set)
                for quad in self.quads(None, term(curie)):
                    found[self._subject(quad)].add(_value(quad))
                self._scanned[curie] = {id_: sorted(values) for id_, values in found.items()}

    def _read_values(self, id_: str, curie: str) -> list[str]:
        found = self.quads(self.node(id_), term(curie))
        return sorted({_value(quad) for quad in found})

    def _read_said_of(self, id_: str) -> dict[str, list[str]]:
        """Return all properties of a paper or of a part of it at once: there are few."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for quad in self.quads(self.node(id_)):
            found[quad.predicate.value].add(_value(quad))
        return {iri: sorted(values) for iri, values in found.items()}

    def value(self, id_: str, curie: str) -> str:
        """Return the first value of a property, or ""."""
        return next(iter(self.values(id_, curie)), "")

    def has(self, id_: str) -> bool:
        """Return whether a node of the graph has this id, whatever text it is."""
        return is_iri(self._base + id_) and bool(self.values(id_, "kg:mainKind"))

    def kind(self, id_: str) -> str:
        """Return the main kind of a node, or "" for an unknown id."""
        return _KIND_OF_TYPE.get(self.value(id_, "kg:mainKind"), "")

    def name(self, id_: str) -> str:
        """Return what a node is called: a paper's title, anything else's preferred label."""
        property_ = "dcterms:title" if id_.startswith("paper/") else "skos:prefLabel"
        return self.value(id_, property_)

    def entity(self, id_: str) -> Entity:
        """Return an entity or a page by its id."""
        main = self.kind(id_)
        types = self.values(id_, "rdf:type")
        others = {_KIND_OF_TYPE[iri] for iri in types if iri in _KIND_OF_TYPE} - {main}
        aliases = tuple(self.values(id_, "skos:altLabel"))
        url = self.value(id_, "schema:codeRepository")
        return Entity(id_, (main, *sorted(others)), self.name(id_), aliases, url)

    def paper(self, id_: str) -> Paper:
        """Return a paper by its id, as its sources gave it."""
        authors, year = self.value(id_, "kg:authorList"), self.value(id_, "dcterms:issued")
        return Paper(
            id_,
            self.value(id_, "dcterms:title"),
            self.value(id_, "dcterms:abstract"),
            arxiv_id=self.value(id_, "fabio:hasArXivId"),
            doi=self.value(id_, "prism:doi"),
            year=int(year) if year else None,
            url=self.value(id_, "schema:url"),
            authors=tuple(authors.split("; ")) if authors else (),
            venue=self.value(id_, "prism:publicationName"),
            listings=tuple(sorted(self._listings(id_))),
        )

    def _listings(self, id_: str) -> Iterator[Listing]:
        for quad in self.quads(None, term("schema:item"), self.node(id_)):
            page_id, _, rank = self._subject(quad).rpartition("#")
            page = Page(page_id, self.name(page_id), self.value(page_id, "dcterms:date"))
            yield Listing(page, int(rank))

    def same_as(self, id_: str) -> Iterator[str]:
        """Yield the IRIs under which others know a paper, sorted."""
        yield from self.values(id_, "schema:sameAs")

    def ids(self, kind: str, *, mainly: bool = False) -> list[str]:
        """Return the ids of all nodes of a kind, or of those that it is the main one of, sorted."""
        property_ = term("kg:mainKind" if mainly else "rdf:type")
        found = self.quads(None, property_, term(KINDS[kind].types[0]), None)
        return sorted({self._subject(quad) for quad in found})

    def ids_of_keys(self, *keys: str) -> list[str]:
        """Return the ids of the nodes that answer to any of some keys, sorted."""
        values = list(map(Literal, keys))
        if not isinstance(self.store, Store):
            self.store.fetch(objects=values)
        found = (quad for value in values for quad in self.quads(None, term("kg:key"), value))
        return sorted({self._subject(quad) for quad in found})

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield every name of every node with its id: titles, labels, aliases; in no order."""
        self._scan_ahead(map(expand, _NAMES))
        for curie in _NAMES:
            for quad in self.quads(None, term(curie)):
                id_ = self._subject(quad)
                if curie != "dcterms:title" or id_.startswith("paper/"):  # a data set's label again
                    yield _value(quad), id_

    def edges_from(self, id_: str) -> list[Edge]:
        """Return the edges that leave a node, sorted."""
        if self._followed is not None:
            return sorted(edge for edge in self._followed.get(id_, ()) if edge.subject == id_)
        found = {
            Edge(id_, relation, self.id_of(_value(quad)))
            for quad in self.quads(self.node(id_))
            if (relation := _RELATIONS.get(quad.predicate.value))
        }
        return self._sure(sorted(found))

    def edges_to(self, id_: str) -> list[Edge]:
        """Return the edges that reach a node, sorted."""
        if self._followed is not None:
            return sorted(edge for edge in self._followed.get(id_, ()) if edge.object == id_)
        kinds = set(self.entity(id_).kinds)
        found = {
            Edge(self._subject(quad), name, id_)
            for name, relation in RELATIONS.items()
            if kinds & set(relation.range)
            for quad in self.quads(None, NamedNode(relation_iri(name)), self.node(id_))
        }
        return self._sure(sorted(found))

    def degree(self, id_: str) -> int:
        """Return the number of edges at a node."""
        return len(self.edges_from(id_)) + len(self.edges_to(id_))

    def edges(self, relations: Collection[str] = ()) -> Iterator[Edge]:
        """Yield every edge of the graph, or of some relations, relation by relation."""
        wanted = {
            iri: name for iri, name in _RELATIONS.items() if not relations or name in relations
        }
        self._scan_ahead(wanted)
        for iri, name in wanted.items():
            found = (
                Edge(self._subject(quad), name, self.id_of(_value(quad)))
                for quad in self.quads(None, NamedNode(iri))
            )
            # Several papers may say the same of two methods.
            yield from self._sure(dict.fromkeys(found) if name in METHOD_RELATIONS else found)

    def _sure(self, edges: Iterable[Edge]) -> list[Edge]:
        """Return the edges that are sure enough, as is what was not read from a text."""
        edges = list(edges)
        if not self.min_confidence:
            return edges
        self.read_ahead(paper for edge in edges for paper in self.papers_of(edge))
        return [edge for edge in edges if self._is_sure(edge)]

    def _is_sure(self, edge: Edge) -> bool:
        read = [one.confidence for id_ in self.papers_of(edge) for one in self.evidence(edge, id_)]
        return not read or max(read) >= self.min_confidence

    def papers_of(self, edge: Edge) -> list[str]:
        """Return the papers whose texts may say what an edge says, sorted."""
        if edge.subject.startswith("paper/"):
            return [edge.subject]
        relation = NamedNode(relation_iri(edge.relation))
        return self._papers_with(
            self.quads(self.node(edge.subject), relation, self.node(edge.object))
        )

    def papers_where(self, curie: str, id_: str) -> list[str]:
        """Return the papers of which some part has a node by a property, sorted."""
        return self._papers_with(self.quads(None, term(curie), self.node(id_)))

    def _papers_with(self, quads: Iterable[Quad]) -> list[str]:
        """Return the papers in whose named graphs some quads stand, sorted."""
        graphs = {self.id_of(cast("NamedNode", quad.graph_name).value) for quad in quads}
        papers = (graph.removeprefix("graph/") for graph in graphs)
        return sorted(paper for paper in papers if paper.startswith("paper/"))

    def evidence(self, edge: Edge, paper: str) -> list[Evidence]:
        """Return where in a paper an edge was read, in the order of the text."""
        here = self.node(f"graph/{paper}")
        supported = relation_iri(edge.relation)
        mentions = self.quads(None, term("itsrdf:taIdentRef"), self.node(edge.object), here)
        try:
            return sorted(
                self._evidence(id_)
                for id_ in map(self._subject, mentions)
                if supported in self.values(id_, "kg:supports")
                and (paper == edge.subject or self._is_about(id_, edge.subject))
            )
        except ValueError as error:
            # Part of a graph that is being published is not there yet.
            raise self._versions.damaged(error) from error

    def _is_about(self, mention: str, id_: str) -> bool:
        return self._base + id_ in self.values(mention, "rdf:subject")

    def _evidence(self, id_: str) -> Evidence:
        span = _span(id_)
        sentence = _span(self.value(id_, "nif:sentence"))
        confidence = float(self.value(id_, "itsrdf:taConfidence") or 1)
        return Evidence(
            span.field, span.start, span.end, sentence, confidence, self.value(id_, "kg:rule")
        )

    def agent(self) -> str:
        """Return the version of the pipeline that read the papers, or ""."""
        graph = self.node(ENTITIES_GRAPH)
        found = self.quads(None, term("schema:softwareVersion"), None, graph)
        return min(map(_value, found), default="")


def _value(quad: Quad) -> str:
    """Return the text of a literal or the IRI of a node; the graph has no other objects."""
    return cast("NamedNode | Literal", quad.object).value


def _span(id_: str) -> Span:
    """Return the span that the id of a NIF string names."""
    found = _SPAN.search(id_)
    if found is None:
        raise ValueError(f"{id_!r} names no place in a text")
    field, start, end = found.groups()
    return Span(cast("Field", field), int(start), int(end))
