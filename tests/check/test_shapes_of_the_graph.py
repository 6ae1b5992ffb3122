"""Each shape of the graph is broken once: kg says so, and finds what pySHACL finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.check.shapes import FILE
from kg.check.written import shapes_text
from kg.store.quads import QuadWriter, term
from kg.vocabulary import CLASSES, PROPERTIES, RELATIONS, expand, prefixed, relation_iri
from tests.check.shacl import broken_in, by_kg, by_pyshacl
from tests.everything import QUADS

if TYPE_CHECKING:
    from pathlib import Path

node = QuadWriter().node
SHARED = node("graph/entities")
NOWHERE = node("nowhere")


Change = tuple[set[Quad], list[Quad]]
"""What goes and what comes."""


def changed(name: str, how: str) -> Change:
    """Return what makes one thing wrong at a property or relation."""
    predicate = NamedNode(iri_of(name))
    there = [quad for quad in QUADS if quad.predicate == predicate]
    # Two things wrong at one property are wrong at two nodes, where there are two.
    quad = there[-1] if how == "twice" else there[0]
    if how == "missing":
        return {each for each in there if each.subject == quad.subject}, []
    if how == "twice":
        return set(), [_other_value(quad, there)]
    if how == "wrong value":
        return set(), [Quad(quad.subject, predicate, Literal(value=True), quad.graph_name)]
    return set(), [Quad(NOWHERE, predicate, quad.object, quad.graph_name)]


def iri_of(name: str) -> str:
    return relation_iri(name) if name in RELATIONS else expand(name)


def _other_value(quad: Quad, alike: list[Quad]) -> Quad:
    """Return a second value for what has one, as good as the first where there is another."""
    others = [each.object for each in alike if each.object != quad.object]
    if isinstance(quad.object, Literal) and not others:
        others = [Literal(f"1{quad.object.value}", datatype=quad.object.datatype)]
    return Quad(quad.subject, quad.predicate, (others or [NOWHERE])[0], quad.graph_name)


CHANGES = [
    *((name, how) for how in ("wrong value", "wrong node") for name in (*PROPERTIES, *RELATIONS)),
    *((name, "missing") for name, each in PROPERTIES.items() if each.least),
    *((name, "twice") for name, each in PROPERTIES.items() if each.most is not None),
]
GRAPHS = 18


@pytest.mark.parametrize("first", range(GRAPHS))
def test_each_shape_can_be_broken(tmp_path: Path, first: int) -> None:
    """Some at a time, for speed, but none that are near each other."""
    some = CHANGES[first::GRAPHS]
    changes = [changed(name, how) for name, how in some]
    gone = set().union(*(gone for gone, _ in changes))
    quads = [quad for quad in QUADS if quad not in gone]
    quads += [quad for _, come in changes for quad in come]
    found = by_kg(broken_in(tmp_path, quads))
    for (name, how), (_, come) in zip(some, changes, strict=True):
        where = "" if how == "wrong node" else prefixed(iri_of(name))
        assert any(path == where and (not come or node == at(come[0])) for node, path in found), (
            name
        )
    assert found == by_pyshacl(quads, FILE)


def at(quad: Quad) -> str:
    assert isinstance(quad.subject, NamedNode)
    return quad.subject.value


LIMITS = [
    ("dcterms:title", Literal("")),
    ("fabio:hasArXivId", Literal("arXiv:1706.03762v1")),
    ("itsrdf:taConfidence", Literal("0", datatype=term("xsd:decimal"))),
    ("itsrdf:taConfidence", Literal("1.1", datatype=term("xsd:decimal"))),
    ("kg:key", Literal("")),
    ("kg:mainKind", term("kg:Thing")),
    ("kg:resultKind", Literal("guess")),
    ("kg:supports", term("kg:listedOn")),
    ("nif:beginIndex", Literal(-1)),
    ("nif:beginIndex", Literal(10_000)),
    ("prism:doi", Literal("https://doi.org/10.1000/kite")),
    ("schema:position", Literal(0)),
    ("skos:prefLabel", Literal("")),
    ("dcterms:date", Literal("2024-13-01", datatype=term("xsd:date"))),
]
STRICTER = [
    ("dcterms:issued", Literal("in 2024", datatype=term("xsd:gYear"))),
    ("nif:endIndex", Literal("many", datatype=term("xsd:integer"))),
]
"""What SHACL says is wrong and pySHACL passes: rdflib reads no year, and compares no such text."""


@pytest.mark.parametrize(("curie", "value"), [*LIMITS, *STRICTER])
def test_values_outside_of_their_limits_are_found(
    tmp_path: Path, curie: str, value: Literal | NamedNode
) -> None:
    there = [quad for quad in QUADS if quad.predicate == term(curie)]
    wrong = Quad(there[0].subject, there[0].predicate, value, there[0].graph_name)
    quads = [wrong if quad == there[0] else quad for quad in QUADS]
    found = by_kg(broken_in(tmp_path, quads))
    assert (at(wrong), curie) in found
    assert (curie, value) in STRICTER or found == by_pyshacl(quads, FILE)


@pytest.mark.parametrize("name", CLASSES)
def test_a_node_that_lacks_a_class_of_its_kind_is_found(tmp_path: Path, name: str) -> None:
    types = CLASSES[name]
    first = next(q for q in QUADS if q.object == term(types[0]))
    quads = [q for q in QUADS if (q.subject, q.object) != (first.subject, term(types[-1]))]
    found = by_kg(broken_in(tmp_path, quads))
    assert found
    assert found == by_pyshacl(quads, FILE)


def test_a_whole_graph_breaks_none(tmp_path: Path) -> None:
    predicates = {quad.predicate.value for quad in QUADS}
    assert predicates >= {*map(expand, PROPERTIES), *map(relation_iri, RELATIONS)}
    assert broken_in(tmp_path, QUADS) == ()
    assert by_pyshacl(QUADS, FILE) == set()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    gone=st.sets(st.integers(0, len(QUADS) - 1), max_size=5),
    crossed=st.lists(st.tuples(*[st.integers(0, len(QUADS) - 1)] * 3), max_size=5),
)
def test_pyshacl_finds_the_same_wherever_a_graph_is_broken(
    tmp_path_factory: pytest.TempPathFactory,
    gone: set[int],
    crossed: list[tuple[int, int, int]],
) -> None:
    """Triples go, and subjects, predicates and objects of three others make a new one."""
    kept = [quad for place, quad in enumerate(QUADS) if place not in gone]
    added = [
        Quad(QUADS[s].subject, QUADS[p].predicate, QUADS[o].object, SHARED) for s, p, o in crossed
    ]
    output = tmp_path_factory.mktemp("broken")
    quads = [*kept, *added]
    assert by_kg(broken_in(output, quads)) == by_pyshacl(quads, FILE)


def test_the_file_of_shapes_says_what_the_table_says(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        FILE.write_text(shapes_text(), encoding="utf-8", newline="\n")
    assert FILE.read_text(encoding="utf-8") == shapes_text()
