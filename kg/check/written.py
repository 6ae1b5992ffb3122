"""The table of kinds, relations and properties in, the file of shapes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.check.constraints import SH
from kg.check.texts import READ_FROM_TEXT
from kg.vocabulary import CLASSES, KINDS, PREFIXES, PROPERTIES, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.vocabulary import Property, Relation


_PHRASE = {"mention", "result"}
"""What has the class ``nif:Phrase`` in common; a mention has no class of its own."""
_CLASSES = {**CLASSES, "phrase": ("nif:Phrase",)}
_TARGETS = {"mention": ("sh:targetSubjectsOf kg:supports", "sh:targetSubjectsOf itsrdf:taIdentRef")}
"""Part → what tells its nodes, where that is not a class."""

_LIMITS = {
    "dcterms:title": ("sh:minLength 1",),
    "fabio:hasArXivId": (r'sh:pattern "^([0-9]{4}\\.[0-9]{4,5}|[a-z-]+/[0-9]{7})$"',),
    "itsrdf:taConfidence": ("sh:minExclusive 0", "sh:maxInclusive 1"),
    "kg:key": ("sh:minLength 1",),
    "kg:resultKind": ('sh:in ( "absolute" "gain" )',),
    "nif:beginIndex": ("sh:minInclusive 0", "sh:lessThan nif:endIndex"),
    "prism:doi": (r'sh:pattern "^10\\.[0-9]{4,9}/"',),
    "schema:position": ("sh:minInclusive 1",),
    "skos:prefLabel": ("sh:minLength 1",),
}
"""Property → what else holds of its values."""
_RANGES = {
    "rdfs:Resource": ("sh:nodeKind sh:IRI",),
    "rdfs:Class": (f"sh:in ( {' '.join(kind.types[0] for kind in KINDS.values())} )",),
    "rdf:Property": (f"sh:in ( {' '.join(f'kg:{name}' for name in READ_FROM_TEXT)} )",),
}
"""What the table calls a range and is none of its kinds → what values are."""
_EITHER = """
kg:PhraseNamesOrClaims a sh:NodeShape ;
  sh:targetClass nif:Phrase ;
  sh:property [
    sh:path [ sh:alternativePath ( itsrdf:taIdentRef mls:hasValue ) ] ;
    sh:minCount 1 ;
    sh:maxCount 1 ;
    sh:message "the entity that it names, or the value that it claims"
  ] .
"""


def shapes_text() -> str:
    """Return the shapes of the graph as Turtle, the same bytes for the same table.

    There is a shape for each kind and part, with its classes and properties, one for each relation
    with its ends, and one for each property with what may have it.
    """
    nodes = (_node_shape(name) for name in _CLASSES if name not in _PHRASE or name == "result")
    blocks = (
        *(f"@prefix {prefix}: <{iri}> ." for prefix, iri in sorted({**PREFIXES, "sh": SH}.items())),
        "\n# Kinds and parts: their classes, and what each node of them has.",
        *nodes,
        _node_shape("mention"),
        _EITHER,
        "\n# Relations: what they lead from, and what they lead to.",
        *map(_relation_shape, RELATIONS.values()),
        "\n# Properties: what may have them.",
        *map(_domain_shape, PROPERTIES.values()),
    )
    return "\n".join(block.rstrip("\n") for block in blocks) + "\n"


def _node_shape(name: str) -> str:
    targets = _TARGETS.get(name, (f"sh:targetClass {_CLASSES[name][0]}",))
    classes = () if name == "mention" else _CLASSES[name][1:]
    properties = (_property(each) for each in PROPERTIES.values() if name in _domain(each))
    return _shape(
        f"{name.title()}Shape",
        (*targets, *(f"sh:class {class_}" for class_ in classes), *properties),
    )


def _relation_shape(relation: Relation) -> str:
    curie = "skos:broader" if relation.name == "broader" else f"kg:{relation.name}"
    ends = f"sh:path {curie}", *_of_range(relation.range)
    return _shape(
        f"{relation.name}Shape",
        (f"sh:targetSubjectsOf {curie}", *_of_range(relation.domain), _inner(ends)),
    )


def _domain_shape(property_: Property) -> str:
    name = property_.curie.replace(":", "-")
    wanted = _of_range(_domain(property_))
    return _shape(f"{name}-Domain", (f"sh:targetSubjectsOf {property_.curie}", *wanted))


def _domain(property_: Property) -> tuple[str, ...]:
    """Return the names of what has a property; what mentions and results share, phrases have."""
    if set(property_.domain) >= _PHRASE:
        return (*(name for name in property_.domain if name not in _PHRASE), "phrase")
    return property_.domain


def _property(property_: Property) -> str:
    """Return the property shape of what the table says of a property."""
    lines = [f"sh:path {property_.curie}", *_of_range(property_.range)]
    lines += _LIMITS.get(property_.curie, ())
    if property_.least:
        lines.append(f"sh:minCount {property_.least}")
    if property_.most is not None:
        lines.append(f"sh:maxCount {property_.most}")
    return _inner(lines)


def _of_range(names: Iterable[str]) -> tuple[str, ...]:
    """Return the constraints for values that may be any of some kinds, parts or data types."""
    asked = [one for name in names for one in _one_of_range(name)]
    if len(asked) == 1:
        return (asked[0],)
    return ("sh:or (" + "".join(f"\n      [ {one} ]" for one in asked) + "\n    )",)


def _one_of_range(name: str) -> tuple[str, ...]:
    if name.startswith("xsd:"):
        return (f"sh:datatype {name}",)
    if name in _RANGES:
        return _RANGES[name]
    return (f"sh:class {'nif:Phrase' if name == 'mention' else _CLASSES[name][0]}",)


def _inner(lines: Iterable[str]) -> str:
    return "sh:property [\n    " + " ;\n    ".join(lines) + "\n  ]"


def _shape(name: str, lines: Iterable[str]) -> str:
    return f"\nkg:{name} a sh:NodeShape ;\n  " + " ;\n  ".join(lines) + " ."
