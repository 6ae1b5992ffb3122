"""`kg.open` gives papers, entities, lookups and the views of other libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
import rdflib

import kg
from kg.errors import AmbiguousError, NotFoundError, QueryError, StoreError
from kg.query import question
from tests.web import (
    ALONE,
    BARE,
    EVIL,
    FLIES,
    FOURTH,
    HOSTILE_NAMES,
    KITE,
    KOALA_DATA,
    POND,
    WADES,
    publish_web,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.graph import Graph
    from kg.store.places import Place


@pytest.fixture(scope="module")
def graph(web_place: Place) -> Iterator[Graph]:
    with kg.open(str(web_place)) as opened:
        yield opened


def test_open_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no graph; build one with: kg build"):
        kg.open(tmp_path / "absent")


def test_papers_come_back_unchanged(graph: Graph) -> None:
    expected = sorted((ALONE, BARE, EVIL, FLIES, FOURTH, WADES), key=lambda paper: paper.id)
    assert graph.papers() == expected
    assert graph.paper("2401.00001") == FLIES
    assert graph.paper(EVIL.title) == EVIL


def test_entities_come_back_unchanged(graph: Graph) -> None:
    assert graph.entities("dataset") == [KOALA_DATA, POND]
    assert graph.entity("kinetic inference") == KITE
    assert graph.entity("monday").kinds == ("page",)


@pytest.mark.parametrize("name", ["Kite", "concept/kite", "nothing of it"])
def test_paper_of_another_kind_is_not_found(graph: Graph, name: str) -> None:
    with pytest.raises(NotFoundError):
        graph.paper(name)


@pytest.mark.parametrize("name", [FLIES.title, FLIES.id, "nothing of it"])
def test_entity_that_is_a_paper_is_not_found(graph: Graph, name: str) -> None:
    with pytest.raises(NotFoundError):
        graph.entity(name)


def test_find_names_the_node(graph: Graph) -> None:
    assert graph.find("koala", "dataset").id == KOALA_DATA.id
    with pytest.raises(AmbiguousError):
        graph.find("koala")


def test_lookups_take_names(graph: Graph) -> None:
    assert graph.show("kite").entity == KITE
    assert [hit.node.id for hit in graph.search("pond")] == [POND.id]
    assert [one.node.id for one in graph.neighbourhood("pond")] == [FLIES.id]
    assert [step.subject.id for step in graph.path("kite", "pond")] == [FLIES.id, FLIES.id]
    assert len(graph.why("kite", "pond")) == 2
    assert graph.stats().nodes["paper"] == 6


LOOKUPS: tuple[Callable[[Graph, str], object], ...] = (
    lambda graph, name: graph.show(name),
    lambda graph, name: graph.paper(name),
    lambda graph, name: graph.entity(name),
    lambda graph, name: graph.neighbourhood(name),
    lambda graph, name: graph.path(name, "Kite"),
    lambda graph, name: graph.why("Kite", name),
    lambda graph, name: graph.network(name),
    lambda graph, name: graph.similar(name),
    lambda graph, name: graph.compare(name, "Pond"),
    lambda graph, name: graph.common("Pond", name),
    lambda graph, name: graph.connect("Pond", name),
    lambda graph, name: graph.gaps(name),
    lambda graph, name: graph.report(name),
)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: ascii(name[:12]))
@pytest.mark.parametrize("lookup", range(len(LOOKUPS)))
def test_hostile_name_raises_nothing_but_not_found(graph: Graph, lookup: int, name: str) -> None:
    try:
        LOOKUPS[lookup](graph, name)
    except NotFoundError:
        return
    assert "Kite" in name


def test_query_gives_plain_values(graph: Graph) -> None:
    found = graph.query(
        "SELECT ?paper ?title { ?paper dcterms:title ?title } ORDER BY ?title LIMIT 1"
    )
    assert found.columns == ("paper", "title")
    assert list(found) == [(ALONE.id, "Alone")]
    with pytest.raises(QueryError):
        graph.query("DELETE WHERE { ?s ?p ?o }")


def test_query_asks_named_questions(graph: Graph) -> None:
    found = graph.query("methods-on-dataset", dataset="Pond")
    assert found.columns == ("method", "papers", "example")
    assert found.rows()[0] == {"method": "Kite", "papers": "1", "example": FLIES.title}
    assert graph.query("methods-on-dataset", {"dataset": "pond"}) == found
    assert len(graph.query("methods-on-dataset", dataset="")) > len(found)
    with pytest.raises(QueryError, match="has no parameter 'data'; it has: dataset"):
        graph.query("methods-on-dataset", data="Pond")
    with pytest.raises(QueryError, match="did you mean 'themes'"):
        graph.query("teemes")
    with pytest.raises(NotFoundError):
        graph.query("methods-on-dataset", dataset="Lake of nobody")


def test_query_that_was_a_question_is_asked_as_it_stands(graph: Graph) -> None:
    text = question("methods-on-dataset").bound(graph.reader, {"dataset": "Pond"})
    assert graph.query(text) == graph.query("methods-on-dataset", dataset="Pond")


def test_sparql_needs_no_braces_to_be_a_query(graph: Graph) -> None:
    assert graph.query("DESCRIBE kg:Paper").is_graph


def test_why_is_empty_where_nothing_joins(graph: Graph) -> None:
    assert graph.why("Kite", "Robinson") == ()
    assert graph.why("Kite", "kite") == ()


def test_networkx_has_every_node_and_edge(graph: Graph) -> None:
    network = graph.networkx()
    assert isinstance(network, nx.MultiDiGraph)
    assert set(network) == {
        *(paper.id for paper in graph.papers()),
        *(one.id for kind in graph.stats().nodes for one in graph.entities(kind)),
    }
    assert network.number_of_edges() == sum(graph.stats().edges.values())
    assert network.has_edge(FLIES.id, KITE.id, "proposes")


def test_network_around_a_node(graph: Graph) -> None:
    around = graph.network("pond")
    assert {node.id for node in around.nodes} == {POND.id, FLIES.id}
    assert [edge.relation for edge in around.edges] == ["usesDataset"]


def test_rdflib_reads_the_same_triples(graph: Graph) -> None:
    dataset = graph.rdflib()
    assert isinstance(dataset, rdflib.Dataset)
    found = dataset.query("SELECT ?title { ?paper a kg:Paper ; dcterms:title ?title }")
    titles = [str(title) for row in found.bindings for title in row.values()]
    assert sorted(titles) == sorted(paper.title for paper in graph.papers())


def test_open_graph_keeps_its_version_while_another_is_published(tmp_path: Path) -> None:
    with kg.open(publish_web(tmp_path)) as before:
        publish_web(tmp_path)
        assert before.show("Kite").entity == KITE
        with kg.open(tmp_path) as after:
            assert after.papers() == before.papers()
