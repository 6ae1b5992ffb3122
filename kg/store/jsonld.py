"""Quads in, JSON-LD that people can read out: a line for each node, the shortest names for all.

The context is part of the document, so that nothing is fetched to read it. It comes from the table
of the vocabulary: a property is called by its own name where no other has it, and says there of
what type its values are, so that they stand bare.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode

from kg.vocabulary import PREFIXES, PROPERTIES, RELATIONS, expand, relation_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

_OWN = PREFIXES["kg"]
_STRING, _INTEGER = expand("xsd:string"), expand("xsd:integer")
_TYPE = expand("rdf:type")
_NAMES = {"itsrdf:taIdentRef": "identRef", "itsrdf:taConfidence": "confidence"}
_TERMS = {"rdfs:Class", "rdf:Property"}
_LOCAL = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_RELATIVE = re.compile(r"(?![/?#.@])(?:[^:/]|/(?![/.]))+")
"""What can only be read as a path below the base: no scheme, no keyword, no ``..``."""
_NUMERAL = re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)
"""An integer that every JSON parser reads and every writer writes alike."""


class Term(NamedTuple):
    """What a property is called, and what its values are unless they say otherwise.

    `type` is ``@id`` for nodes, ``@vocab`` for terms of a vocabulary, a data type as a prefixed
    name, or "" for plain text.
    """

    name: str
    type: str


@cache
def terms() -> dict[str, Term]:
    """Return the IRI of every property of the vocabulary → its term, each name once.

    >>> terms()["http://purl.org/dc/terms/title"], terms()["https://w3id.org/paper-kg/ns#uses"]
    (Term(name='title', type=''), Term(name='uses', type='@id'))
    """
    found = {relation_iri(name): Term(name, "@id") for name in RELATIONS}
    taken = {"id", "type", *PREFIXES, *RELATIONS}
    for curie, property_ in PROPERTIES.items():
        name = _NAMES.get(curie, curie.partition(":")[2])
        found.setdefault(
            expand(curie), Term(curie if name in taken else name, _type(property_.range))
        )
        taken.add(name)
    return found


def _type(range_: tuple[str, ...]) -> str:
    """Return the type of what a range holds, or "" where that has to be said of each value."""
    data = [curie for curie in range_ if curie.startswith("xsd:")]
    if data:
        return data[0] if range_ == tuple(data[:1]) and data[0] != "xsd:string" else ""
    return "@vocab" if _TERMS & {*range_} else "@id"


def context(base: str) -> dict[str, Any]:
    """Return the context of a graph whose ids stand below `base`."""
    named = {
        term.name: {"@id": _curie(iri), "@type": term.type} if term.type else _curie(iri)
        for iri, term in terms().items()
    }
    return {
        "@version": 1.1,
        "@base": base,
        "@vocab": _OWN,
        "id": "@id",
        "type": "@type",
        **PREFIXES,
        **named,
    }


def document(base: str, graphs: Iterable[Iterable[Quad]]) -> Iterator[bytes]:
    """Yield a JSON-LD document of named graphs, piece by piece; the quads of each come sorted."""
    writer = _Writer(base)
    rows = ",\n ".join(f"{_json(name)}: {_json(said)}" for name, said in context(base).items())
    yield f'{{"@context": {{\n {rows}\n}},\n"@graph": ['.encode()
    between = "\n"
    for quads in graphs:
        yield f"{between}{writer.graph(quads)}".encode()
        between = ",\n"
    yield b"\n]}\n"


class _Writer:
    """Writes nodes and values as the context of `base` lets them be written."""

    def __init__(self, base: str) -> None:
        self._base = base
        # Ids are written without the base, if that is what they are resolved against.
        self._has_relatives = urljoin(base, "x") == f"{base}x"

    def graph(self, quads: Iterable[Quad]) -> str:
        """Return the object of one named graph, with a line for each of its nodes."""
        found = list(quads)
        nodes = ",\n ".join(
            _json(self._node(subject, list(about)))
            for subject, about in groupby(found, attrgetter("subject"))
        )
        name = _json(self._id(cast("NamedNode", found[0].graph_name).value))
        return f'{{"id": {name}, "@graph": [\n {nodes}\n]}}'

    def _node(self, subject: Any, about: list[Quad]) -> dict[str, Any]:
        node: dict[str, Any] = {"id": self._id(subject.value)}
        by_name: dict[str, list[Any]] = {}
        for quad in about:
            name, value = self._said(quad.predicate.value, cast("NamedNode | Literal", quad.object))
            by_name.setdefault(name, []).append(value)
        # What a node is comes first.
        for name in sorted(by_name, key=lambda name: (name != "type", name)):
            values = by_name[name]
            if name == "type":  # Our own classes first; they have no prefix.
                values.sort(key=lambda class_: ":" in class_)
            node[name] = values[0] if len(values) == 1 else values
        return node

    def _said(self, predicate: str, value: NamedNode | Literal) -> tuple[str, Any]:
        if isinstance(value, Literal):
            term = terms().get(predicate) or Term(_curie(predicate), "")
            return term.name, _literal(value, term.type)
        if predicate == _TYPE:
            return "type", _term(value.value)
        term = terms().get(predicate) or Term(_curie(predicate), "")
        if term.type == "@vocab":
            return term.name, _term(value.value)
        id_ = self._id(value.value)
        return term.name, id_ if term.type == "@id" else {"id": id_}

    def _id(self, iri: str) -> str:
        """Return an IRI, or what is left of it below the base, where that is the same."""
        rest = iri.removeprefix(self._base)
        if self._has_relatives and rest != iri and _RELATIVE.fullmatch(rest):
            return rest
        return iri


def _literal(value: Literal, type_: str) -> Any:
    text, datatype = value.value, value.datatype.value
    if value.language:
        return {"@value": text, "@language": value.language}
    if datatype == _STRING:
        return {"@value": text} if type_ else text
    if not type_ or type_.startswith("@") or expand(type_) != datatype:
        return {"@value": text, "type": _curie(datatype)}
    return int(text) if datatype == _INTEGER and _NUMERAL.fullmatch(text) else text


@cache
def _term(iri: str) -> str:
    """Return how a class or property is written where a term of a vocabulary is expected."""
    if found := terms().get(iri):
        return found.name
    local = iri.removeprefix(_OWN)
    taken = {term.name for term in terms().values()} | {"id", "type", *PREFIXES}
    return local if _LOCAL.fullmatch(local) and local not in taken else _curie(iri)


@cache
def _curie(iri: str) -> str:
    """Return the prefixed name of an IRI, or the IRI itself where it has none."""
    for prefix, namespace in PREFIXES.items():
        if _LOCAL.fullmatch(iri.removeprefix(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
