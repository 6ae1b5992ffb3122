"""Resolved papers in, RDF quads out: one named graph per paper, per page, and two shared ones.

Shape (see the README's *RDF*): a statement is one direct triple; its evidence are NIF phrases in
the same graph that point at the entity, at the relation they support, and at their sentence. Where
the statement is not about the paper itself, they also point at its subject.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from kg.names import entity_key, title_key
from kg.store import lpwc
from kg.store.spans import mention_id, result_id, span_id
from kg.vocabulary import BASE, CLASSES, KINDS, expand, relation_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import (
        ClaimedResult,
        Entity,
        Evidence,
        Field,
        Listing,
        Page,
        Paper,
        PaperFacts,
        Resolved,
        Span,
        Statement,
    )

ENTITIES_GRAPH, THEMES_GRAPH = "graph/entities", "graph/themes"
_SCHEME = "themes"
_DATE_TYPES = (
    (re.compile(r"--\d\d-\d\d"), "xsd:gMonthDay"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "xsd:date"),
    (re.compile(r"\d{4}"), "xsd:gYear"),
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://[^/]")


def term(curie: str) -> NamedNode:
    """Return the node of a prefixed name.

    >>> term("skos:prefLabel").value
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    return NamedNode(expand(curie))


def is_iri(text: str) -> bool:
    """Return whether `text` can stand as an absolute IRI.

    >>> is_iri("https://arxiv.org/abs/1706.03762"), is_iri("see https://x.org"), is_iri("x")
    (True, False, False)
    """
    if not _ABSOLUTE.match(text):
        return False
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def _date(text: str) -> Literal:
    for pattern, datatype in _DATE_TYPES:
        if pattern.fullmatch(text):
            return Literal(text, datatype=term(datatype))
    return Literal(text)


def _decimal(value: str) -> Literal:
    return Literal(value, datatype=term("xsd:decimal"))


def decimal(confidence: float) -> str:
    """Return a confidence as the decimal numeral that the graph holds.

    >>> decimal(0.97), decimal(1.0)
    ('0.97', '1')
    """
    return f"{confidence:.4f}".rstrip("0").rstrip(".")


class QuadWriter:
    """Turns resolved values into quads under one base IRI; `agent` names the pipeline version."""

    def __init__(self, base: str = BASE, agent: str = "") -> None:
        self._base, self._agent = base, agent

    def node(self, id_: str) -> NamedNode:
        """Return the node of an id, its IRI being base plus id."""
        return NamedNode(self._base + id_)

    def quads(self, resolved: Resolved) -> Iterator[Quad]:
        """Yield every quad of the graph; the same values give the same quads in the same order."""
        for entity in resolved.entities:
            yield from self._in(ENTITIES_GRAPH, self._entity(entity))
        if self._agent:
            yield from self._in(ENTITIES_GRAPH, self._agent_triples())
        yield from self._in(THEMES_GRAPH, self._scheme(resolved))
        names = {entity.id: entity.name for entity in resolved.entities}
        pages: defaultdict[Page, list[tuple[Listing, str]]] = defaultdict(list)
        for facts in resolved.facts:
            for listing in facts.paper.listings:
                pages[listing.page].append((listing, facts.paper.id))
            graph = f"graph/{facts.paper.id}"
            yield from self._in(graph, self._paper(facts))
            yield from self._in(graph, map(self._said, lpwc.of_paper(facts, names)))
        for page, listings in sorted(pages.items()):
            yield from self._in(f"graph/{page.id}", self._page(page, sorted(listings)))

    def _in(self, graph: str, triples: Iterable[_Triple]) -> Iterator[Quad]:
        name = self.node(graph)
        for subject, predicate, object_ in triples:
            yield Quad(subject, predicate, object_, name)

    def _agent_node(self) -> NamedNode:
        return self.node(f"agent/{self._agent}")

    def _agent_triples(self) -> Iterator[_Triple]:
        yield from self._typed(self._agent_node(), "agent")
        yield self._agent_node(), term("schema:softwareVersion"), Literal(self._agent)

    def _said(self, saying: lpwc.Saying) -> _Triple:
        value = saying.value
        objects = {"id": self.node, "term": term}
        make = objects.get(saying.type, lambda text: Literal(text, datatype=term(saying.type)))
        return self.node(saying.subject), term(saying.property), make(value)

    def _typed(self, node: NamedNode, *names: str) -> Iterator[_Triple]:
        """Yield the classes of a node that is of these kinds and parts."""
        for curie in dict.fromkeys(curie for name in names for curie in CLASSES[name]):
            yield node, term("rdf:type"), term(curie)

    def _entity(self, entity: Entity) -> Iterator[_Triple]:
        node = self.node(entity.id)
        yield from self._typed(node, *entity.kinds)
        yield node, term("kg:mainKind"), term(KINDS[entity.kinds[0]].types[0])
        yield node, term("skos:prefLabel"), Literal(entity.name)
        for alias in sorted({*entity.aliases, *entity.local_names}):
            yield node, term("skos:altLabel"), Literal(alias)
        keys = {entity_key(name) for name in (entity.name, *entity.aliases)} - {""}
        for key in sorted(keys):
            yield node, term("kg:key"), Literal(key)
        if is_iri(entity.url):
            yield node, term("schema:codeRepository"), NamedNode(entity.url)
            yield node, term("fabio:hasURL"), Literal(entity.url, datatype=term("xsd:anyURI"))
        yield from map(self._said, lpwc.of_entity(entity))

    def _scheme(self, resolved: Resolved) -> Iterator[_Triple]:
        scheme = self.node(_SCHEME)
        yield from self._typed(scheme, "scheme")
        for entity in resolved.entities:
            if "theme" in entity.kinds:
                yield self.node(entity.id), term("skos:inScheme"), scheme
        for statement in resolved.broader:
            yield self._direct(statement)

    def _page(self, page: Page, listings: Iterable[tuple[Listing, str]]) -> Iterator[_Triple]:
        node = self.node(page.id)
        yield from self._typed(node, "page")
        yield node, term("kg:mainKind"), term("kg:Page")
        yield node, term("skos:prefLabel"), Literal(page.name)
        if key := entity_key(page.name):
            yield node, term("kg:key"), Literal(key)
        if page.date:
            yield node, term("dcterms:date"), _date(page.date)
        for listing, paper_id in listings:
            item = self.node(f"{page.id}#{listing.rank}")
            yield node, term("schema:itemListElement"), item
            yield from self._typed(item, "item")
            yield item, term("schema:position"), Literal(listing.rank)
            yield item, term("schema:item"), self.node(paper_id)

    def _paper(self, facts: PaperFacts) -> Iterator[_Triple]:
        paper = facts.paper
        yield from self._typed(self.node(paper.id), "paper")
        yield self.node(paper.id), term("kg:mainKind"), term("kg:Paper")
        yield from self._described(paper)
        if self._agent:
            graph = self.node(f"graph/{paper.id}")
            yield from self._typed(graph, "graph")
            yield graph, term("prov:wasAttributedTo"), self._agent_node()
        for field in ("title", "abstract"):
            yield from self._context(paper, field)
        for page_id in sorted({listing.page.id for listing in paper.listings}):
            yield self.node(paper.id), NamedNode(relation_iri("listedOn")), self.node(page_id)
        yield from self._stated(facts)

    def _described(self, paper: Paper) -> Iterator[_Triple]:
        node = self.node(paper.id)
        values = [
            ("dcterms:title", paper.title),
            ("dcterms:abstract", paper.abstract),
            ("fabio:hasArXivId", paper.arxiv_id),
            ("prism:doi", paper.doi),
            ("prism:publicationName", paper.venue),
            ("kg:authorList", "; ".join(paper.authors)),
            *(("kg:key", key) for key in paper_keys(paper)),
        ]
        for curie, value in values:
            if value:
                yield node, term(curie), Literal(value)
        if paper.year is not None:
            yield node, term("dcterms:issued"), _date(f"{paper.year:04}")
        for iri in sorted(same_as(paper)):
            yield node, term("schema:sameAs"), NamedNode(iri)
        if is_iri(paper.url):
            yield node, term("schema:url"), NamedNode(paper.url)

    def _context(self, paper: Paper, field: Field) -> Iterator[_Triple]:
        text = paper.field(field)
        if not text:
            return
        node = self._context_node(paper, field)
        yield from self._span(node, "text", 0, len(text))
        yield node, term("nif:isString"), Literal(text)
        yield node, term("dcterms:isPartOf"), self.node(paper.id)

    def _context_node(self, paper: Paper, field: Field) -> NamedNode:
        return self.node(span_id(paper.id, field, 0, len(paper.field(field))))

    def _sentence_node(self, paper: Paper, span: Span) -> NamedNode:
        return self.node(span_id(paper.id, span.field, span.start, span.end))

    def _span(self, node: NamedNode, part: str, start: int, end: int) -> Iterator[_Triple]:
        yield from self._typed(node, part)
        yield node, term("nif:beginIndex"), Literal(start)
        yield node, term("nif:endIndex"), Literal(end)

    def _direct(self, statement: Statement) -> _Triple:
        relation = NamedNode(relation_iri(statement.relation))
        return self.node(statement.subject), relation, self.node(statement.object)

    def _stated(self, facts: PaperFacts) -> Iterator[_Triple]:
        paper = facts.paper
        sentences: set[Span] = set()
        for statement in facts.statements:
            yield self._direct(statement)
            for evidence in statement.evidence:
                sentences.add(evidence.sentence)
                yield from self._mention(paper, statement, evidence)
        for result in facts.results:
            sentences.add(result.evidence.sentence)
            yield from self._result(paper, result)
        for span in sorted(sentences):
            node = self._sentence_node(paper, span)
            yield from self._span(node, "sentence", span.start, span.end)
            context = self._context_node(paper, span.field)
            yield node, term("nif:referenceContext"), context

    def _mention(self, paper: Paper, statement: Statement, evidence: Evidence) -> Iterator[_Triple]:
        node = self.node(mention_id(paper.id, statement, evidence))
        yield from self._phrase(paper, node, "mention", evidence)
        yield node, term("itsrdf:taIdentRef"), self.node(statement.object)
        yield node, term("kg:supports"), NamedNode(relation_iri(statement.relation))
        if statement.subject != paper.id:
            yield node, term("rdf:subject"), self.node(statement.subject)

    def _phrase(
        self, paper: Paper, node: NamedNode, part: str, evidence: Evidence
    ) -> Iterator[_Triple]:
        field = evidence.field
        yield from self._span(node, part, evidence.start, evidence.end)
        text = paper.field(field)[evidence.start : evidence.end]
        yield node, term("nif:anchorOf"), Literal(text)
        yield node, term("nif:referenceContext"), self._context_node(paper, field)
        yield node, term("nif:sentence"), self._sentence_node(paper, evidence.sentence)
        yield node, term("itsrdf:taConfidence"), _decimal(decimal(evidence.confidence))
        if evidence.rule:
            yield node, term("kg:rule"), Literal(evidence.rule)

    def _result(self, paper: Paper, result: ClaimedResult) -> Iterator[_Triple]:
        node = self.node(result_id(result))
        yield self.node(paper.id), term("kg:claims"), node
        yield from self._phrase(paper, node, "result", result.evidence)
        yield node, term("mls:hasValue"), _decimal(result.value)
        yield node, term("kg:resultKind"), Literal(result.kind)
        if result.unit:
            yield node, term("schema:unitText"), Literal(result.unit)
        for curie, id_ in (
            ("mls:specifiedBy", result.metric),
            ("kg:onDataset", result.dataset),
            ("kg:ofMethod", result.method),
        ):
            if id_:
                yield node, term(curie), self.node(id_)


_Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


def paper_keys(paper: Paper) -> list[str]:
    """Return the keys that a paper answers to: its title, arXiv id and DOI, sorted."""
    return sorted({title_key(paper.title), paper.arxiv_id, paper.doi} - {""})


def same_as(paper: Paper) -> Iterator[str]:
    """Yield the IRIs under which others know a paper.

    >>> from kg.model import Paper
    >>> list(same_as(Paper("paper/x", "X", arxiv_id="1706.03762")))
    ['https://arxiv.org/abs/1706.03762']
    """
    if paper.arxiv_id:
        yield f"https://arxiv.org/abs/{quote(paper.arxiv_id)}"
    if paper.doi:
        yield f"https://doi.org/{quote(paper.doi)}"
