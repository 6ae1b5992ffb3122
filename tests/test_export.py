from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

import kg.extract
from kg.build import build
from kg.errors import ExportError
from kg.export import FORMATS, NETWORK_FORMATS, export
from kg.model import Entity, Paper, PaperFacts, Resolved, Statement
from kg.sample import PAGES
from kg.store.reader import Reader
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.graph import Graph

FILES = {suffix: [f"graph.{suffix}"] for suffix in FORMATS} | {
    "csv": ["graph.nodes.csv", "graph.edges.csv"]
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with toy.published(tmp_path_factory.mktemp("toy")) as reader:
        yield reader


@pytest.fixture(scope="module")
def outputs(sample_output: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sample built in three folders: plainly, from shuffled sources, by four workers."""
    folder = tmp_path_factory.mktemp("again")
    build(reversed(PAGES), folder / "shuffled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kg.extract, "FEW", 1)
        patch.setattr(kg.extract, "CHUNK", 7)
        build(PAGES, folder / "workers", workers=4)
    return [sample_output, folder / "shuffled", folder / "workers"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_graph_gives_the_same_bytes(
    outputs: list[Path], tmp_path: Path, suffix: str
) -> None:
    contents = set()
    for number, output in enumerate(outputs):
        folder = tmp_path / str(number)
        with Reader(output) as reader:
            written = export(reader, folder / f"graph.{suffix}")
        assert [path.name for path in written] == FILES[suffix]
        assert sorted(path.name for path in folder.iterdir()) == sorted(FILES[suffix])
        contents.add(tuple(path.read_bytes() for path in written))
    assert len(contents) == 1
    assert all(len(content) > 10_000 for content in contents.pop())


def test_a_suffix_in_capitals_is_the_same(reader: Reader, tmp_path: Path) -> None:
    export(reader, tmp_path / "a.ttl")
    export(reader, tmp_path / "b.TTL")
    assert (tmp_path / "a.ttl").read_bytes() == (tmp_path / "b.TTL").read_bytes()


@pytest.mark.parametrize("name", ["graph.docx", "graph", ".ttl", "graph.", "graph.ttl.gz"])
def test_an_unknown_suffix_is_one_line_with_all_that_are_known(
    reader: Reader, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ExportError) as caught:
        export(reader, tmp_path / name)
    assert str(caught.value) == (
        f"{tmp_path / name}: no format of that suffix; write one of "
        ".ttl, .nt, .nq, .trig, .jsonld, .graphml, .gexf, .json, .csv"
    )
    assert list(tmp_path.iterdir()) == []


def graphml(path: Path) -> nx.MultiDiGraph:
    return nx.read_graphml(path, force_multigraph=True)


def node_link(path: Path) -> nx.MultiDiGraph:
    return nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")


READERS: dict[str, Callable[[Path], nx.MultiDiGraph]] = {
    "graphml": graphml,
    "gexf": nx.read_gexf,
    "json": node_link,
}
NODES = {toy.PAGE.id, toy.PAPER.id, toy.BARE.id, *(entity.id for entity in toy.RESOLVED.entities)}


def read_back(reader: Reader, folder: Path, suffix: str) -> nx.MultiDiGraph:
    [path] = export(reader, folder / f"graph.{suffix}")
    return READERS[suffix](path)


def relations(graph: nx.MultiDiGraph, suffix: str) -> set[tuple[str, str, str]]:
    if suffix == "json":
        return {(source, key, target) for source, target, key in graph.edges(keys=True)}
    return {(s, data["relation"], t) for s, t, data in graph.edges(data=True)}


@pytest.mark.parametrize("suffix", READERS)
def test_networkx_reads_nodes_and_edges_back(reader: Reader, tmp_path: Path, suffix: str) -> None:
    graph = read_back(reader, tmp_path, suffix)
    assert isinstance(graph, nx.MultiDiGraph)
    assert set(graph.nodes) == NODES
    assert relations(graph, suffix) == {(e.subject, e.relation, e.object) for e in reader.edges()}


@pytest.mark.parametrize("suffix", READERS)
def test_networkx_reads_the_attributes_back(reader: Reader, tmp_path: Path, suffix: str) -> None:
    graph = read_back(reader, tmp_path, suffix)
    paper, theme = graph.nodes[toy.PAPER.id], graph.nodes[toy.DISTILLATION.id]
    assert (paper["kind"], paper["name"]) == ("paper", toy.PAPER.title)
    assert paper["url"] == toy.PAPER.url
    assert (theme["kind"], theme["name"]) == ("theme", "distillation")
    edges = {
        relation: data
        for (_, relation, _), data in zip(
            [(s, d.get("relation", k), t) for s, t, k, d in graph.edges(keys=True, data=True)],
            [data for *_, data in graph.edges(data=True)],
            strict=True,
        )
    }
    assert edges["usesDataset"]["confidence"] == 0.5
    assert edges["usesDataset"]["quote"] == '"Kite" is tested on Pond & Lake\\2.'
    assert edges["broader"]["quote"] == ""


def test_lists_are_texts_in_xml_and_lists_in_json(reader: Reader, tmp_path: Path) -> None:
    theme = read_back(reader, tmp_path, "graphml").nodes[toy.DISTILLATION.id]
    assert (theme["kinds"], theme["aliases"]) == ("theme; method", "KD")
    theme = read_back(reader, tmp_path, "json").nodes[toy.DISTILLATION.id]
    assert (theme["kinds"], theme["aliases"]) == (["theme", "method"], ["KD"])


def test_gephi_finds_labels_and_no_time_in_a_gexf_file(reader: Reader, tmp_path: Path) -> None:
    [path] = export(reader, tmp_path / "graph.gexf")
    text = path.read_text(encoding="utf-8")
    assert f'id="{toy.KITE.id}" label="Kite"' in text
    assert 'mode="dynamic"' not in text
    assert not re.search(r"<(node|edge)[^>]* (start|end)=", text)
    assert "lastmodifieddate" not in text


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_csv_holds_every_node_and_edge_once(reader: Reader, tmp_path: Path) -> None:
    nodes, edges = map(rows, export(reader, tmp_path / "graph.csv"))
    assert list(nodes[0]) == ["id", "kind", "name", "kinds", "aliases", "url", "abstract"]
    assert list(edges[0]) == ["source", "relation", "target", "confidence", "sentence"]
    assert sorted(row["id"] for row in nodes) == sorted(NODES)
    assert sorted((row["source"], row["relation"], row["target"]) for row in edges) == sorted(
        (edge.subject, edge.relation, edge.object) for edge in reader.edges()
    )
    [paper] = [row for row in nodes if row["id"] == toy.PAPER.id]
    assert (paper["name"], paper["abstract"]) == (toy.PAPER.title, toy.PAPER.abstract)
    [used] = [row for row in edges if row["relation"] == "usesDataset"]
    assert used["confidence"] == "0.5"
    assert used["sentence"] == '"Kite" is tested on Pond & Lake\\2.'


def test_the_sample_has_as_many_nodes_in_every_format(sample: Graph, tmp_path: Path) -> None:
    nodes, edges = map(rows, export(sample.reader, tmp_path / "graph.csv"))
    assert len(nodes) == sum(1 for _ in sample.query("SELECT ?x { ?x kg:mainKind ?kind }").rows())
    assert len(edges) == sum(sample.stats().edges.values())
    for suffix in READERS:
        graph = read_back(sample.reader, tmp_path, suffix)
        assert len(graph.nodes) == len(nodes)
        assert graph.number_of_edges() == len(edges)


HOSTILE = {
    "controls": "bell \x07, null \x00, escape \x1b[31m",
    "no characters": "\ufffe and \uffff",
    "lone carriage return": "one\rtwo",
    "line ends": 'three\r\nfour\n"five",six;\tseven',
    "markup": "</data></node>]]> <script>alert(1)</script> &amp; <!-- --> <?xml?>",
    "right to left": "\u202etxet\u202c and 🪁",
    "formula": "=1+1",
    "long": "x" * 5000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("suffix", NETWORK_FORMATS)
def test_hostile_titles_break_no_format(tmp_path: Path, name: str, suffix: str) -> None:
    text = HOSTILE[name]
    paper, entity = Paper("paper/x", text, text), Entity("concept/x", ("method",), text, (text,))
    stated = PaperFacts(paper, (Statement(paper.id, "mentions", entity.id),))
    with toy.published(tmp_path, toy.quads(Resolved((entity,), (stated,)))) as reader:
        path, *_ = export(reader, tmp_path / f"graph.{suffix}")
    found: dict[str, Any]
    if suffix == "csv":
        found = {row["id"]: row["name"] for row in rows(path)}
    else:
        found = dict(READERS[suffix](path).nodes(data="name"))
    if suffix in ("graphml", "gexf"):
        assert {in_xml(value) for value in found.values()} == {in_xml(text)}
    else:
        assert set(found.values()) == {text}


def in_xml(text: str) -> str:
    """Return what XML keeps of a text: no control characters, and white space of one kind."""
    return re.sub(r"\s+", " ", re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text))
