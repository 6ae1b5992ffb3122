"""Pieces that several pages have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.html import Html, address, tag
from kg.lookup.names import keys_of
from kg.vocabulary import prefixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.lookup.facts import Quote
    from kg.lookup.names import Ref
    from kg.store.reader import Reader
    from kg.store.sparql import Value

_LONGEST_NAME, _LONGEST = 500, 5000
"""Characters of a text that may be a name, and of one that a table shows."""


def node_link(node: Ref) -> Html:
    """Return the name of a node with the colour of its kind, leading to its page.

    >>> from kg.lookup.names import Ref
    >>> print(node_link(Ref("concept/a&b", "method", "A & B")))
    <a class="method kind" href="/concept/a%26b" dir="auto">A &amp; B</a>
    """
    name = node.name or "(no name)"
    return tag("a", name, class_=f"{node.kind} kind", href=address(node.id), dir="auto")


def result_table(columns: Iterable[str], rows: Iterable[tuple[Value, ...]], reader: Reader) -> Html:
    """Return the rows of an answer; what is a node of the graph, or its name, leads to its page."""
    head = tag("tr", *(tag("th", column, dir="auto") for column in columns))
    body = [
        tag("tr", *(tag("td", _cell(value, reader), dir="auto") for value in row)) for row in rows
    ]
    return tag("div", tag("table", tag("thead", head), tag("tbody", *body)), class_="table")


def _cell(value: Value, reader: Reader) -> str:
    if not value.iri:
        text = value.text if len(value.text) <= _LONGEST else f"{value.text[:_LONGEST]}…"
        id_ = _named(value.text, reader)
        return tag("a", text, href=address(id_)) if id_ else text
    short = prefixed(value.iri)
    text = value.text if short == value.iri else short
    if not value.iri.startswith(reader.version.base):
        return tag("a", text, href=value.iri, rel="noreferrer nofollow")
    path, mark, fragment = reader.id_of(value.iri).partition("#")
    return tag("a", text, href=f"{address(path)}{mark}{quote(fragment)}")


def _named(text: str, reader: Reader) -> str:
    """Return the id of the one node that has this very name, or "" where none or several have."""
    if len(text) > _LONGEST_NAME:
        return ""
    ids = reader.ids_of_keys(*keys_of(text))
    named = [id_ for id_ in ids if reader.name(id_) == text]
    return named[0] if len(named) == 1 else ""


def quoted(quote: Quote) -> Html:
    """Return a sentence with its marks marked."""
    where = f"{quote.field}, confidence {quote.confidence:.2f}"
    return tag("blockquote", *_marked(quote), dir="auto", title=where)


def _marked(quote: Quote) -> Iterator[str]:
    last = 0
    for start, end in quote.marks:
        if start >= last:
            yield quote.text[last:start]
            yield tag("mark", quote.text[start:end])
            last = end
    yield quote.text[last:]
