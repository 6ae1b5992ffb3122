"""A graph on a server: what is sent, what is told, what others have there, what is cut short."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import kg
from kg.build import build
from kg.cli import main
from kg.errors import KgError, QueryError, StoreError
from kg.serve.cards import card_page
from kg.store import paging
from kg.store.dump import dump
from kg.store.endpoint import RESULTS, Endpoint
from kg.store.places import Remote, versions_at
from kg.store.publication import Publication
from kg.store.quads import QuadWriter
from kg.store.reader import Reader
from kg.store.sparql import ask
from kg.store.versions import Version
from kg.vocabulary import BASE
from tests import toy
from tests.remote import free_port, sparql_server
from tests.running import running
from tests.serving import serving
from tests.web import RESOLVED, publish_web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.running import Run

PAPER_GRAPH = f"{BASE}graph/{toy.PAPER.id}"
OTHERS = "INSERT DATA { GRAPH <https://other.example/g> { <x:a> <x:b> <x:c> } }"
PAGE = "A paper on kites\nWe propose KiteNet, a method to fly. It is tested on ImageNet.\n"


@pytest.fixture
def server() -> Iterator[Remote]:
    """A server with nothing on it."""
    with sparql_server("--union-default-graph") as url:
        yield Remote(url)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The updates that are sent from now on."""
    updates: list[str] = []
    send = Endpoint.update

    def noted(self: Endpoint, text: str) -> None:
        updates.append(text)
        send(self, text)

    monkeypatch.setattr(Endpoint, "update", noted)
    return updates


def update(place: Remote, text: str) -> None:
    with closing(Endpoint(place.url)) as endpoint:
        endpoint.update(text)


def truth(place: Remote, query: str) -> bool:
    with closing(Endpoint(place.url)) as endpoint:
        return bool(json.loads(endpoint.query(query, RESULTS))["boolean"])


def held(place: Remote) -> set[str]:
    """Return all that lookups see, one line for each quad."""
    with Reader(place) as reader:
        return set(b"".join(dump(reader, "nq")).decode().splitlines())


def lines(quads: list[Quad]) -> set[str]:
    return {f"{quad} ." for quad in quads}


def without(graph: str) -> list[Quad]:
    return [quad for quad in toy.quads() if quad.graph_name.value != graph]  # type: ignore[union-attr]


def renamed() -> list[Quad]:
    """Return the toy graph with another title of one paper."""
    title = NamedNode("http://purl.org/dc/terms/title")
    return [
        Quad(q.subject, q.predicate, Literal("Another"), q.graph_name)
        if q.predicate == title and q.graph_name.value == PAPER_GRAPH  # type: ignore[union-attr]
        else q
        for q in toy.quads()
    ]


def told_by(place: Remote) -> list[str]:
    """Return what somebody is told who opens a graph."""
    told: list[str] = []
    Reader(Remote(place.url, tell=told.append)).close()
    return told


def test_what_is_published_is_there(server: Remote) -> None:
    version = toy.publish(server, toy.quads())
    assert held(server) == lines(toy.quads())
    assert version.quads == len(set(toy.quads()))
    assert told_by(server) == []
    with Reader(server) as reader:
        assert reader.version == version
        assert reader.is_in_force()
        toy.publish(server, renamed(), digest="newer")
        assert not reader.is_in_force()


def test_only_what_differs_is_sent(server: Remote, sent: list[str]) -> None:
    toy.publish(server, toy.quads())
    assert len(sent) == 3
    sent.clear()
    toy.publish(server, renamed(), digest="renamed")
    _, change, _ = sent
    assert set(re.findall(r"GRAPH <([^>]*)>", change)) == {PAPER_GRAPH, f"{BASE}state"}
    assert "Another" in change
    assert held(server) == lines(renamed())
    sent.clear()
    toy.publish(server, renamed(), digest="same graphs of another program")
    assert len(sent) == 2
    assert BASE + "graph" not in "".join(sent)


def test_what_is_gone_is_deleted_and_what_others_have_stays(server: Remote) -> None:
    update(server, OTHERS)
    toy.publish(server, toy.quads())
    toy.publish(server, without(PAPER_GRAPH), digest="less")
    assert held(server) == lines(without(PAPER_GRAPH))
    assert not truth(server, f"ASK {{ GRAPH <{PAPER_GRAPH}> {{ ?s ?p ?o }} }}")
    assert not truth(server, f"ASK {{ GRAPH <{BASE}state> {{ <{PAPER_GRAPH}> ?p ?o }} }}")
    assert truth(server, "ASK { GRAPH <https://other.example/g> { <x:a> <x:b> <x:c> } }")


def test_nothing_of_others_is_seen_by_lookups(server: Remote) -> None:
    kite = f"<{BASE}{toy.KITE.id}>"
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    toy.publish(server, toy.quads())
    update(
        server, f'INSERT DATA {{ GRAPH <https://other.example/g> {{ {kite} {label} "A lie" }} }}'
    )
    with kg.open(server.url) as graph:
        assert graph.entity(toy.KITE.id).name == "Kite"
        assert "A lie" not in {hit.matched for hit in graph.search("lie")}


class BreakOffError(Exception):
    """Whatever ends a build."""


def breaking_at(monkeypatch: pytest.MonkeyPatch, place: int, then: Callable[[], object]) -> None:
    """Let something happen before the update of that number is sent."""
    send, number = Endpoint.update, iter(range(100))

    def counting(self: Endpoint, text: str) -> None:
        if next(number) == place:
            then()
        send(self, text)

    monkeypatch.setattr(Endpoint, "update", counting)


def fail() -> None:
    raise BreakOffError


def assert_lookups_end_well(run: Run) -> None:
    """Each finds something or says in a line what is missing."""
    for line in ("show", "neighbours -d 2", "path Pond", "why Pond", "stats", "export graph.nq"):
        command, *words = line.split()
        named = [toy.PAPER.id] if command not in ("stats", "export") else []
        result = run(command, *named, *words)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert result.exit_code in (0, 1, 3)


@pytest.mark.parametrize("first", [True, False], ids=["first build", "later build"])
@pytest.mark.parametrize("place", range(1, 6))
def test_a_build_that_was_broken_off_is_told_and_mended(
    server: Remote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: int, first: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kg.store.updates._BATCH", 60)
    if not first:
        toy.publish(server, renamed(), digest="before")
    with monkeypatch.context() as patch:
        breaking_at(patch, place, fail)
        with pytest.raises(BreakOffError):
            toy.publish(server, toy.quads())
    publication = Publication(server)
    with publication.building():
        assert publication.current() is None
    if first:
        with pytest.raises(StoreError) as caught:
            Reader(server)
        again = "build again with: kg build PAGES"
        assert str(caught.value) == f"{server.url}: holds a part of a graph only; {again}"
    else:
        told = "a build is publishing there or was broken off; some of the graph may be missing"
        assert told_by(server) == [f"{server.url}: {told}"]
        assert_lookups_end_well(running(server))
    toy.publish(server, toy.quads())
    assert held(server) == lines(toy.quads())
    assert told_by(server) == []


def test_a_program_is_warned_of_a_graph_that_is_not_whole(
    server: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    toy.publish(server, toy.quads())
    breaking_at(monkeypatch, 1, fail)
    with pytest.raises(BreakOffError):
        toy.publish(server, renamed(), digest="never")
    with pytest.warns(UserWarning, match="some of the graph may be missing"):
        Reader(server).close()
    result = running(server)("show", "Pond")
    assert (result.exit_code, result.stderr.count("\n")) == (0, 1)
    assert running(server)("-q", "show", "Pond").stderr == ""


@pytest.mark.parametrize("place", range(1, 5))
def test_of_two_builds_at_once_the_later_prevails(
    server: Remote, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    monkeypatch.setattr("kg.store.updates._BATCH", 60)
    breaking_at(monkeypatch, place, lambda: publish_web(server))
    with pytest.raises(StoreError, match="another build has published there meanwhile"):
        toy.publish(server, toy.quads())
    assert held(server) == lines(toy.quads(RESOLVED))
    assert told_by(server) == []


@pytest.mark.parametrize(
    "change",
    [
        f"DELETE WHERE {{ GRAPH <{PAPER_GRAPH}> {{ ?s ?p ?o }} }}",
        f"INSERT DATA {{ GRAPH <{PAPER_GRAPH}> {{ <x:a> <x:b> <x:c> }} }}",
        f"INSERT DATA {{ GRAPH <{BASE}graph/paper/of-nobody> {{ <x:a> <x:b> <x:c> }} }}",
        f"DELETE WHERE {{ GRAPH <{BASE}state> {{ <{PAPER_GRAPH}> ?p ?o }} }}",
    ],
)
def test_a_graph_that_was_changed_by_others_is_mended(server: Remote, change: str) -> None:
    toy.publish(server, toy.quads())
    publication = Publication(server)
    with publication.building():
        assert publication.is_whole()
        update(server, change)
        assert not publication.is_whole()
    toy.publish(server, toy.quads())
    assert held(server) == lines(toy.quads())
    with publication.building():
        assert publication.is_whole()


def test_a_graph_of_another_version_is_built_anew(server: Remote) -> None:
    toy.publish(server, toy.quads())
    layout = f"GRAPH <{BASE}state> {{ ?s <https://schema.org/schemaVersion> ?o }}"
    update(server, f"DELETE WHERE {{ {layout} }}")
    with pytest.raises(StoreError, match="is of another version of kg; build again"):
        Reader(server)
    toy.publish(server, toy.quads())
    assert held(server) == lines(toy.quads())


def test_graphs_of_several_bases_stand_side_by_side(server: Remote) -> None:
    for base in ("https://a.example/", "https://b.example/"):
        versions = versions_at(server)
        with versions.building():
            versions.publish(QuadWriter(base).quads(toy.RESOLVED), Version("d", base, 0, 2))
    with pytest.raises(StoreError) as caught:
        Reader(server)
    bases = "https://a.example/, https://b.example/"
    assert str(caught.value) == f"{server.url}: holds several graphs ({bases}); kg reads one"
    toy.publish(server, toy.quads())
    assert held(server) == lines(toy.quads())


@pytest.mark.parametrize("most", [1, 3, 7])
def test_a_server_that_cuts_answers_short_loses_nothing(
    toy_on_server: Remote, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """As if it sent no more rows at once than that, and said nothing of it."""
    asked = Endpoint.query

    def cut(self: Endpoint, text: str, accept: str, *more: Any) -> bytes:
        answer = json.loads(asked(self, text, accept, *more))
        if "results" in answer:
            answer["results"]["bindings"] = answer["results"]["bindings"][:most]
        return json.dumps(answer).encode()

    monkeypatch.setattr(Endpoint, "query", cut)
    with Reader(toy_on_server) as reader:
        assert reader.paper(toy.PAPER.id) == toy.PAPER
    if most > 1:
        assert held(toy_on_server) == lines(toy.quads())


def test_long_answers_come_in_pages(toy_on_server: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 10)
    monkeypatch.setattr("kg.store.remote.PAGE", 10)
    assert held(toy_on_server) == lines(toy.quads())


def test_a_server_that_gives_less_than_it_says_is_told(
    toy_on_server: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Endpoint.query

    def lying(self: Endpoint, text: str, accept: str, *more: Any) -> bytes:
        answer = json.loads(asked(self, text, accept, *more))
        for row in answer["results"]["bindings"]:
            row["rows"]["value"] = "1000"
        return json.dumps(answer).encode()

    monkeypatch.setattr(Endpoint, "query", lying)
    with pytest.raises(StoreError, match=r"has given \d+ of 1,000 rows; it may have changed"):
        Reader(toy_on_server)


def test_every_pattern_gives_the_same_as_on_disk(toy_on_server: Remote, tmp_path: Path) -> None:
    """Each asked of a reader that knows nothing yet: whatever is fetched holds all that matches."""
    toy.publish(tmp_path, toy.quads())
    with Reader(tmp_path) as near:
        for quad in sorted(set(toy.quads()), key=str)[::9]:
            parts = (quad.subject, quad.predicate, quad.object, quad.graph_name)
            for wanted in range(1, 16):
                pattern = [
                    part if wanted >> place & 1 else None for place, part in enumerate(parts)
                ]
                with Reader(toy_on_server) as far:
                    assert set(far.quads(*pattern)) == set(near.quads(*pattern))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "most"),
    [
        ("show LoRA", 7),
        ("show 1706.03762", 6),
        ("neighbours LoRA", 6),
        ("neighbours LoRA --depth 2", 7),
        ("why LoRA GPT-3", 8),
        ("path LoRA ImageNet", 12),
        ("search attention", 6),
        ("stats", 11),
        ("show Lorra", 3),
        ("query themes", 3),
        ("export graph.nq", 6),
        ("similar 1706.03762", 7),
        ("common LoRA GPT-3", 8),
        ("compare LoRA GPT-3", 10),
        ("connect LoRA DINO BERT", 10),
        ("gaps --task object-detection", 10),
        ("gaps", 5),
        ("trends", 5),
        ("report", 9),
        ("render -o page.html", 5),
    ],
)
def test_a_command_needs_few_requests(
    sample_on_server: Remote,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    line: str,
    most: int,
) -> None:
    counted: list[int] = []
    close = Endpoint.close

    def noted(self: Endpoint) -> None:
        counted.append(self.requests)
        close(self)

    monkeypatch.setattr(Endpoint, "close", noted)
    monkeypatch.chdir(tmp_path)
    assert running(sample_on_server)(*line.split()).exit_code in (0, 3)
    assert 0 < sum(counted) <= most


@pytest.mark.parametrize("id_", ["concept/lora", "concept/bert", "paper/arxiv-1706.03762"])
def test_a_page_of_a_node_needs_few_requests(
    sample_on_server: Remote, monkeypatch: pytest.MonkeyPatch, id_: str
) -> None:
    asked: list[str] = []
    ask_server = Endpoint.query

    def noted(self: Endpoint, text: str, accept: str) -> bytes:
        asked.append(text)
        return ask_server(self, text, accept)

    monkeypatch.setattr(Endpoint, "query", noted)
    with Reader(sample_on_server) as reader:
        assert card_page(reader, id_).status == 200
    assert 0 < len(asked) <= 7


def test_what_is_no_node_costs_no_whole_graph(
    sample_on_server: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Reader(sample_on_server) as reader:
        monkeypatch.setattr(reader.store, "fetch_all", lambda: pytest.fail("fetches all"))
        assert not any(reader.quads(graph=reader.node("concept/nothing")))
        assert any(reader.quads(graph=reader.node("graph/paper/arxiv-1706.03762")))


def test_a_server_whose_default_graph_is_no_union_is_told() -> None:
    with sparql_server() as url:
        place = Remote(url)
        toy.publish(place, toy.quads())
        assert held(place) == lines(toy.quads())
        with Reader(place) as reader:
            with pytest.raises(StoreError) as caught:
                ask(reader, "ASK { ?s ?p ?o }")
            assert list(ask(reader, f"ASK FROM <{PAPER_GRAPH}> {{ ?s ?p ?o }}").rows()) == [
                ("true",)
            ]
        assert str(caught.value) == (
            f"{url}: its default graph is not the union of the named ones, which a query asks "
            "here; start Oxigraph with --union-default-graph, set tdb2:unionDefaultGraph in Fuseki"
        )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ASK { ?s kg:proposes ?o }", [("true",)]),
        ("ASK { ?s kg:proposes <x:y> }", [("false",)]),
        ("SELECT (1 AS ?one) ?none {}", [("1", "")]),
        (
            "CONSTRUCT { ?s a ?o } { ?p kg:proposes ?s BIND (<x:y> AS ?o) }",
            [(toy.KITE.id, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "x:y")],
        ),
    ],
)
def test_every_form_of_query_is_answered(
    toy_on_server: Remote, query: str, found: list[tuple[str, ...]]
) -> None:
    with Reader(toy_on_server) as reader:
        assert list(ask(reader, query).rows()) == found


def test_graphs_of_the_protocol_are_passed_on(toy_on_server: Remote) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with Reader(toy_on_server) as reader:
        [(one,)] = ask(reader, count, [PAPER_GRAPH]).rows()
        [(named,)] = ask(
            reader, count.replace("{ ", "{ GRAPH ?g { ") + "}", [], [PAPER_GRAPH]
        ).rows()
    assert one == named == str(sum(q.graph_name.value == PAPER_GRAPH for q in set(toy.quads())))  # type: ignore[union-attr]


@pytest.mark.parametrize("update", ["DROP ALL", "INSERT DATA { <x:a> <x:b> <x:c> }", "LOAD <x:y>"])
def test_a_query_changes_nothing(
    toy_on_server: Remote, monkeypatch: pytest.MonkeyPatch, update: str
) -> None:
    with Reader(toy_on_server) as reader:
        monkeypatch.setattr(Endpoint, "whole", None)
        with pytest.raises(QueryError, match="not a SPARQL query"):
            ask(reader, update)


def test_an_answer_that_breaks_off_is_one_line(
    toy_on_server: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Reader(toy_on_server) as reader:
        list(ask(reader, "ASK {}").rows())
        broken = b'{"head": {"vars": ["s"]}, "results": {"bindings": ['
        monkeypatch.setattr(Endpoint, "whole", lambda *_: broken)
        with pytest.raises(QueryError, match="the query broke off"):
            list(ask(reader, "SELECT * { ?s ?p ?o }").rows())


def test_virtuosos_truth_is_read(toy_on_server: Remote, monkeypatch: pytest.MonkeyPatch) -> None:
    with Reader(toy_on_server) as reader:
        list(ask(reader, "ASK {}").rows())
        for said, found in (("1", "true"), ("0", "false")):
            value = {"type": "typed-literal", "value": said, "datatype": "x:int"}
            results = {"bindings": [{"__ASK_RETVAL": value}]}
            answer = json.dumps({"head": {"vars": ["__ASK_RETVAL"]}, "results": results}).encode()
            monkeypatch.setattr(Endpoint, "whole", lambda *_, answer=answer: answer)
            assert list(ask(reader, "ASK {}").rows()) == [(found,)]


def test_build_publishes_and_knows_what_is_there(
    server: Remote, tmp_path: Path, sent: list[str]
) -> None:
    (tmp_path / "kites.txt").write_text(PAGE)
    place = Remote(server.url, folder=tmp_path / "output")
    first = build([tmp_path / "kites.txt"], place)
    assert (first.changed, first.extracted) == (True, 1)
    assert [path.name for path in place.folder.iterdir()] == ["extractions.sqlite"]
    sent.clear()
    again = build([tmp_path / "kites.txt"], place)
    assert (again.changed, again.version, sent) == (False, first.version, [])
    near = build([tmp_path / "kites.txt"], tmp_path / "near")
    assert (near.version.digest, near.version.quads) == (first.version.digest, first.version.quads)
    with Reader(tmp_path / "near") as reader:
        assert held(place) == set(b"".join(dump(reader, "nq")).decode().splitlines())
    (tmp_path / "kites.txt").write_text(PAGE.replace("A paper", "Another paper"))
    assert build([tmp_path / "kites.txt"], place).dropped == 1


def test_the_address_for_updates_can_be_another(server: Remote) -> None:
    nobody = f"http://127.0.0.1:{free_port()}/query"
    split = Remote(server.url, update=server.url.replace("/query", "/update"))
    toy.publish(split, toy.quads())
    with pytest.raises(StoreError, match="nobody answers there"):
        toy.publish(Remote(server.url, update=nobody), toy.quads())
    with pytest.raises(KgError, match=r"/query: the server refuses it: 400"):
        toy.publish(Remote(server.url, update=server.url), toy.quads())


def test_what_is_on_a_server_is_served(toy_on_server: Remote, tmp_path: Path) -> None:
    with serving(tmp_path, "--store", toy_on_server.url) as server:
        assert "halves the error" in server.page(f"/{toy.PAPER.id}").text
        answer = server.ask("SELECT ?m { ?p kg:proposes ?m }", accept="text/csv")
        assert answer.text.splitlines() == ["m", f"{BASE}{toy.KITE.id}"]


def test_every_lookup_takes_a_store() -> None:
    having = {
        name
        for name, command in main.commands.items()
        if any("--store" in option.opts for option in command.params)
    }
    assert having == {
        *("build", "check", "common", "compare", "connect", "demo", "export", "gaps"),
        *("neighbours", "path", "query", "render", "report", "search", "serve", "show"),
        *("similar", "stats", "trends", "why"),
    }


def test_the_folder_that_is_named_counts(toy_on_server: Remote, tmp_path: Path) -> None:
    publish_web(tmp_path)
    far = running(toy_on_server)
    assert far("show", "Pond").exit_code == 0
    assert far("show", "Heron").exit_code == 3
    assert far("show", "Heron", "-C", str(tmp_path)).exit_code == 0
    assert far("show", "Heron", "-C", str(tmp_path), "--store", toy_on_server.url).exit_code == 3
    assert far("show", "Heron", KG_OUTPUT=str(tmp_path)).exit_code == 3
    assert far("show", "Heron", "--store", "", KG_OUTPUT=str(tmp_path)).exit_code == 0
