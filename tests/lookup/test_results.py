"""What lookups find shows itself in a notebook and gives rows; texts in it are harmless."""

from __future__ import annotations

import copy
import pickle
import re
import xml.etree.ElementTree as ElementTree
from typing import TYPE_CHECKING, Any

import pytest

import kg
from kg.displayed import shortened
from tests.web import EVIL, FLIES, KITE, POND, WADES, publish_web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.graph import Graph

RESULTS: dict[str, Callable[[Graph], Any]] = {
    "neighbourhood": lambda graph: graph.neighbourhood("backprop"),
    "show": lambda graph: graph.show("backprop"),
    "search": lambda graph: graph.search("evil"),
    "path": lambda graph: graph.path(EVIL.id, "Kite"),
    "why": lambda graph: graph.why(EVIL.id, "backprop"),
    "similar": lambda graph: graph.similar("2401.00001"),
    "compare": lambda graph: graph.compare("backprop", "Kite"),
    "common": lambda graph: graph.common("backprop", "monday"),
    "connect": lambda graph: graph.connect(EVIL.id, "Kite", "Pond"),
    "trends": lambda graph: graph.trends("method", step="page"),
    "query": lambda graph: graph.query("SELECT ?title { ?p dcterms:title ?title }"),
}
"""Everything that a lookup gives, with the hostile title in it."""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with kg.open(publish_web(tmp_path_factory.mktemp("web"))) as opened:
        yield opened


@pytest.mark.parametrize("name", RESULTS)
def test_rows_have_the_columns_and_plain_values(graph: Graph, name: str) -> None:
    found = RESULTS[name](graph)
    assert found.rows()
    for row in found.rows():
        assert tuple(row) == found.columns
        assert {type(value) for value in row.values()} <= {str, int, float}


@pytest.mark.parametrize("name", RESULTS)
def test_notebook_shows_texts_and_runs_none(graph: Graph, name: str) -> None:
    html = without_picture(RESULTS[name](graph)._repr_html_())
    allowed = {"div", "p", "table", "thead", "tbody", "tr", "th", "td", "mark"}
    assert set(re.findall(r"</?(\w+)", html)) <= allowed
    assert re.search(r"[\x00-\x08\x0b-\x1f\x80-\x9f\u202e]", html) is None


def without_picture(html: str) -> str:
    return re.sub(r"<style>.*</svg>", "", html, flags=re.DOTALL)


def test_neighbourhood_shows_a_picture(graph: Graph) -> None:
    found = graph.neighbourhood("Kite", depth=2, kinds=["dataset"])
    picture = re.search(r"<svg.*</svg>", found._repr_html_(), re.DOTALL)
    assert picture
    drawn = ElementTree.fromstring(picture[0])  # noqa: S314 - our own
    # The data sets and the papers over which they were reached; a line to each.
    names = [text.text for text in drawn.iter("text")]
    over = {one.fact.subject.name for one in found}
    assert sorted(map(str, names)) == sorted(
        shortened(name, 24) for name in {*over, *(one.node.name for one in found)}
    )
    assert FLIES.title in over
    assert len(list(drawn.iter("line"))) == len(names)


def test_picture_shows_texts_and_runs_none(graph: Graph) -> None:
    html = graph.neighbourhood("backprop")._repr_html_()
    assert "&lt;script&gt;&quot;title&quot;" in html
    svg = {"svg", "g", "line", "circle", "title", "text"}
    assert set(re.findall(r"<(\w+)", html[: html.index("<table>")])) == {"div", "p", "style", *svg}


def test_hostile_title_is_escaped(graph: Graph) -> None:
    html = graph.search("evil")._repr_html_()
    assert "&lt;script&gt;&quot;title&quot;&lt;/script&gt;" in html


def test_notebook_marks_what_a_sentence_names(graph: Graph) -> None:
    assert "We propose Kite and test it on <mark>Pond</mark>." in graph.show("Pond")._repr_html_()


def test_card_begins_with_its_name(graph: Graph) -> None:
    html = graph.show("Kite")._repr_html_()
    assert html.startswith("<div><p>Kite (method; also: Kinetic Inference)</p><table>")


def test_rows_of_a_neighbourhood(graph: Graph) -> None:
    assert graph.neighbourhood("Kite", relations=["comparesWith"]).rows() == [
        {
            "hops": 1,
            "relation": "compared in",
            "kind": "paper",
            "name": WADES.title,
            "confidence": 0.9,
            "id": WADES.id,
            "sentence": "Heron beats Kite.",
        }
    ]


def test_nothing_found_has_columns_and_says_so(graph: Graph) -> None:
    found = graph.path("Kite", "Robinson")
    assert (found, found.rows(), found.columns[0]) == ((), [], "subject")
    assert found._repr_html_() == "<div><p>nothing found</p></div>"


def test_long_results_are_cut_in_a_notebook_only(graph: Graph) -> None:
    found = graph.query("SELECT * { ?s ?p ?o } LIMIT 60")
    assert len(found.rows()) == 60
    assert found._repr_html_().count("<tr>") == 51
    assert "<p>… and 10 more; all of them: .rows()</p>" in found._repr_html_()


def test_found_is_a_tuple_that_can_be_sent_on(graph: Graph) -> None:
    found = graph.neighbourhood("Kite")
    assert [one.node.id for one in found[:1]] == [FLIES.id]
    for other in (copy.copy(found), pickle.loads(pickle.dumps(found))):  # noqa: S301 - our own
        assert (other, other.columns) == (found, found.columns)


def test_answer_can_be_walked_again_and_written_out(graph: Graph) -> None:
    found = graph.query("SELECT ?d { ?d a kg:Dataset } ORDER BY ?d")
    assert list(found) == list(found) == [("dataset/koala",), (POND.id,)]
    assert found.serialized("csv").startswith(b"d\r\nhttps://w3id.org/paper-kg/dataset/koala")
    triples = graph.query("CONSTRUCT { ?m a kg:Method } { ?m skos:prefLabel 'Kite' }")
    assert (triples.is_graph, triples.columns) == (True, ("subject", "predicate", "object"))
    assert triples[0][0] == KITE.id
    assert b"kg:Method" in triples.serialized("ttl")
