"""One node in, the page that shows it out."""

from __future__ import annotations

from itertools import chain, groupby, islice
from typing import TYPE_CHECKING

from kg.html import Html, address, joined, tag
from kg.lookup.facts import facts_of, far_end, together
from kg.lookup.names import ref
from kg.lookup.walk import edges_at
from kg.serve.around import around
from kg.serve.layout import HTML, page
from kg.serve.messages import Reply
from kg.serve.pieces import node_link, quoted, result_table
from kg.store.sparql import ask, term_text
from kg.vocabulary import KINDS, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.lookup.facts import Fact
    from kg.model import Paper
    from kg.store.reader import Edge, Reader

_READ, _SHOWN, _TOGETHER, _COUNTED = 60, 12, 8, 200
"""Facts of one relation that are read and that are seen at once; things that stand in the same
papers, and edges that are followed to find them."""
_RDF = {"Turtle": "ttl", "JSON-LD": "jsonld", "N-Triples": "nt", "RDF/XML": "rdf"}
_ORDER = list(RELATIONS)


def card_page(reader: Reader, id_: str) -> Reply:
    """Return the page of a node, or of whatever else the graph says something of."""
    name = reader.name(id_) or id_
    content = _card(reader, id_) if reader.kind(id_) else _triples(reader, id_)
    body = page(name, tag("h1", name, dir="auto"), *content, _as_rdf(id_))
    return Reply(body, HTML, headers={"Vary": "Accept"})


def _card(reader: Reader, id_: str) -> Iterator[Html]:
    reader.read_ahead([id_], incoming=True)
    edges = edges_at(reader, id_)

    def heading(edge: Edge) -> tuple[int, bool]:
        return _ORDER.index(edge.relation), edge.subject != id_

    groups = [list(group) for _, group in groupby(sorted(edges, key=heading), key=heading)]
    facts = _facts(reader, groups)
    sections = [_section(id_, read, len(group)) for group, read in zip(groups, facts, strict=True)]
    if reader.kind(id_) != "paper":
        sections += _together(reader, id_, edges)
    left = tag("div", *_described(reader, id_), *sections)
    yield tag("div", left, around(ref(reader, id_), facts), class_="beside")


def _triples(reader: Reader, id_: str) -> Iterator[Html]:
    """Yield what is said of something that is no node, or in it: a named graph, the pipeline."""
    iri = term_text(reader.node(id_).value, iri=True)
    for query in (
        f"SELECT ?property ?value {{ {iri} ?property ?value }} LIMIT {_COUNTED}",
        f"SELECT ?subject ?property ?value {{ GRAPH {iri} {{ ?subject ?property ?value }} }}"
        f" LIMIT {_COUNTED}",
    ):
        answer = ask(reader, query)
        if rows := list(answer.values()):
            yield result_table(answer.columns, rows, reader)


def _facts(reader: Reader, groups: list[list[Edge]]) -> list[list[Fact]]:
    """Return the facts of each relation, the surest first; of a great many only some."""
    chosen = [group[:_READ] for group in groups]
    found = iter(facts_of(reader, chain.from_iterable(chosen)))
    return [sorted(islice(found, len(group)), key=lambda one: -one.confidence) for group in chosen]


def _described(reader: Reader, id_: str) -> Iterator[Html]:
    entity = reader.entity(id_)
    kinds = joined(tag("span", kind, class_=f"{kind} sign") for kind in entity.kinds)
    yield tag("p", kinds, tag("span", id_, class_="count"), class_="counts")
    if entity.aliases:
        yield tag("p", "also: ", ", ".join(entity.aliases), class_="soft", dir="auto")
    if entity.url:
        yield tag("p", _outward(entity.url))
    if id_.startswith("paper/"):
        yield from _paper(reader.paper(id_), list(reader.same_as(id_)))


def _paper(paper: Paper, addresses: list[str]) -> Iterator[Html]:
    if paper.authors:
        yield tag("p", "; ".join(paper.authors), dir="auto")
    if where := " ".join(str(part) for part in (paper.venue, paper.year) if part):
        yield tag("p", where, dir="auto")
    links = [_outward(iri) for iri in dict.fromkeys([*addresses, paper.url]) if iri]
    yield tag("p", *links, class_="links")
    yield tag("p", paper.abstract or "(no abstract)", dir="auto")


def _outward(iri: str) -> Html:
    return tag("a", iri, href=iri, rel="noreferrer nofollow")


def _section(id_: str, facts: list[Fact], edges: int) -> Html:
    relation = RELATIONS[facts[0].relation]
    words = relation.label if facts[0].subject.id == id_ else relation.inverse
    items = [_item(id_, one) for one in facts]
    more: Html | None = None
    if len(items) > _SHOWN:
        rest = tag("ul", *items[_SHOWN:], class_="facts")
        more = tag("details", tag("summary", f"{len(items) - _SHOWN} more"), rest)
    left = edges - len(items)
    return tag(
        "section",
        tag("h2", words, tag("span", f"{edges:,}", class_="count")),
        tag("ul", *items[:_SHOWN], class_="facts"),
        more,
        tag("p", f"and {left:,} that are not shown", class_="soft") if left else None,
    )


def _item(id_: str, one: Fact) -> Html:
    sure = tag("span", f"{one.confidence:.2f}", class_="sure", title="confidence")
    return tag(
        "li",
        node_link(far_end(one, id_)),
        sure if one.quotes else None,
        *(quoted(quote) for quote in one.quotes[:1]),
    )


def _together(reader: Reader, id_: str, edges: list[Edge]) -> Iterator[Html]:
    """Yield what else stands in the papers of an entity, or in as many of them as are read."""
    for kind, shared in together(reader, id_, edges[:_COUNTED]).items():
        if shared:
            items = [
                tag("li", node_link(one.node), tag("span", str(one.papers), class_="count"))
                for one in shared[:_TOGETHER]
            ]
            heading = f"{KINDS[kind].plural} in the same papers"
            yield tag("section", tag("h2", heading), tag("ul", *items, class_="columns"))


def _as_rdf(id_: str) -> Html:
    links = [tag("a", name, href=address(id_, format=format_)) for name, format_ in _RDF.items()]
    return tag("p", tag("span", "as data:"), *links, class_="links soft")
