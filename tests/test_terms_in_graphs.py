"""Graphs hold the terms of the table and no others, and as the table says."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.vocabulary import BASE, CLASSES, PROPERTIES, RELATIONS, expand, relation_iri
from tests import everything

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph import Graph
    from kg.vocabulary import Property, Relation

TYPE = expand("rdf:type")
TABLE_PROPERTIES = {*map(expand, PROPERTIES), *map(relation_iri, RELATIONS)}
TABLE_CLASSES = {expand(curie) for classes in CLASSES.values() for curie in classes}


def in_graph(quads: Iterable[ox.Quad]) -> tuple[set[str], set[str]]:
    """Return the IRIs of the properties and of the classes in a graph."""
    quads = list(quads)
    classes = {
        quad.object.value
        for quad in quads
        if quad.predicate.value == TYPE and isinstance(quad.object, ox.NamedNode)
    }
    return {quad.predicate.value for quad in quads} - {TYPE}, classes


def test_a_built_graph_holds_no_term_that_is_not_in_the_table(sample: Graph) -> None:
    properties, classes = in_graph(sample.reader.quads())
    assert properties <= TABLE_PROPERTIES
    assert classes <= TABLE_CLASSES
    assert len(properties) > 50


def test_each_term_of_the_table_is_used() -> None:
    assert in_graph(everything.QUADS) == (TABLE_PROPERTIES, TABLE_CLASSES)


class Facts:
    """A graph by subject: what each node is, and what is said of it."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        triples = {(quad.subject, quad.predicate.value, quad.object) for quad in quads}
        self.said: defaultdict[tuple[object, str], list[object]] = defaultdict(list)
        self.types: defaultdict[object, set[str]] = defaultdict(set)
        for subject, predicate, object_ in triples:
            self.said[subject, predicate].append(object_)
            if predicate == TYPE and isinstance(object_, ox.NamedNode):
                self.types[subject].add(object_.value)

    def is_a(self, thing: object, name: str) -> bool:
        """Return whether a value is of a kind, a part, a data type, or merely a node."""
        if name.startswith("xsd:"):
            return isinstance(thing, ox.Literal) and thing.datatype.value == expand(name)
        if name in {"rdf:Property", "rdfs:Class", "rdfs:Resource"}:
            return isinstance(thing, ox.NamedNode)
        is_result = expand("mls:ModelEvaluation") in self.types[thing]
        return expand(CLASSES[name][0]) in self.types[thing] and not (
            name == "mention" and is_result
        )

    def against(self, property_: Property) -> list[str]:
        """Return where a graph is not as the table says of a property."""
        iri, wrong = expand(property_.curie), []
        for thing in {subject for subject, _ in self.said}:
            values = self.said.get((thing, iri), [])
            of_domain = any(self.is_a(thing, name) for name in property_.domain)
            if values and not of_domain:
                wrong.append(f"{thing} is of another domain")
            if of_domain and not property_.least <= len(values) <= (property_.most or len(values)):
                wrong.append(f"{thing} has {len(values)}")
            wrong += [
                f"{thing} has the value {value}"
                for value in values
                if not any(self.is_a(value, name) for name in property_.range)
            ]
        return wrong


@pytest.fixture(scope="module")
def facts(sample: Graph) -> tuple[Facts, Facts]:
    return Facts(sample.reader.quads()), Facts(everything.QUADS)


@pytest.mark.parametrize("property_", PROPERTIES.values(), ids=PROPERTIES)
def test_graphs_are_as_the_table_says(property_: Property, facts: tuple[Facts, Facts]) -> None:
    assert [problem for graph in facts for problem in graph.against(property_)] == []


@pytest.mark.parametrize(
    ("curie", "subject", "value", "problem"),
    [
        ("kg:onDataset", everything.PAPER.id, everything.DATASET.id, "is of another domain"),
        ("foaf:name", everything.METHOD.id, everything.TASK.id, "has the value"),
        ("skos:prefLabel", everything.METHOD.id, everything.TASK.id, "has 2"),
    ],
)
def test_what_is_not_as_the_table_says_is_seen(
    curie: str, subject: str, value: str, problem: str
) -> None:
    planted = [*(ox.NamedNode(BASE + id_) for id_ in (subject, value))]
    quad = ox.Quad(planted[0], ox.NamedNode(expand(curie)), planted[1])
    found = Facts((*everything.QUADS, quad)).against(PROPERTIES[curie])
    assert [line for line in found if problem in line]


@pytest.mark.parametrize("relation", RELATIONS.values(), ids=RELATIONS)
def test_what_a_relation_is_a_case_of_is_written_out_for_lpwc(
    relation: Relation, facts: tuple[Facts, Facts]
) -> None:
    for graph in facts:
        for (subject, predicate), objects in list(graph.said.items()):
            if predicate != relation_iri(relation.name):
                continue
            for above in relation.above:
                if above.startswith("lpwcp:"):
                    assert set(objects) <= set(graph.said[subject, expand(above)])
            for above in relation.above_inverse:
                assert all(subject in graph.said[one, expand(above)] for one in objects)
