"""The graph in force as RDF documents, sorted: the same graph gives the same bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.store import jsonld
from kg.store.sparql import GRAPH_FORMATS
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.store.reader import Reader

RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""Suffix → format; Turtle and N-Triples hold the union of the named graphs, without their names."""

_PREFIX = re.compile(r"^@prefix (\w+): <([^>]+)> \.", re.MULTILINE)


def dump(reader: Reader, suffix: str) -> Iterator[bytes]:
    """Yield the whole graph as a document in the format of `suffix`, piece by piece.

    Formats that name graphs need memory for the largest of them only.
    """
    format_ = RDF_FORMATS[suffix]
    if suffix == "nt":
        yield from _lines(_union(reader))
    elif suffix == "ttl":
        yield _serialized(_union(reader), format_)
    elif suffix == "nq":
        for quads in _graphs(reader):
            yield from _lines(quads)
    elif suffix == "trig":
        yield from _without_prefixes_again(_serialized(quads, format_) for quads in _graphs(reader))
    else:
        yield from jsonld.document(reader.node("").value, _graphs(reader))


def rewritten(turtle: str, format_: str) -> bytes:
    """Return a document that is written in Turtle in a format of `GRAPH_FORMATS`."""
    triples = [quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)]
    prefixes = {**PREFIXES, **dict(_PREFIX.findall(turtle))}
    return ox.serialize(triples, format=GRAPH_FORMATS[format_], prefixes=prefixes) or b""


def _graphs(reader: Reader) -> Iterator[list[ox.Quad]]:
    """Yield the quads of one named graph after the other, sorted."""
    names = {cast("ox.NamedNode", quad.graph_name) for quad in reader.quads()}
    for name in sorted(names, key=str):
        quads = reader.quads(None, None, None, name)
        yield sorted(quads, key=lambda quad: _order(quad.triple))


def _union(reader: Reader) -> list[ox.Triple]:
    """Return the triples of all graphs, each once, sorted."""
    return sorted({quad.triple for quad in reader.quads()}, key=_order)


def _order(triple: ox.Triple) -> tuple[str, str, str]:
    return str(triple.subject), str(triple.predicate), str(triple.object)


def _lines(statements: Iterable[ox.Triple | ox.Quad]) -> Iterator[bytes]:
    return (f"{statement} .\n".encode() for statement in statements)


def _serialized(statements: list[ox.Triple] | list[ox.Quad], format_: ox.RdfFormat) -> bytes:
    return ox.serialize(statements, format=format_, prefixes=PREFIXES) or b""


def _without_prefixes_again(documents: Iterator[bytes]) -> Iterator[bytes]:
    """Yield documents so that they are one: only the first says its prefixes."""
    yield next(documents, b"")
    for document in documents:
        yield document.split(b"\n", len(PREFIXES))[-1]
