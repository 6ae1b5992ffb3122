"""The main job on the five real pages; skipped where they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import kg
from kg.build import build
from kg.check import check
from kg.errors import NotFoundError
from kg.evaluate import evaluate, read_gold
from kg.export import export
from kg.extract import extract
from kg.model import Paper
from kg.picture import draw
from kg.records import to_record
from kg.sources import read
from kg.store.dump import RDF_FORMATS, dump
from tests.conftest import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph import Graph


@pytest.fixture(scope="module")
def graph(seeds_output: Path) -> Iterator[Graph]:
    with kg.open(seeds_output) as opened:
        yield opened


def test_five_pages_are_318_papers(seeds: list[Path], graph: Graph) -> None:
    reports = read(seeds).reports
    assert sum(report.records for report in reports) == 367
    assert sum(report.joined for report in reports) == 49
    assert [report.page.date for report in reports if report.page] == [
        "--03-11",
        "--04-24",
        "--03-11",
        "--03-11",
        "--03-11",
    ]
    assert len(graph.papers()) == 318
    assert len(graph.entities("page")) == 5


def test_titles_and_abstracts_are_lines_of_the_pages(seeds: list[Path], graph: Graph) -> None:
    lines = {line for page in seeds for line in page.read_text(encoding="utf-8").split("\n")}
    assert {text for paper in graph.papers() for text in (paper.title, paper.abstract)} <= lines


def test_all_offsets_say_what_stands_there(graph: Graph) -> None:
    papers = graph.papers()
    for paper, extraction in zip(papers, extract(papers), strict=True):
        for entity in extraction.entities:
            assert entity.mentions
            for mention in entity.mentions:
                assert paper.field(mention.field)[mention.start : mention.end] == mention.text
        for result in extraction.results:
            number = paper.field(result.field)[result.start : result.end]
            assert float(number.replace(",", "")) == float(result.value)
        for link in extraction.links:
            written = paper.field(link.field)[link.start : link.end]
            assert link.url.split("://")[1].split("/")[0] in written.replace(" ", "")


def test_graph_does_not_contradict_itself(graph: Graph) -> None:
    assert check(graph.reader) == ()


def test_links_are_those_of_the_annotators() -> None:
    gold = SHARED / "gold" / "seeds-dev.jsonl"
    if not gold.exists():
        pytest.skip("needs the annotated papers in ../shared/gold")
    annotated = read_gold(gold)
    papers = [
        Paper(f"gold/{place}", record["title"], record["abstract"])
        for place, record in enumerate(annotated)
    ]
    records = [to_record(*pair) for pair in zip(papers, extract(papers), strict=True)]
    links = evaluate(annotated, records).scores["links"]
    assert (links.precision, links.recall) == (1.0, 1.0)


def test_one_name_one_node(graph: Graph) -> None:
    assert graph.find("lora") == graph.find("low-rank adaptation")
    with pytest.raises(NotFoundError, match="'LoRA'"):
        graph.find("LoRAA")


def test_shuffled_pages_and_workers_give_the_same_bytes(
    seeds: list[Path], graph: Graph, tmp_path: Path
) -> None:
    build([seeds[place] for place in (3, 0, 4, 2, 1)], tmp_path / "output", workers=4)
    export(graph.reader, tmp_path / "one.nq")
    with kg.open(tmp_path / "output") as other:
        export(other.reader, tmp_path / "other.nq")
    assert (tmp_path / "one.nq").read_bytes() == (tmp_path / "other.nq").read_bytes()


@pytest.mark.parametrize("suffix", RDF_FORMATS)
def test_every_rdf_document_says_what_the_graph_says(graph: Graph, suffix: str) -> None:
    """No node is blank, so that equal sets of statements are isomorphic datasets.

    Turtle and N-Triples cannot name graphs: they hold the union.
    """
    quads = set(graph.reader.quads())
    assert not any(isinstance(node, ox.BlankNode) for q in quads for node in (q.subject, q.object))
    found = list(ox.parse(b"".join(dump(graph.reader, suffix)), RDF_FORMATS[suffix]))
    if RDF_FORMATS[suffix].supports_datasets:
        assert set(found) == quads
    else:
        assert {quad.triple for quad in found} == {quad.triple for quad in quads}
    assert len(set(found)) == len(found)


def test_explorer_holds_all_in_three_megabytes(tmp_path: Path, seeds_output: Path) -> None:
    page = draw(seeds_output, tmp_path / "all.html")
    assert page.stat().st_size < 3_000_000
    hub = draw(seeds_output, tmp_path / "hub.html", name="fine-tuning", depth=1)
    assert hub.stat().st_size < 1_500_000
