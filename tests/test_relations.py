"""What extends what, from the text to the answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import kg
from kg.build import build
from kg.check import check
from kg.query import question
from kg.store.reader import Reader
from kg.store.sparql import ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph import Graph

PAPERS = {
    "On parsing": "We propose MarLin, which extends BERT to trees.",
    "On long trees": "We propose TarLin, a variant of MarLin. MarLin is an extension of BERT.",
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("relations")
    lines = [json.dumps({"title": t, "abstract": a}) for t, a in PAPERS.items()]
    (folder / "papers.jsonl").write_text("\n".join(lines), encoding="utf-8")
    build([folder / "papers.jsonl"], folder / "output")
    return folder / "output"


@pytest.fixture
def graph(output: Path) -> Iterator[Graph]:
    with kg.open(output) as opened:
        yield opened


def test_two_papers_say_it_of_one_edge(graph: Graph) -> None:
    [fact] = graph.why("MarLin", "BERT")
    assert (fact.subject.name, fact.relation, fact.object.name) == ("MarLin", "extends", "BERT")
    assert {quote.paper for quote in fact.quotes} == {"paper/on-parsing", "paper/on-long-trees"}
    marked = {quote.text[a:b] for quote in fact.quotes for a, b in quote.marks}
    assert marked == {"MarLin, which extends BERT", "MarLin is an extension of BERT"}
    assert graph.stats().edges["extends"] == 2


def test_show_and_neighbours_know_both_directions(graph: Graph) -> None:
    said = [
        (fact.subject.name, fact.object.name)
        for fact in graph.show("MarLin").facts
        if fact.relation == "extends"
    ]
    assert sorted(said) == [("MarLin", "BERT"), ("TarLin", "MarLin")]
    near = graph.neighbourhood("BERT", depth=2, relations=["extends"])
    assert [(one.node.name, one.hops) for one in near] == [("MarLin", 1), ("TarLin", 2)]


def test_the_edge_is_drawn_and_exported_once(graph: Graph) -> None:
    edges = [
        (source, target)
        for source, target, key in graph.networkx().edges(keys=True)
        if "extends" in str(key)
    ]
    assert len(edges) == len(set(edges)) == 2


def test_the_graph_has_no_contradictions(output: Path) -> None:
    with Reader(output) as reader:
        assert check(reader) == ()


def test_every_place_that_says_it_is_kept(output: Path) -> None:
    with Reader(output) as reader:
        text = "SELECT ?m { ?m kg:supports kg:extends ; rdf:subject ?s }"
        assert len(list(ask(reader, text).rows())) == 3


def test_lineage_goes_all_the_way(output: Path) -> None:
    with Reader(output) as reader:
        text = question("lineage").bound(reader, {"method": "TarLin"})
        rows = [row[:2] for row in ask(reader, text).rows()]
    assert rows == [("MarLin", "BERT"), ("TarLin", "MarLin")]
