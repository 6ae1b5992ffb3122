from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.query import ResultRow

import kg
from kg.vocabulary import BASE, PREFIXES
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# rdflib's own methods still use what it calls deprecated.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Dataset.default_context is deprecated:DeprecationWarning"
)

KG = Namespace(PREFIXES["kg"])
PAPER = URIRef(BASE + toy.PAPER.id)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("toy")
    toy.publish(output, toy.quads())
    return output


@pytest.fixture
def dataset(output: Path) -> Iterator[Dataset]:
    with kg.open(output) as graph:
        yield graph.rdflib()


def test_it_is_a_dataset_of_all_quads(dataset: Dataset) -> None:
    assert isinstance(dataset, Dataset)
    assert len(list(dataset.quads((None, None, None, None)))) == len(set(toy.quads()))


def test_it_lists_the_named_graphs(dataset: Dataset) -> None:
    named = {str(graph.identifier).removeprefix(BASE) for graph in dataset.graphs() if graph}
    assert named == {
        "graph/entities",
        "graph/themes",
        *(f"graph/{id_}" for id_ in (toy.PAGE.id, toy.PAPER.id, toy.BARE.id)),
    }


def test_sparql_joins_across_graphs_without_declared_prefixes(dataset: Dataset) -> None:
    found = dataset.query(
        "SELECT ?title ?name { ?p kg:proposes/skos:prefLabel ?name ; dcterms:title ?title }"
    )
    rows = [row.asdict() for row in found if isinstance(row, ResultRow)]
    assert [(str(row["title"]), str(row["name"])) for row in rows] == [(toy.PAPER.title, "Kite")]
    assert bool(dataset.query("ASK { ?p a kg:Paper ; kg:comparesWith ?m }")) is False


def test_triples_are_those_of_the_union(dataset: Dataset) -> None:
    papers = {paper for paper, _, _ in dataset.triples((None, RDF.type, KG.Paper))}
    assert papers == {PAPER, URIRef(BASE + toy.BARE.id)}
    assert (PAPER, KG.proposes, URIRef(BASE + toy.KITE.id)) in dataset
    assert (PAPER, KG.comparesWith, URIRef(BASE + toy.KITE.id)) not in dataset


def test_one_named_graph_can_be_read_alone(dataset: Dataset) -> None:
    graph = dataset.graph(URIRef(f"{BASE}graph/{toy.BARE.id}"))
    assert str(graph.value(URIRef(BASE + toy.BARE.id), KG.mainKind)) == str(KG.Paper)
    assert (PAPER, None, None) not in graph


WRITES: dict[str, Callable[[Dataset], object]] = {
    "add": lambda d: d.add((PAPER, RDF.type, Literal("x"))),
    "add a quad": lambda d: d.add((PAPER, RDF.type, PAPER, Graph(identifier=PAPER))),
    "remove": lambda d: d.remove((PAPER, RDF.type, KG.Paper)),
    "remove a graph": lambda d: d.remove_graph(URIRef(f"{BASE}graph/themes")),
    "update": lambda d: d.update("INSERT DATA { <a:a> <a:b> <a:c> }"),
    "delete": lambda d: d.update("DELETE WHERE { ?s ?p ?o }"),
    "parse": lambda d: d.graph(PAPER).parse(data="<a:a> <a:b> <a:c> .", format="turtle"),
    "bind": lambda d: d.bind("mine", "https://example.org/"),
}


@pytest.mark.parametrize("write", WRITES)
def test_nothing_can_be_written(output: Path, write: str) -> None:
    files = {path: path.read_bytes() for path in (output / "store").rglob("*") if path.is_file()}
    with kg.open(output) as graph:
        dataset = graph.rdflib()
        with suppress(RuntimeError, ValueError):  # Some refuse, some do nothing.
            WRITES[write](dataset)
        assert set(graph.reader.quads()) == set(toy.quads())
    assert files == {path: path.read_bytes() for path in files}


def test_prefixes_are_those_of_the_vocabulary(dataset: Dataset) -> None:
    bound = {prefix: str(iri) for prefix, iri in dataset.namespaces()}
    assert PREFIXES.items() <= bound.items()
