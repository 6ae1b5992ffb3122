"""The explorer's filters, paths, tables and files, in real browsers."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect
from pyoxigraph import RdfFormat, parse

from kg.model import Listing, Page, Paper
from kg.network import Edge, Network, Node
from tests.test_explorer import BLUE, GRAY, GREEN, find_pixel, open_network, search_for
from tests.test_network import invented
from tests.test_render import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page as Tab

    Taken = Callable[[str], bytes]

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


@pytest.fixture
def toy(page: Tab, tmp_path: Path) -> Tab:
    return open_network(page, tmp_path, TOY)


def shown(page: Tab) -> dict[str, int]:
    """Return how many nodes of each kind are in the picture, by the legend."""
    rows = page.locator("#kinds button").evaluate_all(
        "(rows) => rows.map((row) => [row.children[1].textContent, parseInt(row.title)])"
    )
    return {kind: count for kind, count in rows if count}


def copied(page: Tab, button: str) -> str:
    """Return what a button copies."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(button).click()
    expect(page.locator("#tablesays")).to_contain_text("copied")
    words: str = page.evaluate("navigator.clipboard.readText()")
    return words


def cells(page: Tab) -> list[list[str]]:
    rows: list[list[str]] = page.locator("#grid tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.children].map((cell) => cell.innerText.trim()))"
    )
    return rows


def test_everything_of_a_small_graph_is_shown(toy: Tab) -> None:
    assert shown(toy) == {
        "papers": 3,
        "methods": 2,
        "tasks": 1,
        "data sets": 2,
        "repositories": 1,
    }


@pytest.mark.parametrize(
    ("fragment", "left"),
    [
        ("#code=1", {"papers": 1, "methods": 2, "data sets": 1, "tasks": 1, "repositories": 1}),
        ("#since=2021", {"papers": 2, "methods": 2, "data sets": 1, "tasks": 1, "repositories": 1}),
        ("#until=2020", {"papers": 1, "methods": 1, "data sets": 1, "tasks": 1}),
        ("#page=tuesday", {"papers": 2, "methods": 1, "data sets": 1, "tasks": 1}),
        ("#support=2", {"papers": 3, "methods": 1, "tasks": 1}),
        ("#sure=95", {"papers": 3, "methods": 1, "repositories": 1}),
        ("#off=dataset&off=task", {"papers": 3, "methods": 2, "repositories": 1}),
        (
            "#hide=concept/kite",
            {"papers": 3, "methods": 1, "data sets": 2, "tasks": 1, "repositories": 1},
        ),
    ],
)
def test_filters(page: Tab, tmp_path: Path, fragment: str, left: dict[str, int]) -> None:
    open_network(page, tmp_path, TOY, fragment)
    assert shown(page) == left
    page.locator("#clear").click()
    expect(page).to_have_url(re.compile("html#?$"))
    assert shown(page)["papers"] == 3


def test_filter_controls_write_the_address(toy: Tab) -> None:
    toy.locator("#onpages summary").click()
    toy.locator("#code").click()
    expect(toy).to_have_url(re.compile("#code=1$"))
    toy.locator("#pages input").first.click()
    expect(toy).to_have_url(re.compile("#.*page=monday"))
    toy.locator("#since").click()
    toy.keyboard.type("2022")
    toy.keyboard.press("Enter")
    expect(toy).to_have_url(re.compile("#.*since=2022"))
    assert shown(toy)["papers"] == 1


def test_path_between_two_picks(toy: Tab) -> None:
    search_for(toy, "k-ite")
    expect(toy.locator("#hits")).to_contain_text("K-Ite")
    toy.keyboard.press("Enter")
    expect(toy.locator("#panel h2")).to_have_text("Kite")
    search_for(toy, "lake", key="t")
    toy.keyboard.press("Enter")
    expect(toy).to_have_url(re.compile("#.*to=dataset%2Flake"))
    steps = toy.locator("#panel .path .name")
    expect(steps).to_have_count(5)
    assert steps.first.text_content() == "Kite"
    assert steps.last.text_content() == "Lake"
    assert "We propose Kite." in toy.locator("#panel").inner_text()


def test_shift_click_is_the_second_pick(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#off=method&off=task&select=dataset/lake")
    expect(page.locator("#panel h2")).to_have_text("Lake")
    page.keyboard.down("Shift")
    page.mouse.click(*find_pixel(page, GRAY))
    page.keyboard.up("Shift")
    expect(page.locator("#panel h2")).to_have_text("Lake → Sled slides")


def drawing_of(taken: Taken) -> ElementTree.Element:
    return ElementTree.fromstring(taken("svg"))  # noqa: S314 - our own page wrote it


def written(taken: Taken) -> list[str | None]:
    """Return the labels in the picture."""
    return [each.text for each in drawing_of(taken).iter() if each.tag.endswith("text")]


@pytest.mark.parametrize(
    ("fragment", "label"), [("", "Kite flies"), ("#off=method", "Kite")], ids=["beside", "alone"]
)
def test_papers_are_called_by_what_they_propose_where_that_is_not_shown(
    page: Tab, tmp_path: Path, taken: Taken, fragment: str, label: str
) -> None:
    open_network(page, tmp_path, TOY, fragment)
    assert {"Kite", "Kite flies"}.intersection(written(taken)) == {"Kite", label}


def test_long_names_stand_on_two_lines(page: Tab, tmp_path: Path, taken: Taken) -> None:
    long = paper("long", "A kite that flies higher than all others", "", 2024, MONDAY)
    open_network(page, tmp_path, Network((long,), ()))
    assert written(taken) == ["A kite that flies", "higher than all others"]


def test_a_page_about_one_thing_opens_with_what_is_known_of_it(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, focus="concept/kite")
    expect(page.locator("#panel h2")).to_have_text("Kite")
    assert page.evaluate("location.hash") == ""
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    page.reload()
    expect(page.locator("html[data-ready=true]")).to_be_attached()
    expect(page.locator("#panel")).to_be_hidden()
    page.evaluate("history.back()")
    expect(page.locator("#panel h2")).to_have_text("Kite")


def test_a_narrow_page_about_one_thing_opens_with_the_picture(page: Tab, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_network(page, tmp_path, TOY, focus="concept/kite")
    expect(page.locator("#panel")).to_be_hidden()


def test_no_path_is_said(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept/kite&to=paper/bare")
    expect(page.locator("#panel")).to_contain_text("No path")


def test_paper_panel_marks_mentions_by_kind(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=paper/kite")
    abstract = page.locator("#panel .abstract")
    expect(abstract).to_have_text(KITE_TEXT)
    marks = abstract.locator("mark").evaluate_all(
        "(marks) => marks.map((mark) => [mark.textContent, mark.title])"
    )
    assert marks == [["Kite", "method: Kite"], ["Sled", "method: Sled"], ["Pond", "dataset: Pond"]]
    code = page.locator("#panel .address a").first
    assert code.get_attribute("href") == "https://example.org/kite"


def test_method_panel_tells_rivals_and_data_sets(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept/kite")
    expect(page.locator("#panel")).to_contain_text("rivals (1)")
    text = page.locator("#panel").inner_text()
    assert "proposed by (1)" in text
    assert "data sets in the same papers (1)" in text


def test_hide_and_undo(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept/kite")
    page.keyboard.press("h")
    expect(page).to_have_url(re.compile("#hide=concept%2Fkite$"))
    assert shown(page)["methods"] == 1
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile("#.*select="))
    assert shown(page)["methods"] == 2


def test_undo_does_not_leave_the_page(toy: Tab) -> None:
    toy.keyboard.press("u")
    assert shown(toy)["papers"] == 3
    assert toy.evaluate("location.protocol") == "file:"


def test_pin_is_in_the_address(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept/kite")
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile(r"#.*pin=-?\d+_-?\d+_concept%2Fkite"))
    page.keyboard.press("p")
    expect(page).not_to_have_url(re.compile("#.*pin="))


def test_expand_shows_what_the_first_view_left_out(page: Tab, tmp_path: Path) -> None:
    network = invented(60, 200, 300)
    open_network(page, tmp_path, network, "#select=paper/3", limit=40)
    before = sum(shown(page).values())
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile("#.*open=paper%2F3"))
    neighbours = {edge.target for edge in network.edges if edge.source == "paper/3"}
    assert before < sum(shown(page).values()) <= before + len(neighbours)
    page.keyboard.press("e")
    expect(page).not_to_have_url(re.compile("#.*open="))
    assert sum(shown(page).values()) == before


def test_dragging_pins_where_it_was_dropped(toy: Tab) -> None:
    x, y = find_pixel(toy, GREEN)
    toy.mouse.move(x, y)
    toy.mouse.down()
    toy.mouse.move(x + 90, y + 40)
    toy.mouse.up()
    expect(toy).to_have_url(re.compile(r"#.*pin=-?\d+_-?\d+_dataset"))
    toy.keyboard.press("u")
    expect(toy).not_to_have_url(re.compile("#.*pin="))


def test_double_click_expands(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, invented(60, 200, 300), limit=40)
    page.mouse.dblclick(*find_pixel(page, BLUE))
    expect(page).to_have_url(re.compile("#.*open="))


def test_names_are_found_before_aliases(page: Tab, tmp_path: Path) -> None:
    named = Node("concept/a", "method", "LoRA")
    others = tuple(
        Node(f"concept/b{i}", "method", f"Other {i}", aliases=("LoRA",)) for i in range(3)
    )
    joined = tuple(Edge(KITE.id, "uses", other.id, 0.9) for other in others)
    open_network(page, tmp_path, Network((KITE, named, *others), joined))
    search_for(page, "lora")
    expect(page.locator("#hits .name").first).to_have_text("LoRA")


def test_table_of_papers_sorts_filters_and_copies(toy: Tab) -> None:
    toy.locator("#tabs [data-view=papers]").click()
    expect(toy.locator("#table")).to_be_visible()
    head, *rows = cells(toy)
    assert head[:4] == ["Paper", "Year", "Proposes", "Uses"]
    assert [row[0] for row in rows] == ["Nothing joins this", "Kite flies", "Sled slides"]
    toy.locator("#grid th:nth-child(2) button").click()
    assert [row[1] for row in cells(toy)[1:]] == ["2024", "2021", "2020"]
    years = toy.locator("#grid th:nth-child(2)")
    expect(years).to_have_attribute("aria-sort", "descending")
    toy.locator("#tablefilter").click()
    toy.keyboard.type("pond")
    assert [row[0] for row in cells(toy)[1:]] == ["Kite flies"]
    assert copied(toy, "#copytsv").splitlines()[1].split("\t") == [
        *("Kite flies", "2024", "Kite", "", "Sled", "Pond", "flying", "kite code")
    ]
    assert "| Kite flies | 2024 | Kite |" in copied(toy, "#copymarkdown")


def test_table_of_data_sets_leads_to_nodes(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#view=datasets")
    assert [row[:2] for row in cells(page)[1:]] == [["Lake", "1"], ["Pond", "1"]]
    page.locator("#grid tbody .cell").first.click()
    expect(page.locator("#panel h2")).to_have_text("Lake")
    expect(page.locator("#table")).to_be_hidden()


def test_heat_map_shows_gaps(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#view=heat")
    head, *rows = cells(page)
    assert head[1:] == ["Lake", "Pond"]
    # Sled was tried on both; Kite not on Lake, although a paper of the same task uses that.
    assert {name: found for name, *found in rows} == {"Sled": ["1", "1"], "Kite": ["○", "1"]}
    page.locator("#grid .gap button").click()
    expect(page.locator("#panel .path")).to_be_visible()


@pytest.mark.parametrize(
    ("asked", "head", "rows"),
    [
        ("pond", ["Pond"], {"Kite", "Sled"}),
        ("kite", ["Pond", "Lake"], {"Kite"}),
        ("nobody", [], set()),
    ],
)
def test_heat_map_is_asked_for_names(
    page: Tab, tmp_path: Path, asked: str, head: list[str], rows: set[str]
) -> None:
    open_network(page, tmp_path, TOY, "#view=heat")
    page.locator("#tablefilter").fill(asked)
    first, *others = cells(page)
    assert first[1:] == head
    assert {row[0] for row in others} == rows


def test_long_tables_and_cells_show_the_rest_on_demand(page: Tab, tmp_path: Path) -> None:
    hub = Node("dataset/hub", "dataset", "Hub")
    network = invented(250, 20, 400)
    used = (Edge(f"paper/{i}", "usesDataset", hub.id, 0.9) for i in range(30))
    network = Network((*network.nodes, hub), (*network.edges, *used))
    open_network(page, tmp_path, network, "#view=papers")
    assert page.locator("#grid tbody tr").count() == 200
    page.get_by_role("button", name="show 50 more of 250 rows").click()
    assert page.locator("#grid tbody tr").count() == 250
    expect(page.locator("#grid tfoot tr")).to_have_count(0)
    page.locator("#tabs [data-view=datasets]").click()
    page.get_by_role("button", name="and 18 more").click()
    assert page.locator("#grid tbody td:nth-of-type(3) .cell").count() == 30


def test_tables_heed_filters(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#view=papers&code=1")
    assert [row[0] for row in cells(page)[1:]] == ["Kite flies"]


@pytest.mark.usefixtures("toy")
def test_take_away_json(taken: Taken) -> None:
    found: dict[str, Any] = json.loads(taken("json"))
    assert {node["id"] for node in found["nodes"]} == {node.id for node in NODES}
    facts = {(edge["source"], edge["relation"], edge["target"]) for edge in found["edges"]}
    assert facts == {(edge.source, edge.relation, edge.target) for edge in EDGES}
    assert ["We propose Kite."] in [edge["sentences"] for edge in found["edges"]]


@pytest.mark.usefixtures("toy")
def test_take_away_turtle(taken: Taken) -> None:
    quads = list(parse(taken("turtle"), format=RdfFormat.TURTLE))
    assert len(quads) == 2 * len(NODES) + len(EDGES)
    base = "https://w3id.org/paper-kg/"
    triples = {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}
    assert (f"<{base}paper/kite>", f"<{base}ns#proposes>", f"<{base}concept/kite>") in triples


@pytest.mark.usefixtures("toy")
def test_take_away_bibtex(taken: Taken) -> None:
    text = taken("bibtex").decode()
    assert re.findall(r"^@misc\{(.+),$", text, re.MULTILINE) == ["bare", "kite", "sled"]
    assert "  title = {{Kite flies}}," in text
    assert "  year = {2024}," in text
    assert text.count("{") == text.count("}")


@pytest.mark.usefixtures("toy")
def test_take_away_pictures(taken: Taken) -> None:
    assert taken("png").startswith(b"\x89PNG\r\n\x1a\n")
    tags = [each.tag.rpartition("}")[2] for each in drawing_of(taken).iter()]
    assert tags.count("line") == len(EDGES)
    assert tags.count("polygon") + tags.count("circle") == len(NODES)
    assert "Kite" in written(taken)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_taken_as_text(page: Tab, tmp_path: Path, taken: Taken, text: str) -> None:
    nodes = (paper("kite", text, text, 2024, MONDAY), Node("concept/kite", "method", text))
    network = Network(nodes, (Edge("paper/kite", "proposes", "concept/kite", 0.9),), "Toys")
    open_network(page, tmp_path, network, "#view=papers")
    assert cells(page)[1][0].split() == text.split()
    assert [node["name"] for node in json.loads(taken("json"))["nodes"]] == [text, text]
    labels = [quad.object for quad in parse(taken("turtle"), format=RdfFormat.TURTLE)]
    assert text in [getattr(label, "value", "") for label in labels]
    assert drawing_of(taken).tag.endswith("svg")  # It must be XML, whatever the names.
    assert taken("bibtex").decode().startswith("@misc{kite,")
    assert page.title() == "Toys"


def test_thousands_of_papers_open_as_regions(page: Tab, tmp_path: Path) -> None:
    network = invented(2500, 400, 7000)
    open_network(page, tmp_path, network)
    counts = shown(page)
    assert set(counts) == {"regions"}
    said = f"{counts['regions']} regions of 2,500 papers: a double click opens one"
    expect(page.locator("#shown")).to_have_text(said)
    search_for(page, "Paper number 77")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Paper number 77")
    # What is selected brings what lies around it.
    around = {edge.target for edge in network.edges if edge.source == "paper/77"}
    assert (shown(page)["papers"], shown(page)["methods"]) == (1, len(around))
    page.locator("#panel .region").click()
    expect(page.locator("#panel h3").first).to_contain_text("methods used")
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile("#.*open=region"))
    assert shown(page)["regions"] == counts["regions"] - 1
    assert shown(page)["papers"] > 10


def test_tables_are_not_behind_the_panel(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept/kite&view=papers")
    table, panel = page.locator("#table").bounding_box(), page.locator("#panel").bounding_box()
    assert table and panel
    assert table["x"] + table["width"] <= panel["x"]
    # On a narrow screen there is room for one of them.
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("#table")).to_be_visible()
    expect(page.locator("#panel")).to_be_hidden()
    page.set_viewport_size({"width": 1200, "height": 800})


def test_a_region_that_is_no_node_can_only_be_expanded(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, invented(60, 200, 300), "#select=region/0")
    expect(page.locator("#panel .acts button")).to_have_text(["Expand"])


def test_filters_and_buttons_are_at_hand_beside_tables_and_panel(page: Tab, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept/kite&view=papers")
    # A click that something else would take fails.
    page.locator("#code").click()
    expect(page).to_have_url(re.compile("#.*code=1"))
    assert [row[0] for row in cells(page)[1:]] == ["Kite flies"]
    page.locator("#tabs [data-view='']").click()
    page.locator("#undo").click()
    expect(page.locator("#table")).to_be_visible()
    page.locator("#tabs [data-view='']").click()
    page.locator("#help summary").click()
    expect(page.locator("#help dl")).to_be_visible()


def test_expanding_says_how_much_is_not_shown(page: Tab, tmp_path: Path) -> None:
    network = invented(60, 200, 300)
    open_network(page, tmp_path, network, "#select=paper/3", limit=40)
    before = sum(shown(page).values())
    words = page.locator("#panel .acts button").first.inner_text()
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile("#.*open=paper%2F3"))
    assert words == f"Expand (+{sum(shown(page).values()) - before})"


def test_svg_has_the_arrows_and_the_grounds_of_regions(
    page: Tab, tmp_path: Path, taken: Taken
) -> None:
    wide, narrow = Node("concept/wide", "theme", "wide"), Node("concept/narrow", "theme", "narrow")
    above = Edge(narrow.id, "broader", wide.id, 1.0)
    open_network(page, tmp_path, Network((wide, narrow), (above,)))
    tags = [each.tag.rpartition("}")[2] for each in drawing_of(taken).iter()]
    assert (tags.count("path"), tags.count("ellipse")) == (1, 0)
    open_network(page, tmp_path, invented(60, 20, 300))
    tags = [each.tag.rpartition("}")[2] for each in drawing_of(taken).iter()]
    assert tags.count("path") == 0
    assert tags.count("ellipse") > 0
