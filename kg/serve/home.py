"""The graph in force in, the page to start from out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.html import Html, joined, tag
from kg.lookup.names import ref
from kg.serve.documents import kind_counts
from kg.serve.layout import HTML, page
from kg.serve.messages import Reply
from kg.serve.pieces import node_link
from kg.store.sparql import ask
from kg.vocabulary import KINDS, RELATIONS, ROLES

if TYPE_CHECKING:
    from kg.serve.desk import Desk
    from kg.store.reader import Reader

_MOST = 10
_NEWEST = f"""SELECT ?paper {{
  ?paper a {KINDS["paper"].types[0]} ; dcterms:date ?day
  OPTIONAL {{ ?paper fabio:hasArXivId ?number }}
}} ORDER BY DESC(?day) DESC(?number) ?paper LIMIT {_MOST}"""


def home(desk: Desk) -> Reply:
    """Return the page: how much there is of each kind, the most used, the newest papers."""
    reader = desk.reader
    counts = kind_counts(reader)
    shown = [
        tag("span", f"{count:,} {KINDS[kind].plural}", class_=f"{kind} sign")
        for kind, count in counts.items()
    ]
    most_used = [_most_used(reader, kind) for kind in counts if kind in ROLES]
    body = page(
        "",
        tag("h1", "What the papers are about"),
        tag("p", *shown, class_="counts"),
        tag("div", *most_used, class_="columns"),
        _newest(reader),
    )
    return Reply(body, HTML)


def _newest(reader: Reader) -> Html:
    """Return a section of the newest papers; nothing where no paper has a date."""
    ids = [id_ for (id_,) in ask(reader, _NEWEST).rows()]
    reader.read_ahead(ids)
    papers = [ref(reader, id_) for id_ in ids]
    items = joined(tag("li", node_link(paper)) for paper in papers)
    return tag("section", tag("h2", "newest papers"), tag("ul", items)) if papers else items


def _most_used(reader: Reader, kind: str) -> Html:
    rows = list(ask(reader, most_used_query(kind)).rows())
    reader.read_ahead(id_ for id_, _ in rows)
    items = [tag("li", node_link(ref(reader, id_)), _number(papers)) for id_, papers in rows]
    return tag("section", tag("h2", KINDS[kind].plural), tag("ul", joined(items)))


def _number(papers: str) -> Html:
    return tag("span", papers, class_="count", title="papers")


def _relations_to(kind: str) -> list[str]:
    """Return the relations from papers to a kind."""
    return [
        name
        for name, relation in RELATIONS.items()
        if "paper" in relation.domain and kind in relation.range
    ]


def most_used_query(kind: str) -> str:
    """Return the SPARQL for the nodes of a kind that most papers name, with their number."""
    path = "|".join(f"kg:{name}" for name in _relations_to(kind))
    return (
        f"SELECT ?node (COUNT(DISTINCT ?paper) AS ?papers) {{\n"
        f"  ?node kg:mainKind {KINDS[kind].types[0]} . ?paper {path} ?node\n"
        f"}} GROUP BY ?node ORDER BY DESC(?papers) ?node LIMIT {_MOST}"
    )
