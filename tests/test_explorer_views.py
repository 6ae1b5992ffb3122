"""The explorer's filters, paths, tables and files, in a real browser."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse

from kg.model import Listing, Page, Paper
from kg.network import Edge, Network, Node
from tests.browser import CHROMIUM, Browser, browser
from tests.test_explorer import BLUE, GREEN, find_pixel, open_network
from tests.test_network import invented
from tests.test_render import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium or Chrome is installed")

MONDAY, TUESDAY = Page("page/monday", "monday"), Page("page/tuesday", "tuesday")


def paper(name: str, title: str, text: str, year: int, page: Page) -> Node:
    record = Paper(
        f"paper/{name}",
        title,
        text,
        year=year,
        authors=("Ada Example",),
        listings=(Listing(page, 1),),
    )
    return Node(record.id, "paper", title, detail=text, paper=record)


KITE_TEXT = "We propose Kite. It beats Sled on Pond."
KITE = paper("kite", "Kite flies", KITE_TEXT, 2024, MONDAY)
SLED = paper("sled", "Sled slides", "Sled runs on Lake, as Kite does.", 2020, TUESDAY)
BARE = paper("bare", "Nothing joins this", "", 2021, TUESDAY)
NODES = (
    KITE,
    SLED,
    BARE,
    Node("concept/kite", "method", "Kite", aliases=("K-Ite",)),
    Node("concept/sled", "method", "Sled"),
    Node("concept/flying", "task", "flying"),
    Node("dataset/pond", "dataset", "Pond"),
    Node("dataset/lake", "dataset", "Lake"),
    Node("repository/kite", "repository", "kite code", url="https://example.org/kite"),
)
EDGES = (
    Edge(KITE.id, "proposes", "concept/kite", 0.95, "We propose Kite.", 11, 15, KITE.id),
    Edge(
        KITE.id,
        "comparesWith",
        "concept/sled",
        0.6,
        "It beats Sled on Pond.",
        9,
        13,
        KITE.id,
        at=17,
    ),
    Edge(
        KITE.id,
        "usesDataset",
        "dataset/pond",
        0.9,
        "It beats Sled on Pond.",
        17,
        21,
        KITE.id,
        at=17,
    ),
    Edge(KITE.id, "addresses", "concept/flying", 0.9),
    Edge(KITE.id, "hasCode", "repository/kite", 1.0),
    Edge(SLED.id, "proposes", "concept/sled", 0.9),
    Edge(SLED.id, "usesDataset", "dataset/lake", 0.9),
    Edge(SLED.id, "addresses", "concept/flying", 0.8),
)
TOY = Network(NODES, EDGES, "Toys")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        opened.show(1200, 800)
        yield opened


@pytest.fixture
def toy(page: Browser, tmp_path: Path) -> Browser:
    return open_network(page, tmp_path, TOY)


def shown(page: Browser) -> dict[str, int]:
    """Return how many nodes of each kind are in the picture, by the legend."""
    rows = page.ask(
        "[...document.querySelectorAll('#kinds button')].map((row) =>"
        " [row.children[1].textContent, parseInt(row.title)])"
    )
    return {kind: count for kind, count in rows if count}


def taken(page: Browser, what: str) -> bytes:
    """Return the content of the file that a button of "Take away" saves."""
    page.ask(
        "window.saved = null;"
        "URL.createObjectURL = (blob) => { new Response(blob).arrayBuffer().then((bytes) => {"
        " window.saved = Array.from(new Uint8Array(bytes)); }); return 'data:,'; }; null"
    )
    page.ask("document.getElementById('take').open = true")
    page.click_on(f"#take-{what}")
    page.wait("window.saved !== null")
    return bytes(page.ask("window.saved"))


def copied(page: Browser, button: str) -> str:
    page.ask(
        "window.copied = null; navigator.clipboard.writeText = (words) => {"
        " window.copied = words; return Promise.resolve(); }; null"
    )
    page.click_on(button)
    page.wait("window.copied !== null")
    words: str = page.ask("window.copied")
    return words


def cells(page: Browser) -> list[list[str]]:
    rows: list[list[str]] = page.ask(
        "[...document.querySelectorAll('#grid tr')].map((row) =>"
        " [...row.children].map((cell) => cell.innerText.trim()))"
    )
    return rows


def test_everything_of_a_small_graph_is_shown(toy: Browser) -> None:
    assert shown(toy) == {
        "papers": 3,
        "methods": 2,
        "tasks": 1,
        "datasets": 2,
        "repositories": 1,
    }
    assert toy.complaints == []


@pytest.mark.parametrize(
    ("fragment", "left"),
    [
        ("#code=1", {"papers": 1, "methods": 2, "datasets": 1, "tasks": 1, "repositories": 1}),
        ("#since=2021", {"papers": 2, "methods": 2, "datasets": 1, "tasks": 1, "repositories": 1}),
        ("#until=2020", {"papers": 1, "methods": 1, "datasets": 1, "tasks": 1}),
        ("#page=tuesday", {"papers": 2, "methods": 1, "datasets": 1, "tasks": 1}),
        ("#support=2", {"papers": 3, "methods": 1, "tasks": 1}),
        ("#sure=95", {"papers": 3, "methods": 1, "repositories": 1}),
        ("#off=dataset&off=task", {"papers": 3, "methods": 2, "repositories": 1}),
        (
            "#hide=concept/kite",
            {"papers": 3, "methods": 1, "datasets": 2, "tasks": 1, "repositories": 1},
        ),
    ],
)
def test_filters(page: Browser, tmp_path: Path, fragment: str, left: dict[str, int]) -> None:
    open_network(page, tmp_path, TOY, fragment)
    assert shown(page) == left
    page.click_on("#clear")
    page.wait("location.hash === '#' || location.hash === ''")
    assert shown(page)["papers"] == 3


def test_filter_controls_write_the_address(toy: Browser) -> None:
    toy.ask("document.getElementById('onpages').open = true")
    toy.click_on("#code")
    toy.wait("location.hash === '#code=1'")
    toy.click_on("#pages input")
    toy.wait("location.hash.includes('page=monday')")
    toy.click_on("#since")
    toy.type("2022")
    toy.press("Enter")
    toy.wait("location.hash.includes('since=2022')")
    assert shown(toy)["papers"] == 1


def test_path_between_two_picks(toy: Browser) -> None:
    toy.press("/")
    toy.type("k-ite")
    assert "K-Ite" in toy.ask("document.getElementById('hits').innerText")
    toy.press("Enter")
    toy.wait("document.querySelector('#panel h2')?.textContent === 'Kite'")
    toy.press("t")
    toy.type("lake")
    toy.press("Enter")
    toy.wait("document.querySelector('#panel .path') !== null")
    steps = toy.ask(
        "[...document.querySelectorAll('#panel .path .name')].map((n) => n.textContent)"
    )
    assert steps[0] == "Kite"
    assert steps[-1] == "Lake"
    assert len(steps) == 5
    assert "We propose Kite." in toy.ask("document.getElementById('panel').innerText")
    assert "to=dataset%2Flake" in toy.ask("location.hash")


def test_no_path_is_said(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept/kite&to=paper/bare")
    page.wait("document.getElementById('panel').innerText.includes('No path')")


def test_paper_panel_marks_mentions_by_kind(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=paper/kite")
    page.wait("document.querySelector('#panel .abstract') !== null")
    marks = page.ask(
        "[...document.querySelectorAll('#panel .abstract mark')]"
        ".map((mark) => [mark.textContent, mark.title])"
    )
    assert marks == [["Kite", "method: Kite"], ["Sled", "method: Sled"], ["Pond", "dataset: Pond"]]
    assert page.ask("document.querySelector('#panel .abstract').textContent") == KITE_TEXT
    assert (
        page.ask("document.querySelector('#panel .address a').href") == "https://example.org/kite"
    )


def test_method_panel_tells_rivals_and_data_sets(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept/kite")
    page.wait("document.getElementById('panel').innerText.includes('rivals (1)')")
    text = page.ask("document.getElementById('panel').innerText")
    assert "proposed by (1)" in text
    assert "data sets in the same papers (1)" in text


def test_hide_and_undo(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept/kite")
    page.press("h")
    page.wait("location.hash === '#hide=concept%2Fkite'")
    assert shown(page)["methods"] == 1
    page.press("u")
    page.wait("location.hash.includes('select')")
    assert shown(page)["methods"] == 2


def test_undo_does_not_leave_the_page(toy: Browser) -> None:
    toy.press("u")
    assert shown(toy)["papers"] == 3
    assert toy.ask("location.protocol") == "file:"


def test_pin_is_in_the_address(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept/kite")
    page.press("p")
    page.wait("/pin=-?\\d+_-?\\d+_concept%2Fkite/.test(location.hash)")
    page.press("p")
    page.wait("!location.hash.includes('pin')")


def test_expand_shows_what_the_first_view_left_out(page: Browser, tmp_path: Path) -> None:
    network = invented(60, 200, 300)
    open_network(page, tmp_path, network, "#select=paper/3", limit=40)
    before = sum(shown(page).values())
    page.press("e")
    page.wait("location.hash.includes('open=paper%2F3')")
    neighbours = {edge.target for edge in network.edges if edge.source == "paper/3"}
    assert before < sum(shown(page).values()) <= before + len(neighbours)
    page.press("e")
    page.wait("!location.hash.includes('open')")
    assert sum(shown(page).values()) == before


def drag(page: Browser, start: tuple[float, float], end: tuple[float, float]) -> None:
    steps = (("mouseMoved", start), ("mousePressed", start), ("mouseMoved", end))
    for kind, (x, y) in (*steps, ("mouseReleased", end)):
        button = "left" if kind != "mouseMoved" else "none"
        held = 1 if kind == "mouseMoved" and (x, y) == end else 0
        page.send(
            "Input.dispatchMouseEvent",
            type=kind,
            x=x,
            y=y,
            button=button,
            buttons=held,
            clickCount=1,
        )


def test_dragging_pins_where_it_was_dropped(toy: Browser) -> None:
    x, y = find_pixel(toy, GREEN)
    drag(toy, (x, y), (x + 90, y + 40))
    toy.wait("/pin=-?\\d+_-?\\d+_dataset/.test(location.hash)")
    toy.press("u")
    toy.wait("!location.hash.includes('pin')")


def test_double_click_expands(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, invented(60, 200, 300), limit=40)
    x, y = find_pixel(page, BLUE)
    page.click(x, y)
    page.click(x, y)
    page.wait("location.hash.includes('open=')")


def test_names_are_found_before_aliases(page: Browser, tmp_path: Path) -> None:
    named = Node("concept/a", "method", "LoRA")
    others = tuple(
        Node(f"concept/b{i}", "method", f"Other {i}", aliases=("LoRA",)) for i in range(3)
    )
    joined = tuple(Edge(KITE.id, "uses", other.id, 0.9) for other in others)
    open_network(page, tmp_path, Network((KITE, named, *others), joined))
    page.press("/")
    page.type("lora")
    page.wait("!document.getElementById('hits').hidden")
    first = page.ask("document.querySelector('#hits .name').textContent")
    assert first == "LoRA"


def test_arrows_walk_and_escape_closes(toy: Browser) -> None:
    toy.ask("document.getElementById('picture').focus()")
    toy.press("ArrowRight")
    toy.wait("location.hash.startsWith('#select=')")
    first = toy.ask("location.hash")
    toy.press("ArrowLeft")
    toy.wait(f"location.hash !== {first!r}")
    toy.press("Escape")
    toy.wait("document.getElementById('panel').hidden")


def test_table_of_papers_sorts_filters_and_copies(toy: Browser) -> None:
    toy.click_on("#tabs [data-view=papers]")
    toy.wait("!document.getElementById('table').hidden")
    head, *rows = cells(toy)
    assert head[:4] == ["Paper", "Year", "Proposes", "Uses"]
    assert [row[0] for row in rows] == ["Nothing joins this", "Kite flies", "Sled slides"]
    toy.click_on("#grid th:nth-child(2) button")
    assert [row[1] for row in cells(toy)[1:]] == ["2024", "2021", "2020"]
    assert toy.ask("document.querySelector('#grid th:nth-child(2)').ariaSort") == "descending"
    toy.click_on("#tablefilter")
    toy.type("pond")
    assert [row[0] for row in cells(toy)[1:]] == ["Kite flies"]
    assert copied(toy, "#copytsv").splitlines()[1].split("\t") == [
        *("Kite flies", "2024", "Kite", "", "Sled", "Pond", "flying", "kite code")
    ]
    assert "| Kite flies | 2024 | Kite |" in copied(toy, "#copymarkdown")


def test_table_of_data_sets_leads_to_nodes(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#view=datasets")
    assert [row[:2] for row in cells(page)[1:]] == [["Lake", "1"], ["Pond", "1"]]
    page.click_on("#grid tbody .cell")
    page.wait("document.querySelector('#panel h2')?.textContent === 'Lake'")
    assert page.ask("document.getElementById('table').hidden")


def test_heat_map_shows_gaps(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#view=heat")
    head, *rows = cells(page)
    assert head[1:] == ["Lake", "Pond"]
    # Sled was tried on both; Kite not on Lake, although a paper of the same task uses that.
    assert {name: found for name, *found in rows} == {"Sled": ["1", "1"], "Kite": ["○", "1"]}
    page.click_on("#grid .gap button")
    page.wait("document.querySelector('#panel .path') !== null")


def test_tables_heed_filters(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#view=papers&code=1")
    assert [row[0] for row in cells(page)[1:]] == ["Kite flies"]


def test_take_away_json(toy: Browser) -> None:
    found: dict[str, Any] = json.loads(taken(toy, "json"))
    assert {node["id"] for node in found["nodes"]} == {node.id for node in NODES}
    facts = {(edge["source"], edge["relation"], edge["target"]) for edge in found["edges"]}
    assert facts == {(edge.source, edge.relation, edge.target) for edge in EDGES}
    assert ["We propose Kite."] in [edge["sentences"] for edge in found["edges"]]


def test_take_away_turtle(toy: Browser) -> None:
    quads = list(parse(taken(toy, "turtle"), format=RdfFormat.TURTLE))
    assert len(quads) == 2 * len(NODES) + len(EDGES)
    base = "https://w3id.org/paper-kg/"
    triples = {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}
    assert (f"<{base}paper/kite>", f"<{base}ns#proposes>", f"<{base}concept/kite>") in triples


def test_take_away_bibtex(toy: Browser) -> None:
    text = taken(toy, "bibtex").decode()
    assert re.findall(r"^@misc\{(.+),$", text, re.MULTILINE) == ["bare", "kite", "sled"]
    assert "  title = {Kite flies}," in text
    assert "  year = {2024}," in text
    assert text.count("{") == text.count("}")


def test_take_away_pictures(toy: Browser) -> None:
    assert taken(toy, "png").startswith(b"\x89PNG\r\n\x1a\n")
    drawing = ElementTree.fromstring(taken(toy, "svg"))  # noqa: S314 - our own page wrote it
    tags = [each.tag.rpartition("}")[2] for each in drawing.iter()]
    assert tags.count("line") == len(EDGES)
    assert tags.count("polygon") + tags.count("circle") == len(NODES)
    assert "Kite" in [each.text for each in drawing.iter() if each.tag.endswith("text")]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_taken_as_text(page: Browser, tmp_path: Path, text: str) -> None:
    nodes = (paper("kite", text, text, 2024, MONDAY), Node("concept/kite", "method", text))
    network = Network(nodes, (Edge("paper/kite", "proposes", "concept/kite", 0.9),), "Toys")
    open_network(page, tmp_path, network, "#view=papers")
    assert cells(page)[1][0].split() == text.split()
    assert [node["name"] for node in json.loads(taken(page, "json"))["nodes"]] == [text, text]
    labels = [quad.object for quad in parse(taken(page, "turtle"), format=RdfFormat.TURTLE)]
    assert text in [getattr(label, "value", "") for label in labels]
    ElementTree.fromstring(taken(page, "svg"))  # noqa: S314 - it must be XML, whatever the names
    assert taken(page, "bibtex").decode().startswith("@misc{kite,")
    assert page.ask("document.title") == "Toys"
    assert page.complaints == []


def test_thousands_of_papers_open_as_regions(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, invented(2500, 400, 7000))
    counts = shown(page)
    assert set(counts) == {"regions"}
    page.press("/")
    page.type("Paper number 77")
    page.press("Enter")
    page.wait("document.querySelector('#panel h2')?.textContent === 'Paper number 77'")
    assert shown(page)["papers"] == 1
    page.click_on("#panel .region")
    page.wait("document.querySelector('#panel h3')?.textContent.includes('methods used')")
    page.press("e")
    page.wait("location.hash.includes('open=region')")
    assert shown(page)["regions"] == counts["regions"] - 1
    assert shown(page)["papers"] > 10
    assert page.complaints == []
