from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg.store.dump import RDF_FORMATS, dump
from kg.store.reader import Reader
from kg.vocabulary import BASE
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.places import Place


RDFLIB = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld"}
DATASETS = ("nq", "trig", "jsonld")


@pytest.fixture(scope="module")
def reader(toy_place: Place) -> Iterator[Reader]:
    with Reader(toy_place) as reader:
        yield reader


def dumped(reader: Reader, suffix: str) -> bytes:
    return b"".join(dump(reader, suffix))


@pytest.mark.parametrize("suffix", RDF_FORMATS)
def test_oxigraph_reads_the_same_statements_back(reader: Reader, suffix: str) -> None:
    found = list(ox.parse(dumped(reader, suffix), RDF_FORMATS[suffix]))
    if suffix in DATASETS:
        assert set(found) == set(toy.quads())
    else:
        assert {quad.triple for quad in found} == {quad.triple for quad in toy.quads()}
    assert len(set(found)) == len(found)


# rdflib's own parsers still use what it calls deprecated.
@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("suffix", DATASETS)
def test_rdflib_reads_the_same_dataset_back(reader: Reader, suffix: str) -> None:
    expected, found = Dataset(), Dataset()
    expected.parse(data=ox.serialize(toy.quads(), format=ox.RdfFormat.N_QUADS), format="nquads")
    found.parse(data=dumped(reader, suffix), format=RDFLIB[suffix])
    names = sorted(str(graph.identifier) for graph in expected.graphs() if len(graph))
    assert names == sorted(str(graph.identifier) for graph in found.graphs() if len(graph))
    assert len(names) == 5
    for graph in expected.graphs():
        assert isomorphic(graph, found.graph(graph.identifier))


@pytest.mark.parametrize("suffix", ["ttl", "nt"])
def test_rdflib_reads_the_same_union_back(reader: Reader, suffix: str) -> None:
    expected = Graph().parse(
        data=ox.serialize({q.triple for q in toy.quads()}, format=ox.RdfFormat.N_TRIPLES),
        format="nt",
    )
    found = Graph().parse(data=dumped(reader, suffix), format=RDFLIB[suffix])
    assert isomorphic(expected, found)


@pytest.mark.parametrize("suffix", RDF_FORMATS)
def test_the_order_in_which_quads_were_stored_does_not_show(
    reader: Reader, place: Place, suffix: str
) -> None:
    with toy.published(place, reversed(toy.quads())) as other:
        assert dumped(other, suffix) == dumped(reader, suffix)


@pytest.mark.parametrize("suffix", ["nt", "nq"])
def test_lines_are_sorted_and_each_stands_once(reader: Reader, suffix: str) -> None:
    lines = dumped(reader, suffix).splitlines()
    assert len(lines) == len(set(lines))
    assert all(line.endswith(b" .") for line in lines)


def test_what_two_graphs_say_is_said_once_in_the_union(place: Place) -> None:
    one, two = (ox.NamedNode(f"{BASE}graph/{name}") for name in "ab")
    with toy.published(place, [ox.Quad(one, one, one, graph) for graph in (one, two)]) as reader:
        assert len(dumped(reader, "nq").splitlines()) == 2
        assert len(dumped(reader, "nt").splitlines()) == 1


@pytest.mark.parametrize("suffix", RDF_FORMATS)
@pytest.mark.parametrize(
    "text", ["\x00\x01\x7f", "\r\n\t", '"\\', "\ufffe\U0010ffff", "</x>", "🪁\u202e\u2028"]
)
def test_hostile_texts_come_back_from_every_format(place: Place, suffix: str, text: str) -> None:
    node = ox.NamedNode(f"{BASE}graph/x")
    quad = ox.Quad(node, node, ox.Literal(text), node)
    with toy.published(place, [quad]) as reader:
        [found] = ox.parse(dumped(reader, suffix), RDF_FORMATS[suffix])
    assert found.object == ox.Literal(text)
