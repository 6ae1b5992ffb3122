"""The table in, the published ontology (`paper-kg.ttl`) out."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING

from kg.vocabulary.kinds import CLASSES, KINDS
from kg.vocabulary.prefixes import PREFIXES
from kg.vocabulary.properties import PROPERTIES
from kg.vocabulary.relations import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.vocabulary.kinds import Kind
    from kg.vocabulary.properties import Property
    from kg.vocabulary.relations import Relation

VERSION = "1.0"
"""Goes up where a term is added or means something else."""

_PREFIXES = {
    **PREFIXES,
    "owl": "http://www.w3.org/2002/07/owl#",
    "vann": "http://purl.org/vocab/vann/",
}
_ONTOLOGY = f"<{PREFIXES['kg'].rstrip('#')}>"
_HEADER = f"""\
{_ONTOLOGY} a owl:Ontology ;
    dcterms:title "The vocabulary of paper-kg"@en ;
    dcterms:description "What papers propose, use and claim, and where they say so."@en ;
    dcterms:license <https://opensource.org/license/mit> ;
    owl:versionInfo "{VERSION}" ;
    vann:preferredNamespacePrefix "kg" ;
    vann:preferredNamespaceUri "{PREFIXES["kg"]}" ."""
_INVERSE = """\
kg:inverseLabel a owl:AnnotationProperty ;
    rdfs:label "inverse label"@en ;
    rdfs:comment "How a relation reads from its object to its subject; only of relations."@en ;"""
_META = {"rdf:Property", "rdfs:Class"}
"""Ranges whose values are terms: what points to them only annotates, for OWL."""


def turtle() -> str:
    """Return the ontology of our own terms as Turtle; the same table gives the same bytes.

    Foreign terms appear as what ours are special cases of, or near to, and as ends.
    """
    prefixes = "\n".join(f"@prefix {prefix}: <{iri}> ." for prefix, iri in _PREFIXES.items())
    terms = chain(
        map(_class, KINDS.values()),
        (_relation(one) for one in RELATIONS.values() if one.name != "broader"),
        (_property(one) for one in PROPERTIES.values() if one.curie.startswith("kg:")),
        [_INVERSE],
    )
    defined = (f"{term}\n    rdfs:isDefinedBy {_ONTOLOGY} ." for term in terms)
    return "\n\n".join((prefixes, _HEADER, *defined)) + "\n"


def classes(names: Iterable[str]) -> list[str]:
    """Return the classes of some kinds and parts; other names are classes already.

    >>> classes(["paper", "mention", "xsd:string"])
    ['kg:Paper', 'nif:Phrase', 'xsd:string']
    """
    return list(dict.fromkeys(CLASSES.get(name, (name,))[0] for name in names))


def _class(kind: Kind) -> str:
    own, *above = kind.types
    return "\n".join(
        (
            f"{own} a owl:Class ;",
            *_annotated(kind.name, kind.comment),
            f"    rdfs:subClassOf {', '.join(above)} ;",
        )
    )


def _relation(relation: Relation) -> str:
    above = [*relation.above, *(f"[ owl:inverseOf {one} ]" for one in relation.above_inverse)]
    return "\n".join(
        (
            f"kg:{relation.name} a owl:ObjectProperty ;",
            *_annotated(relation.label, relation.comment),
            f"    kg:inverseLabel {_text(relation.inverse)} ;",
            *_ends(relation.domain, relation.range),
            *_listed("rdfs:subPropertyOf", above),
            *_listed("skos:closeMatch", relation.close),
        )
    )


def _property(property_: Property) -> str:
    return "\n".join(
        (
            f"{property_.curie} a {', '.join(_sorts(property_))} ;",
            *_annotated(property_.label, property_.comment),
            *_ends(property_.domain, property_.range),
            *_listed("skos:closeMatch", property_.close),
        )
    )


def _sorts(property_: Property) -> Iterator[str]:
    if _META.intersection(property_.range):
        yield "owl:AnnotationProperty"
        return
    literal = property_.range[0].startswith("xsd:")
    yield "owl:DatatypeProperty" if literal else "owl:ObjectProperty"
    if property_.most == 1:
        yield "owl:FunctionalProperty"


def _annotated(label: str, comment: str) -> Iterator[str]:
    yield f"    rdfs:label {_text(label)} ;"
    yield f"    rdfs:comment {_text(comment)} ;"


def _ends(domain: Iterable[str], range_: Iterable[str]) -> Iterator[str]:
    """Yield the ends: with several classes they are hints, for OWL would take all to hold."""
    for end, names in (("domain", domain), ("range", range_)):
        found = classes(names)
        yield from _listed(f"rdfs:{end}" if len(found) == 1 else f"schema:{end}Includes", found)


def _listed(property_: str, values: Iterable[str]) -> Iterator[str]:
    if values := list(values):
        yield f"    {property_} {', '.join(values)} ;"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) + "@en"
