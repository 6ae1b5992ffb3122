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
from kg.network import to_networkx
from kg.sample import PAGES
from kg.store.reader import Reader
from kg.view import whole
from kg.vocabulary import KINDS
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.graph import Graph
    from kg.store.places import Place, Remote

FILES = {suffix: [f"graph.{suffix}"] for suffix in FORMATS} | {
    "csv": ["graph.nodes.csv", "graph.edges.csv"],
    "neo4j": ["graph.neo4j-nodes.csv", "graph.neo4j-relationships.csv"],
}


@pytest.fixture(scope="module")
def reader(toy_place: Place) -> Iterator[Reader]:
    with Reader(toy_place) as reader:
        yield reader


@pytest.fixture(scope="module")
def outputs(
    sample_output: Path, sample_on_server: Remote, tmp_path_factory: pytest.TempPathFactory
) -> list[Place]:
    """The sample built plainly, from shuffled sources, by four workers; and on a server."""
    folder = tmp_path_factory.mktemp("again")
    build(reversed(PAGES), folder / "shuffled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kg.extract, "FEW", 1)
        patch.setattr(kg.extract, "CHUNK", 7)
        build(PAGES, folder / "workers", workers=4)
    return [sample_output, folder / "shuffled", folder / "workers", sample_on_server]


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_graph_gives_the_same_bytes(
    outputs: list[Place], tmp_path: Path, suffix: str
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


@pytest.mark.parametrize(
    "name", ["graph.docx", "graph", ".ttl", "graph.", "graph.ttl.gz", "graph.tsv", ".sssom.tsv"]
)
def test_an_unknown_suffix_is_one_line_with_all_that_are_known(
    reader: Reader, tmp_path: Path, name: str
) -> None:
    with pytest.raises(ExportError) as caught:
        export(reader, tmp_path / name)
    assert str(caught.value) == (
        f"{tmp_path / name}: no format of that suffix; write one of "
        ".ttl, .nt, .nq, .trig, .jsonld, .graphml, .gexf, .json, .csv, .neo4j, .sssom.tsv"
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
        path, *more = export(reader, tmp_path / f"graph.{suffix}")
    found: dict[str, Any]
    if suffix == "csv":
        found = {row["id"]: row["name"] for row in rows(path)}
    elif suffix == "neo4j":
        nodes, _ = imported(path, *more)
        found = {id_: node["name"] for id_, node in nodes.items()}
    else:
        found = dict(READERS[suffix](path).nodes(data="name"))
    if suffix in ("graphml", "gexf"):
        assert {in_xml(value) for value in found.values()} == {in_xml(text)}
    elif suffix == "neo4j":
        assert {on_a_line(value) for value in found.values()} == {on_a_line(text)}
    else:
        assert set(found.values()) == {text}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("suffix", READERS)
def test_all_attributes_come_back_whatever_the_text(tmp_path: Path, name: str, suffix: str) -> None:
    """What XML cannot hold is left out; everything else is as `kg.open().networkx()` has it."""
    text = f"We use it. {HOSTILE[name]}"
    paper, entity = Paper("paper/x", text, text), Entity("concept/x", ("method",), text, (text,))
    read = toy.read_at(paper, "abstract", "use", 0.75)
    facts = PaperFacts(paper, (Statement(paper.id, "uses", entity.id, 0.75, (read,)),))
    with toy.published(tmp_path, toy.quads(Resolved((entity,), (facts,)))) as reader:
        [path] = export(reader, tmp_path / f"graph.{suffix}")
        expected = to_networkx(whole(reader, tuple(KINDS), sentences=1))
    found = READERS[suffix](path)

    def told(value: Any) -> Any:
        value = "; ".join(value) if isinstance(value, list | tuple) else value
        return in_xml(value) if isinstance(value, str) and suffix != "json" else value

    for id_, attributes in expected.nodes(data=True):
        for key, value in attributes.items():
            assert told(found.nodes[id_].get(key, "")) == told(value)
    [(_, _, wanted)] = expected.edges(data=True)
    [(source, target, edge)] = found.edges(data=True)
    assert (source, target) == (paper.id, entity.id)
    assert (edge["confidence"], told(edge["quote"])) == (0.75, told(wanted["quote"]))
    assert wanted["start"] in (edge.get("start"), edge.get("quote_start"))


PROPERTY_TYPES: dict[str, Callable[[str], Any]] = {
    "": str,
    "double": float,
    "string[]": lambda text: text.split(";"),
}


def imported(nodes: Path, edges: Path) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """Read two files by the rules of ``neo4j-admin database import full`` with its defaults.

    A row is a line, for fields of several lines need an option; a field without a value gives no
    property; ids are unique, and both ends of a relationship are there; what is split at ";" are
    labels and lists.
    """
    of_nodes, of_edges = neo4j_rows(nodes), neo4j_rows(edges)
    by_id = {row.pop(":ID"): row for row in of_nodes}
    assert len(by_id) == len(of_nodes)
    for row in by_id.values():
        row["labels"] = row.pop(":LABEL").split(";")
        assert all(label.isidentifier() for label in row["labels"])
    for row in of_edges:
        assert {row[":START_ID"], row[":END_ID"]} <= set(by_id)
        assert row[":TYPE"].isidentifier()
    return by_id, of_edges


def neo4j_rows(path: Path) -> list[dict[str, Any]]:
    lines = path.read_bytes().decode().split("\r\n")
    assert lines.pop() == ""
    # Every sort of line break that a reader might know.
    assert not [line for line in lines if len(line.splitlines()) > 1]
    head, *body = [row for line in lines for row in csv.reader([line], strict=True)]
    names = [re.fullmatch(r"(\w*)(?::([\w\[\]]+))?", column) for column in head]
    found = []
    for cells in body:
        assert len(cells) == len(head)
        row: dict[str, Any] = {}
        for name, cell in zip(names, cells, strict=True):
            assert name is not None
            key, type_ = name[1], name[2] or ""
            assert type_ in PROPERTY_TYPES or type_.isupper()
            if type_.isupper():
                row[f":{type_}"] = row[key] = cell
            elif cell:
                row[key] = PROPERTY_TYPES[type_](cell)
        found.append(row)
    return found


def on_a_line(text: str) -> str:
    """Return what stays of a text where a line is a row."""
    return re.sub(r"[\x00-\x20\x7f]+", " ", text).strip()


def test_neo4j_imports_every_node_and_edge(reader: Reader, tmp_path: Path) -> None:
    nodes, edges = imported(*export(reader, tmp_path / "graph.neo4j"))
    assert set(nodes) == NODES
    assert {(edge[":START_ID"], edge[":TYPE"], edge[":END_ID"]) for edge in edges} == {
        (edge.subject, edge.relation, edge.object) for edge in reader.edges()
    }
    theme, pond, paper = (nodes[id_] for id_ in (toy.DISTILLATION.id, toy.POND.id, toy.PAPER.id))
    assert (theme["id"], theme["labels"]) == (toy.DISTILLATION.id, ["Theme", "Method"])
    assert (theme["name"], theme["aliases"]) == ("distillation", ["KD"])
    assert pond["labels"] == ["Dataset"]
    assert (paper["labels"], paper["name"]) == (["Paper"], toy.PAPER.title)
    assert "aliases" not in paper
    [used] = [edge for edge in edges if edge[":TYPE"] == "usesDataset"]
    assert (used["confidence"], used["sentence"]) == (0.5, '"Kite" is tested on Pond & Lake\\2.')


def test_neo4j_gets_one_alias_for_one_alias(tmp_path: Path) -> None:
    entity = Entity("concept/x", ("method",), "X", ("a; b", "c\nd", 'e "f", g'))
    with toy.published(tmp_path, toy.quads(Resolved((entity,), ()))) as reader:
        nodes, _ = imported(*export(reader, tmp_path / "graph.neo4j"))
    assert nodes["concept/x"]["aliases"] == ["a, b", "c d", 'e "f", g']


def test_neo4j_gets_the_whole_sample(sample: Graph, tmp_path: Path) -> None:
    nodes, edges = imported(*export(sample.reader, tmp_path / "graph.neo4j"))
    stats = sample.stats()
    assert sum("Paper" in node["labels"] for node in nodes.values()) == stats.nodes["paper"]
    assert len(edges) == sum(stats.edges.values())


def in_xml(text: str) -> str:
    """Return what XML keeps of a text: no control characters, and white space of one kind."""
    return re.sub(r"\s+", " ", re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text))
