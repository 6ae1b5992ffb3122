"""The published vocabulary says what the table says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, VANN, Graph, Literal, Namespace, URIRef

from kg.vocabulary import (
    CLASSES,
    KINDS,
    PREFIXES,
    PROPERTIES,
    RELATIONS,
    expand,
    page,
    relation_iri,
    turtle,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.vocabulary import Kind, Property, Relation

FOLDER = Path(__file__).parents[1] / "kg" / "vocabulary"
FILES = {"paper-kg.ttl": turtle.turtle, "README.md": page.page}
KG = Namespace(PREFIXES["kg"])
ONTOLOGY = URIRef(PREFIXES["kg"].rstrip("#"))
GRAPH = Graph().parse(data=turtle.turtle())
OWN = [property_ for property_ in PROPERTIES.values() if property_.curie.startswith("kg:")]
RELATED = [relation for relation in RELATIONS.values() if relation.name != "broader"]
_SORTS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}


def node(curie: str) -> URIRef:
    return URIRef(expand(curie))


def types(names: Iterable[str]) -> set[URIRef]:
    """Return the first classes of kinds and parts; other names are classes already."""
    return {node(CLASSES[name][0] if name in CLASSES else name) for name in names}


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_written_from_the_table(name: str, request: pytest.FixtureRequest) -> None:
    path, text = FOLDER / name, FILES[name]()
    if request.config.getoption("--update-golden"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text


def test_the_ontology_is_turtle_to_everyone() -> None:
    triples = list(ox.parse(turtle.turtle(), ox.RdfFormat.TURTLE))
    assert len(triples) == len(GRAPH) > 200


def test_the_ontology_says_what_it_is() -> None:
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in GRAPH
    assert GRAPH.value(ONTOLOGY, OWL.versionInfo) == Literal(turtle.VERSION)
    assert GRAPH.value(ONTOLOGY, VANN.preferredNamespacePrefix) == Literal("kg")
    assert GRAPH.value(ONTOLOGY, VANN.preferredNamespaceUri) == Literal(PREFIXES["kg"])


def test_every_term_of_ours_is_defined_once_with_a_label_and_a_comment() -> None:
    table = {node(kind.types[0]) for kind in KINDS.values()}
    table |= {URIRef(relation_iri(one.name)) for one in RELATED}
    table |= {node(one.curie) for one in OWN}
    defined = set(GRAPH.subjects(RDFS.isDefinedBy, ONTOLOGY))
    assert defined == table | {KG.inverseLabel}
    for term in defined:
        for said in (RDFS.label, RDFS.comment):
            [text] = GRAPH.objects(term, said)
            assert isinstance(text, Literal)
            assert (text.language, bool(text.strip())) == ("en", True)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_stands_below_the_field_s_classes(kind: Kind) -> None:
    own, *above = map(node, kind.types)
    assert (own, RDF.type, OWL.Class) in GRAPH
    assert set(GRAPH.objects(own, RDFS.subClassOf)) == set(above)


@pytest.mark.parametrize("relation", RELATED, ids=lambda relation: relation.name)
def test_a_relation_has_its_ends_and_what_it_is_a_case_of(relation: Relation) -> None:
    own = KG[relation.name]
    assert (own, RDF.type, OWL.ObjectProperty) in GRAPH
    assert set(GRAPH.objects(own, RDFS.domain)) == types(relation.domain)
    assert set(GRAPH.objects(own, RDFS.range)) == types(relation.range)
    assert GRAPH.value(own, KG.inverseLabel) == Literal(relation.inverse, lang="en")
    above = list(GRAPH.objects(own, RDFS.subPropertyOf))
    assert {one for one in above if isinstance(one, URIRef)} == set(map(node, relation.above))
    inverses = {inverse for one in above for inverse in GRAPH.objects(one, OWL.inverseOf)}
    assert inverses == set(map(node, relation.above_inverse))
    assert set(GRAPH.objects(own, SKOS.closeMatch)) == set(map(node, relation.close))


@pytest.mark.parametrize("property_", OWN, ids=lambda property_: property_.curie)
def test_a_property_has_its_ends(property_: Property) -> None:
    own, schema = node(property_.curie), Namespace(PREFIXES["schema"])
    assert len(_SORTS & set(GRAPH.objects(own, RDF.type))) == 1
    literal = all(name.startswith("xsd:") for name in property_.range)
    assert ((own, RDF.type, OWL.DatatypeProperty) in GRAPH) == literal
    for names, one, many in (
        (property_.domain, RDFS.domain, schema.domainIncludes),
        (property_.range, RDFS.range, schema.rangeIncludes),
    ):
        found = {*GRAPH.objects(own, one), *GRAPH.objects(own, many)}
        assert found == types(names)
        assert bool(set(GRAPH.objects(own, one))) == (len(found) == 1)


def test_the_page_tells_of_every_term() -> None:
    text = page.page()
    named = {*PROPERTIES, *(f"kg:{one.name}" for one in RELATED)}
    named |= {curie for classes in CLASSES.values() for curie in classes}
    assert [curie for curie in sorted(named) if f"`{curie}`" not in text] == []
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) > 100
    assert {line.count("`") % 2 for line in rows} == {0}


@pytest.mark.parametrize("property_", PROPERTIES.values(), ids=PROPERTIES)
def test_properties_are_of_kinds_and_parts(property_: Property) -> None:
    assert PROPERTIES[property_.curie] is property_
    assert property_.domain
    assert set(property_.domain) <= CLASSES.keys()
    assert property_.range
    assert {name for name in property_.range if ":" not in name} <= CLASSES.keys()
    assert property_.most is None or 0 <= property_.least <= property_.most
