from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from kg.displayed import displayed, shortened
from kg.errors import NotFoundError
from kg.network import Edge, Network, Node, neighbour_counts
from kg.render import render
from kg.render.looks import MANNERS, SHAPES
from kg.vocabulary import KINDS, RELATIONS
from tests.browser import CHROMIUM, Browser, browser
from tests.test_network import invented

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TITLE = "Small Adapters for Large Models"
SENTENCE = "We show that LoRA needs few weights on the benchmark GLUE."
PAPER = Node("paper/1", "paper", TITLE, detail=SENTENCE, url="https://example.org/1")
OTHER = Node("paper/2", "paper", "A Second Look at Adapters")
LORA = Node("concept/lora", "method", "LoRA", ("method", "theme"), ("Low-Rank Adaptation",))
GLUE = Node("dataset/glue", "dataset", "GLUE")
EDGES = (
    Edge("paper/1", "proposes", "concept/lora", 0.97, SENTENCE, 13, 17),
    Edge("paper/1", "usesDataset", "dataset/glue", 0.8, SENTENCE, 53, 57),
    Edge("paper/2", "uses", "concept/lora", 0.9, "\U0001f600 With LoRA again.", 7, 11),
    Edge("paper/2", "uses", "concept/lora", 0.7, "LoRA it is.", 0, 4),
)
TOY = Network((PAPER, OTHER, LORA, GLUE), EDGES, "Adapters")

HOSTILE = [
    pytest.param("<script>document.title = 'run'</script>", id="script"),
    pytest.param("</script><script>document.title = 'run'</script>", id="end of script"),
    pytest.param("<!-- <script>", id="comment"),
    pytest.param("<img src=x onerror=\"document.title = 'run'\">", id="image"),
    pytest.param("\"'`${document.title = 'run'}&amp;&#39;\\", id="quotes"),
    pytest.param("a\u2028b\u2029c", id="line separators"),
    pytest.param("\U0001f9ec \u05d0\u05d1\u05d2 \u4e2d\u6587 e\u0301", id="scripts of the world"),
    pytest.param("x" * 5000, id="one long word"),
    pytest.param("$title $$ ${style} {{ x }} {% y %}", id="templates"),
]


def graph_of(page: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/json" id="graph">(.*?)</script>', page)
    assert len(found) == 1
    graph: dict[str, Any] = json.loads(found[0])
    return graph


def own_part(page: str) -> str:
    """Return the page without vis-network's script, which is the longest of the scripts."""
    scripts = re.findall(r"<script>.*?</script>", page, re.DOTALL)
    return page.replace(max(scripts, key=len), "")


def test_every_kind_and_relation_has_its_look() -> None:
    assert set(SHAPES) == set(KINDS)
    drawn = [relation for _, relations in MANNERS.values() for relation in relations]
    assert sorted(drawn) == sorted(RELATIONS)


@pytest.mark.parametrize("name", [*SHAPES, *MANNERS])
def test_every_kind_and_manner_has_colours_for_light_and_dark(name: str) -> None:
    style = re.findall(r"<style>(.*?)</style>", render(TOY), re.DOTALL)[0]
    assert len(re.findall(rf"--{name}: #[0-9a-f]{{6}};", style)) == 2


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain café", "plain café"),
        ("tab\tand\nbreak", "tab\tand\nbreak"),
        ("\x00nul\x1b[31m\x7f\x85", "nul[31m"),
        ("\u202egpj.exe\u202c \u2066x\u2069 \u200f", "gpj.exe x "),
        ("half \ud83d pair", "half  pair"),
        ("family \U0001f468\u200d\U0001f469", "family \U0001f468\u200d\U0001f469"),
    ],
)
def test_displayed_strips_what_is_not_seen(text: str, seen: str) -> None:
    assert displayed(text) == seen


@pytest.mark.parametrize(
    ("text", "most", "line"),
    [
        ("short", 10, "short"),
        ("two  words\nmore", 20, "two words more"),
        ("exactly ten", 11, "exactly ten"),
        ("Adapters: a study", 12, "Adapters: a…"),
        ("Adapters: studied", 12, "Adapters…"),
        ("x" * 30, 10, "x" * 9 + "…"),
        ("", 5, ""),
    ],
)
def test_shortened_is_one_line(text: str, most: int, line: str) -> None:
    assert shortened(text, most) == line
    assert len(line) <= most


def test_render_same_network_same_bytes() -> None:
    turned = Network(TOY.nodes[::-1], TOY.edges[::-1], TOY.title)
    assert render(turned, focus="paper/1") == render(TOY, focus="paper/1")


def test_render_holds_the_graph() -> None:
    graph = graph_of(render(TOY, total_nodes=9, focus="concept/lora"))
    assert [node["key"] for node in graph["nodes"]] == sorted(node.id for node in TOY.nodes)
    assert (graph["total"], graph["focus"]) == (9, "concept/lora")
    lora = graph["nodes"][0]
    assert (lora["name"], lora["kinds"]) == ("LoRA", ["method", "theme"])
    assert lora["aliases"] == ["Low-Rank Adaptation"]


def test_render_keeps_each_sentence_once() -> None:
    graph = graph_of(render(TOY))
    assert len(graph["quotes"]) == 3
    facts = {edge["relation"]: edge for edge in graph["edges"]}
    assert [edge["relation"] for edge in graph["edges"]].count("uses") == 1
    marked = [
        graph["quotes"][row][start:end]
        for edge in graph["edges"]
        for row, start, end in edge["evidence"]
    ]
    assert marked == ["LoRA", "GLUE", "LoRA", "LoRA"]
    assert facts["uses"]["confidence"] == 0.9


def test_render_marks_the_mention_after_stripping() -> None:
    edge = Edge("paper/1", "uses", "concept/lora", 0.9, "\x00a\u202eb LoRA\x07 c", 5, 10)
    graph = graph_of(render(Network((PAPER, LORA), (edge,))))
    [[row, start, end]] = graph["edges"][0]["evidence"]
    assert graph["quotes"][row] == "ab LoRA c"
    assert graph["quotes"][row][start:end] == "LoRA"


def test_render_refuses_unknown_focus() -> None:
    with pytest.raises(NotFoundError, match="nobody"):
        render(TOY, focus="nobody")


@pytest.mark.parametrize("network", [Network((), ()), Network((PAPER,), ())])
def test_render_accepts_little(network: Network) -> None:
    assert len(graph_of(render(network))["nodes"]) == len(network.nodes)


@pytest.mark.parametrize("text", HOSTILE)
def test_render_hostile_text_is_only_data(text: str) -> None:
    page = render(Network((Node("paper/1", "paper", text, detail=text), LORA), EDGES[:1], text))
    # One for the data, one for the explorer: vis-network's own is not in this part.
    assert own_part(page).count("<script") == own_part(page).count("</script") == 2
    node = graph_of(page)["nodes"][1]
    assert (node["name"], node["detail"]) == (text, text)
    assert len(node["label"]) <= 34


def test_render_asks_for_nothing() -> None:
    part = own_part(render(TOY))
    references = re.findall(r"""(?:src|href)\s*=\s*["']([^"']*)|(url\(|@import)""", part)
    assert references == [("data:,", "")]
    assert "sourceMappingURL" not in render(TOY)
    assert "default-src 'none'" in part


def test_explorer_never_makes_markup_of_text() -> None:
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
    assert re.findall(banned, own_part(render(TOY))) == []


def test_render_is_not_large() -> None:
    network = invented(318, 300, 2400)
    sentence = "A sentence of usual length that says where the method was read in the abstract, {}."
    edges = [
        Edge(edge.source, edge.relation, edge.target, 0.8, sentence.format(i))
        for i, edge in enumerate(network.edges)
    ]
    nodes = [
        Node(node.id, node.kind, node.name, detail="word " * 250 if node.kind == "paper" else "")
        for node in network.nodes
    ]
    assert len(render(Network(tuple(nodes), tuple(edges))).encode()) < 2_500_000


needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium or Chrome is installed")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        opened.show(1200, 800)
        yield opened


@pytest.fixture
def toy(page: Browser, tmp_path: Path) -> Browser:
    return open_network(page, tmp_path, TOY)


def open_network(page: Browser, folder: Path, network: Network, fragment: str = "") -> Browser:
    file = folder / "graph.html"
    file.write_text(render(network), encoding="utf-8")
    page.open(file, fragment)
    return page


PANEL = "document.getElementById('panel')"
COLOURS = """(() => {
  const canvas = document.querySelector('canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4)
    if (data[i + 3] === 255) seen.add([data[i], data[i + 1], data[i + 2]].join());
  return [...seen];
})()"""
BLUE, GREEN = "0,114,178", "0,158,115"


def panel_text(page: Browser) -> str:
    text: str = page.ask(f"{PANEL}.hidden ? '' : {PANEL}.innerText")
    return text


def click_on(page: Browser, selector: str) -> None:
    middle = page.ask(
        "(({x, y, width, height}) => [x + width / 2, y + height / 2])"
        f"(document.querySelector({selector!r}).getBoundingClientRect())"
    )
    page.click(*middle)


def find_pixel(page: Browser, colour: str) -> tuple[float, float]:
    """Return a place on the screen where the picture has this colour, deep inside a node."""
    x, y = page.ask(
        f"""(() => {{
          const canvas = document.querySelector('canvas');
          const {{ width, height }} = canvas;
          const {{ data }} = canvas.getContext('2d').getImageData(0, 0, width, height);
          const at = (x, y) => data.slice(4 * (y * width + x), 4 * (y * width + x) + 3).join();
          const is = (x, y) => at(x, y) === '{colour}';
          for (let y = 4; y < height - 4; y++) for (let x = 4; x < width - 4; x++)
            if (is(x, y) && is(x - 4, y) && is(x + 4, y) && is(x, y - 4) && is(x, y + 4)) {{
              const box = canvas.getBoundingClientRect();
              return [box.x + x * box.width / width, box.y + y * box.height / height];
            }}
          return [-1, -1];
        }})()"""
    )
    assert x >= 0, f"nothing in the picture is {colour}"
    return x, y


@needs_chromium
def test_page_draws_without_asking(toy: Browser, tmp_path: Path) -> None:
    assert {BLUE, GREEN} <= set(toy.ask(COLOURS))
    toy.click(600, 700)
    assert toy.requests == [(tmp_path / "graph.html").as_uri()]
    assert toy.complaints == []


@needs_chromium
@pytest.mark.parametrize("network", [Network((), ()), Network((PAPER,), ())])
def test_page_opens_with_little(page: Browser, tmp_path: Path, network: Network) -> None:
    assert open_network(page, tmp_path, network).complaints == []


@needs_chromium
def test_page_says_what_is_left_out(page: Browser, tmp_path: Path) -> None:
    file = tmp_path / "graph.html"
    file.write_text(render(TOY, total_nodes=2950), encoding="utf-8")
    page.open(file)
    shown = page.ask("document.getElementById('shown').textContent")
    assert shown == "showing 4 of 2,950 nodes, 3 facts"


@needs_chromium
def test_click_on_node_opens_panel(toy: Browser) -> None:
    assert panel_text(toy) == ""
    toy.click(*find_pixel(toy, BLUE))
    toy.wait(f"!{PANEL}.hidden")
    text = panel_text(toy)
    assert "LoRA" in text
    assert "also Low-Rank Adaptation" in text
    assert "method, theme" in text
    assert "proposed by (1)" in text
    assert "used by (1)" in text
    assert "0.97" in text
    marks = toy.ask("[...document.querySelectorAll('#panel mark')].map((m) => m.textContent)")
    assert marks == ["LoRA"] * 3
    assert toy.ask("location.hash") == "#select=concept%2Flora"


@needs_chromium
def test_panel_walks_and_goes_back(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept%2Flora")
    click_on(page, "#panel li .end")
    page.wait(f"{PANEL}.innerText.includes('Abstract')")
    text = panel_text(page)
    assert TITLE in text
    assert SENTENCE in text
    assert "proposes (1)" in text
    assert page.ask("document.querySelector('#panel a').href") == "https://example.org/1"
    page.ask("history.back()")
    page.wait(f"{PANEL}.innerText.includes('Low-Rank')")
    page.press("Escape")
    page.wait(f"{PANEL}.hidden")


@needs_chromium
@pytest.mark.parametrize("fragment", ["#select=nobody", "#select=%E0%A4%A", "#", "#other"])
def test_strange_address_selects_nothing(page: Browser, tmp_path: Path, fragment: str) -> None:
    open_network(page, tmp_path, TOY, fragment)
    assert panel_text(page) == ""
    assert page.complaints == []


@needs_chromium
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lora", "LoRA"),
        ("low-rank", "LoRA"),
        ("  GLU", "GLUE"),
        ("second look", "A Second Look at Adapters"),
        ("nothing like it", ""),
    ],
)
def test_search_goes_to_best_hit(toy: Browser, typed: str, found: str) -> None:
    toy.press("/")
    toy.type(typed)
    toy.press("Enter")
    if found:
        toy.wait(f"!{PANEL}.hidden")
    heading = toy.ask("document.querySelector('#panel:not([hidden]) h2')?.textContent ?? ''")
    assert heading == found


@needs_chromium
def test_legend_counts_and_hides_kinds(toy: Browser) -> None:
    legend = toy.ask("document.getElementById('kinds').innerText.split(/\\s+/)")
    assert legend == ["papers", "2", "methods", "1", "datasets", "1"]
    click_on(toy, "#kinds button:nth-child(3)")
    toy.wait(f"!{COLOURS}.includes('{GREEN}')")
    assert BLUE in toy.ask(COLOURS)
    click_on(toy, "#kinds button:nth-child(3)")
    toy.wait(f"{COLOURS}.includes('{GREEN}')")


@needs_chromium
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(page: Browser, tmp_path: Path, text: str) -> None:
    nodes = (Node("paper/1", "paper", text, (), (text,), text, "javascript:alert(1)"), LORA)
    edges = (Edge("paper/1", "uses", "concept/lora", 0.9, text, 0, 3),)
    open_network(page, tmp_path, Network(nodes, edges, text), "#select=paper%2F1")
    assert page.ask("document.querySelector('#panel h2').textContent") == text
    assert page.ask("document.querySelector('#panel blockquote').textContent") == text
    assert page.ask("document.querySelectorAll('#panel a, #panel img, #panel script').length") == 0
    page.press("/")
    page.type(text[:8])
    assert page.ask("document.title") == shortened(text, 80)
    assert page.complaints == []


@needs_chromium
@pytest.mark.parametrize("dark", [False, True])
def test_page_follows_the_colour_scheme(page: Browser, tmp_path: Path, dark: bool) -> None:
    page.show(1200, 800, dark=dark)
    open_network(page, tmp_path, TOY)
    colours = page.ask(COLOURS)
    ground = page.ask("getComputedStyle(document.body).backgroundColor")
    page.show(1200, 800)
    assert (BLUE in colours) == (not dark)
    assert ("61,159,220" in colours) == dark
    assert ground == ("rgb(18, 22, 27)" if dark else "rgb(251, 251, 249)")


@needs_chromium
def test_page_fits_a_narrow_screen(page: Browser, tmp_path: Path) -> None:
    page.show(400, 700)
    network = invented(30, 40, 120)
    counts = neighbour_counts(network)
    hub = max(counts, key=lambda id_: (counts[id_], id_))
    open_network(page, tmp_path, network, f"#select={hub}")
    sizes = page.ask(
        f"[document.documentElement.scrollWidth, {PANEL}.offsetWidth, {PANEL}.offsetTop,"
        f" document.getElementById('picture').clientHeight]"
    )
    page.show(1200, 800)
    width, panel, top, picture = sizes
    assert (width, panel) == (400, 400)
    assert 0.4 * picture < top < 0.6 * picture
