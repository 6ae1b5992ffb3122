"""The graph in force in, every way in which it contradicts itself or its texts out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.store.sparql import ask
from kg.vocabulary import KINDS, RELATIONS, relation_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.reader import Reader
    from kg.vocabulary import Relation

_READ_FROM_TEXT = sorted(set(RELATIONS) - {"listedOn", "broader"})


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong, and at which node."""

    where: str
    what: str


def check(reader: Reader) -> tuple[Problem, ...]:
    """Return every problem of the graph, sorted; empty where all is well.

    Relations join the kinds that they may, nothing points to a node that is not described, every
    edge read from a text has its evidence, and every quote stands in the text where it says.
    """
    return tuple(
        sorted(Problem(row[0], row[1]) for query in _queries() for row in ask(reader, query).rows())
    )


def _queries() -> Iterator[str]:
    for relation in RELATIONS.values():
        yield _ends(relation, "?s", relation.domain)
        yield _ends(relation, "?o", relation.range)
    relations = " ".join(f"<{relation_iri(name)}>" for name in _READ_FROM_TEXT)
    yield from (text.replace("RELATIONS", relations) for text in _CHECKS)


def _ends(relation: Relation, end: str, kinds: tuple[str, ...]) -> str:
    types = " ".join(KINDS[kind].types[0] for kind in kinds)
    allowed = " or ".join(kinds)
    return f"""
        SELECT ({end} AS ?where) ("is an end of {relation.name} but no {allowed}" AS ?what) {{
            ?s <{relation_iri(relation.name)}> ?o
            FILTER NOT EXISTS {{ VALUES ?type {{ {types} }} {end} a ?type }}
        }}"""


_CHECKS = (
    """
    SELECT ?where ("has no name" AS ?what) {
        ?where kg:mainKind ?kind
        FILTER NOT EXISTS { ?where dcterms:title|skos:prefLabel ?name }
    }""",
    """
    SELECT (?s AS ?where) (CONCAT("states without evidence: ", STR(?r), " ", STR(?o)) AS ?what) {
        { SELECT ?s ?r ?o { VALUES ?r { RELATIONS } ?s ?r ?o } }
        MINUS {
            ?mention itsrdf:taIdentRef ?o ; kg:supports ?r ; nif:referenceContext ?context .
            ?context dcterms:isPartOf ?paper
            OPTIONAL { ?mention rdf:subject ?subject }
            BIND (COALESCE(?subject, ?paper) AS ?s)
        }
    }""",
    """
    SELECT ?where ("supports a statement that its paper does not make" AS ?what) {
        ?where kg:supports ?r ; itsrdf:taIdentRef ?o ; nif:referenceContext ?context .
        ?context dcterms:isPartOf ?paper
        OPTIONAL { ?where rdf:subject ?subject }
        BIND (COALESCE(?subject, ?paper) AS ?s)
        FILTER NOT EXISTS { ?s ?r ?o }
    }""",
    """
    SELECT ?where ("quotes what does not stand there" AS ?what) {
        ?where nif:anchorOf ?quote
        OPTIONAL {
            ?where nif:beginIndex ?begin ; nif:endIndex ?end ; nif:referenceContext ?context .
            ?context nif:isString ?text
        }
        FILTER (!COALESCE(SUBSTR(?text, ?begin + 1, ?end - ?begin) = ?quote, false))
    }""",
    """
    SELECT ?where ("lies outside the sentence it names" AS ?what) {
        ?where nif:sentence ?sentence ; nif:beginIndex ?begin ; nif:endIndex ?end .
        OPTIONAL { ?sentence nif:beginIndex ?from ; nif:endIndex ?to }
        FILTER (!BOUND(?from) || ?begin < ?from || ?end > ?to)
    }""",
    """
    SELECT ?where (CONCAT("points to what is not described: ", STR(?o)) AS ?what) {
        VALUES ?r {
            dcterms:isPartOf itsrdf:taIdentRef kg:claims kg:ofMethod kg:onDataset mls:specifiedBy
            nif:referenceContext nif:sentence prov:wasAttributedTo rdf:subject schema:item
            skos:inScheme
        }
        ?where ?r ?o
        FILTER NOT EXISTS { ?o ?said ?thing }
    }""",
    """
    SELECT ?where ("is a text that its paper does not have" AS ?what) {
        ?where a nif:Context ; nif:isString ?text ; dcterms:isPartOf ?paper
        FILTER NOT EXISTS { ?paper dcterms:title|dcterms:abstract ?text }
    }""",
    """
    SELECT ?where ("has a confidence outside of 0 to 1" AS ?what) {
        ?where itsrdf:taConfidence ?confidence
        FILTER (?confidence <= 0 || ?confidence > 1)
    }""",
)
