"""What the terms of a graph mean: the page that the IRIs of our own lead to."""

from __future__ import annotations

from kg.html import Html, tag
from kg.vocabulary import BASE, KINDS, PREFIXES, PROPERTIES, RELATIONS, prefixed, relation_iri

PATH = PREFIXES["kg"].removeprefix(BASE).rstrip("#")
"""The path of the vocabulary: all that its IRIs have before "#"."""


def terms_page() -> tuple[Html, ...]:
    """Return the kinds, relations and properties as what stands on a page."""
    kinds = [
        _row(kind.types[0], kind.name, ", ".join(kind.types[1:]), kind.comment)
        for kind in KINDS.values()
    ]
    relations = [
        _row(
            prefixed(relation_iri(relation.name)),
            ", ".join(relation.domain),
            relation.label,
            ", ".join(relation.range),
            relation.inverse,
            relation.comment,
        )
        for relation in RELATIONS.values()
    ]
    properties = [
        _row(one.curie, ", ".join(one.domain), ", ".join(one.range), one.comment)
        for one in PROPERTIES.values()
    ]
    return (
        tag("h1", "Kinds and relations"),
        _table(("kind", "name", "is also", "what it is"), kinds),
        _table(("relation", "of", "reads", "to", "the other way", "says"), relations),
        tag("h2", "Properties"),
        _table(("property", "of", "values", "says"), properties),
    )


def _row(curie: str, *cells: str) -> Html:
    """Return the row of a term, which its IRI leads to if it is one of ours."""
    prefix, _, local = curie.partition(":")
    id_ = local if prefix == "kg" or curie == "skos:broader" else None
    return tag("tr", *(tag("td", cell) for cell in (curie, *cells)), id=id_)


def _table(columns: tuple[str, ...], rows: list[Html]) -> Html:
    head = tag("tr", *(tag("th", column) for column in columns))
    return tag("div", tag("table", tag("thead", head), tag("tbody", *rows)), class_="table")
