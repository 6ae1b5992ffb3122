"""The explorer as a reader uses it: in a real browser, by mouse and keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kg.displayed import shortened
from kg.network import Edge, Network, Node, neighbour_counts
from kg.render import render
from tests.browser import CHROMIUM, Browser, browser
from tests.test_network import invented
from tests.test_render import HOSTILE, LORA, PAPER, SENTENCE, TITLE, TOY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium or Chrome is installed")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        opened.show(1200, 800)
        yield opened


@pytest.fixture
def toy(page: Browser, tmp_path: Path) -> Browser:
    return open_network(page, tmp_path, TOY)


def open_network(
    page: Browser, folder: Path, network: Network, fragment: str = "", limit: int = 600
) -> Browser:
    file = folder / "graph.html"
    file.write_text(render(network, limit=limit), encoding="utf-8")
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
def test_page_says_how_much_is_shown(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, invented(40, 60, 200), limit=30)
    shown = page.ask("document.getElementById('shown').textContent")
    assert re.fullmatch(r"showing 30 of 100 nodes, \d+ facts", shown)


@needs_chromium
def test_click_on_node_opens_panel(toy: Browser) -> None:
    assert panel_text(toy) == ""
    toy.click(*find_pixel(toy, BLUE))
    toy.wait(f"{PANEL}.innerText.includes('used by')")
    text = panel_text(toy)
    assert "LoRA" in text
    assert "also Low-Rank Adaptation" in text
    assert "method, theme" in text
    assert "proposed by (1)" in text
    assert "used by (1)" in text
    assert "97 %" in text
    marks = toy.ask("[...document.querySelectorAll('#panel mark')].map((m) => m.textContent)")
    assert marks == ["LoRA", "LoRA", "LoRA", "88.5"]
    assert toy.ask("location.hash") == "#select=concept%2Flora"


@needs_chromium
def test_panel_walks_and_goes_back(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept%2Flora")
    page.click_on("#panel li .end")
    page.wait(f"{PANEL}.innerText.includes('Abstract')")
    text = panel_text(page)
    assert TITLE in text
    assert SENTENCE in text
    assert "proposes (1)" in text
    assert page.ask("[...document.querySelectorAll('#panel a')].map((a) => a.href)") == [
        "https://arxiv.org/abs/2401.00001",
        "https://doi.org/10.1000/x",
    ]
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
        toy.wait(f"!{PANEL}.hidden && {PANEL}.querySelector('h2') !== null")
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
    page.wait(f"{PANEL}.querySelector('blockquote') !== null")
    assert page.ask("document.querySelector('#panel h2').textContent") == text
    assert page.ask("document.querySelector('#panel blockquote').textContent") == text
    assert page.ask("document.querySelectorAll('#panel a, #panel img, #panel script').length") == 0
    page.press("/")
    page.type(text[:8])
    page.wait("!document.getElementById('hits').hidden")
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
def test_what_is_chosen_is_not_behind_the_panel(page: Browser, tmp_path: Path) -> None:
    page.show(390, 800)
    try:
        open_network(page, tmp_path, TOY)
        page.ask(f"location.hash = '#select={LORA.id}'; null")
        page.wait(f"!{PANEL}.hidden && {PANEL}.querySelector('h3') !== null")
        # The picture glides there in a third of a second.
        page.wait("(window.asked = (window.asked ?? 0) + 1) > 20")
        _, y = find_pixel(page, BLUE)
        top = page.ask(f"{PANEL}.getBoundingClientRect().top")
    finally:
        page.show(1200, 800)
    assert y < top


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
