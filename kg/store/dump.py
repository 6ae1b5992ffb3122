"""The graph in force as RDF documents, sorted: the same graph gives the same bytes."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.store.sparql import GRAPH_FORMATS
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.reader import Reader

RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""Suffix → format; Turtle and N-Triples hold the union of the named graphs."""

_PREFIX = re.compile(r"^@prefix (\w+): <([^>]+)> \.", re.MULTILINE)
_LINE_FORMATS = {"nt", "nq"}


def dump(reader: Reader, suffix: str) -> Iterator[bytes]:
    """Yield the whole graph as a document in the format of `suffix`."""
    format_ = RDF_FORMATS[suffix]
    quads = sorted(reader.quads(), key=_order)
    statements = quads if format_.supports_datasets else _triples(quads)
    if suffix in _LINE_FORMATS:
        for statement in statements:
            yield f"{statement} .\n".encode()
        return
    buffer = io.BytesIO()
    ox.serialize(statements, buffer, format_, prefixes=PREFIXES)
    yield buffer.getvalue()


def rewritten(turtle: str, format_: str) -> bytes:
    """Return a document that is written in Turtle in a format of `GRAPH_FORMATS`."""
    triples = [quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)]
    prefixes = {**PREFIXES, **dict(_PREFIX.findall(turtle))}
    return ox.serialize(triples, format=GRAPH_FORMATS[format_], prefixes=prefixes) or b""


def _order(quad: ox.Quad) -> tuple[str, str, str, str]:
    graph, subject, predicate = quad.graph_name, quad.subject, quad.predicate
    return str(graph), str(subject), str(predicate), str(quad.object)


def _triples(quads: list[ox.Quad]) -> list[ox.Triple]:
    """Return the triples of all graphs, each once, sorted."""
    return sorted(
        {quad.triple for quad in quads},
        key=lambda t: (str(t.subject), str(t.predicate), str(t.object)),
    )
