"""What the graph's own kinds and relations mean: the document that their IRIs lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.serve.html import Html, tag
from kg.serve.pieces import prefixed
from kg.store.sparql import term_text
from kg.vocabulary import BASE, KINDS, PREFIXES, RELATIONS, relation_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = PREFIXES["kg"].removeprefix(BASE).rstrip("#")
"""The path of the vocabulary: all that its IRIs have before "#"."""


def terms_document() -> str:
    """Return the kinds and relations as Turtle."""
    prefixes = (f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items())
    return "\n".join((*prefixes, *_classes(), *_properties())) + "\n"


def _classes() -> Iterator[str]:
    for kind in KINDS.values():
        own, *others = kind.types
        label = term_text(kind.name, iri=False)
        above = "".join(f" ; rdfs:subClassOf {other}" for other in others)
        yield f"{own} a rdfs:Class ; rdfs:label {label}{above} ."


def _properties() -> Iterator[str]:
    for relation in RELATIONS.values():
        of = ", ".join(KINDS[kind].types[0] for kind in relation.domain)
        to = ", ".join(KINDS[kind].types[0] for kind in relation.range)
        yield (
            f"<{relation_iri(relation.name)}> a rdf:Property ;"
            f" rdfs:label {term_text(relation.label, iri=False)} ;"
            f" schema:domainIncludes {of} ; schema:rangeIncludes {to} ."
        )


def terms_page() -> tuple[Html, ...]:
    """Return the kinds and relations as what stands on a page."""
    kinds = [_row(kind.types[0], kind.name, ", ".join(kind.types[1:])) for kind in KINDS.values()]
    relations = [
        _row(
            prefixed(relation_iri(relation.name)),
            ", ".join(relation.domain),
            relation.label,
            ", ".join(relation.range),
            relation.inverse,
        )
        for relation in RELATIONS.values()
    ]
    return (
        tag("h1", "Kinds and relations"),
        _table(("kind", "name", "is also"), kinds),
        _table(("relation", "of", "reads", "to", "the other way"), relations),
    )


def _row(curie: str, *cells: str) -> Html:
    """Return the row of a term, which its IRI leads to."""
    return tag("tr", *(tag("td", cell) for cell in (curie, *cells)), id=curie.partition(":")[2])


def _table(columns: tuple[str, ...], rows: list[Html]) -> Html:
    head = tag("tr", *(tag("th", column) for column in columns))
    return tag("div", tag("table", tag("thead", head), tag("tbody", *rows)), class_="table")
