"""The explorer as a reader uses it: in real browsers, by mouse and keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from kg.displayed import shortened
from kg.network import Edge, Network, Node, neighbour_counts
from kg.render import render
from tests.browser import only_chromium, open_file
from tests.test_network import invented
from tests.test_render import HOSTILE, LORA, PAPER, SENTENCE, TITLE, TOY

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page


@pytest.fixture
def toy(page: Page, tmp_path: Path) -> Page:
    return open_network(page, tmp_path, TOY)


def open_network(
    page: Page,
    folder: Path,
    network: Network,
    fragment: str = "",
    *,
    limit: int = 600,
    focus: str | None = None,
) -> Page:
    file = folder / "graph.html"
    file.write_text(render(network, limit=limit, focus=focus), encoding="utf-8")
    open_file(page, file, fragment)
    return page


# Read from a copy: Chromium complains of a canvas that is read often.
PIXELS = """
  const canvas = document.querySelector('canvas');
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, width, height);
"""
COLOURS = f"""(() => {{ {PIXELS}
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4)
    if (data[i + 3] === 255) seen.add([data[i], data[i + 1], data[i + 2]].join());
  return [...seen];
}})()"""
BLUE, GREEN, GRAY = "0,114,178", "0,158,115", "125,135,148"


def find_pixel(page: Page, colour: str) -> tuple[float, float]:
    """Return a place on the screen where the picture has this colour, deep inside a node."""
    x, y = page.evaluate(
        f"""(colour) => {{ {PIXELS}
          const at = (x, y) => data.slice(4 * (y * width + x), 4 * (y * width + x) + 3).join();
          const is = (x, y) => at(x, y) === colour;
          for (let y = 4; y < height - 4; y++) for (let x = 4; x < width - 4; x++)
            if (is(x, y) && is(x - 4, y) && is(x + 4, y) && is(x, y - 4) && is(x, y + 4)) {{
              const box = canvas.getBoundingClientRect();
              return [box.x + x * box.width / width, box.y + y * box.height / height];
            }}
          return [-1, -1];
        }}""",
        colour,
    )
    assert x >= 0, f"nothing in the picture is {colour}"
    return x, y


def test_page_draws(toy: Page) -> None:
    assert {BLUE, GREEN} <= set(toy.evaluate(COLOURS))


@only_chromium  # Firefox does not tell of the files that a page asks for.
def test_page_asks_for_nothing(page: Page, tmp_path: Path) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    open_network(page, tmp_path, TOY).mouse.click(600, 700)
    assert requests == [(tmp_path / "graph.html").as_uri()]


@pytest.mark.parametrize("network", [Network((), ()), Network((PAPER,), ())])
def test_page_opens_with_little(page: Page, tmp_path: Path, network: Network) -> None:
    open_network(page, tmp_path, network)
    expect(page.locator("#shown")).to_contain_text(f"{len(network.nodes)} node")


def test_page_says_how_much_is_shown(page: Page, tmp_path: Path) -> None:
    open_network(page, tmp_path, invented(40, 60, 200), limit=30)
    shown = page.locator("#shown").text_content()
    assert re.fullmatch(r"showing 30 of 100 nodes, \d+ facts", shown or "")


def test_click_on_node_opens_panel(toy: Page) -> None:
    panel = toy.locator("#panel")
    expect(panel).to_be_hidden()
    toy.mouse.click(*find_pixel(toy, BLUE))
    expect(panel).to_contain_text("used by (1)")
    text = panel.inner_text()
    assert "LoRA" in text
    assert "also Low-Rank Adaptation" in text
    assert "method, theme" in text
    assert "proposed by (1)" in text
    assert "0.97" in text
    assert panel.locator("mark").all_text_contents() == ["LoRA", "LoRA", "LoRA", "rises by 88.5%"]
    assert toy.evaluate("location.hash") == "#select=concept%2Flora"


def test_panel_walks_and_goes_back(page: Page, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=concept%2Flora")
    panel = page.locator("#panel")
    panel.locator("li .end").first.click()
    expect(panel).to_contain_text("Abstract")
    text = panel.inner_text()
    assert TITLE in text
    assert SENTENCE in text
    assert "proposes (1)" in text
    assert panel.locator("a").evaluate_all("(all) => all.map((a) => a.href)") == [
        "https://arxiv.org/abs/2401.00001",
        "https://doi.org/10.1000/x",
    ]
    page.go_back()
    expect(panel).to_contain_text("Low-Rank")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


@pytest.mark.parametrize("fragment", ["#select=nobody", "#select=%E0%A4%A", "#", "#other"])
def test_strange_address_selects_nothing(page: Page, tmp_path: Path, fragment: str) -> None:
    open_network(page, tmp_path, TOY, fragment)
    expect(page.locator("#panel")).to_be_hidden()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lora", "LoRA"),
        ("low-rank", "LoRA"),
        ("  GLU", "GLUE"),
        ("second look", "A Second Look at Adapters"),
    ],
)
def test_search_goes_to_best_hit(toy: Page, typed: str, found: str) -> None:
    search_for(toy, typed)
    toy.keyboard.press("Enter")
    expect(toy.locator("#panel h2")).to_have_text(found)


def test_search_without_a_hit_goes_nowhere(toy: Page) -> None:
    search_for(toy, "nothing like it")
    toy.keyboard.press("Enter")
    expect(toy.locator("#panel")).to_be_hidden()


def search_for(page: Page, typed: str, key: str = "/") -> None:
    """Go to the search by its key and type."""
    page.keyboard.press(key)
    page.keyboard.type(typed)


def test_legend_counts_and_hides_kinds(toy: Page) -> None:
    legend = [" ".join(row.split()) for row in toy.locator("#kinds button").all_inner_texts()]
    assert legend == ["papers 2", "methods 1", "data sets 1"]
    toy.locator("#kinds button:nth-child(3)").click()
    toy.wait_for_function(f"!{COLOURS}.includes('{GREEN}')")
    assert BLUE in toy.evaluate(COLOURS)
    toy.locator("#kinds button:nth-child(3)").click()
    toy.wait_for_function(f"{COLOURS}.includes('{GREEN}')")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(page: Page, tmp_path: Path, text: str) -> None:
    nodes = (Node("paper/1", "paper", text, (), (text,), text, "javascript:alert(1)"), LORA)
    edges = (Edge("paper/1", "uses", "concept/lora", 0.9, text, 0, 3),)
    open_network(page, tmp_path, Network(nodes, edges, text), "#select=paper%2F1")
    panel = page.locator("#panel")
    panel.locator("blockquote").wait_for()
    assert panel.locator("h2").text_content() == text
    assert panel.locator("blockquote").text_content() == text
    assert panel.locator("a, img, script").count() == 0
    search_for(page, text[:8])
    expect(page.locator("#hits")).to_be_visible()
    assert page.evaluate("document.title") == shortened(text, 80)


@only_chromium  # Playwright does not set Firefox's colours.
@pytest.mark.parametrize("dark", [False, True])
def test_page_follows_the_colour_scheme(page: Page, tmp_path: Path, dark: bool) -> None:
    page.emulate_media(color_scheme="dark" if dark else "light")
    open_network(page, tmp_path, TOY)
    colours = page.evaluate(COLOURS)
    assert (BLUE in colours) == (not dark)
    assert ("61,159,220" in colours) == dark
    ground = "rgb(18, 22, 27)" if dark else "rgb(251, 251, 249)"
    expect(page.locator("body")).to_have_css("background-color", ground)


def test_what_is_chosen_is_not_behind_the_panel(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    open_network(page, tmp_path, TOY)
    page.evaluate("(id) => { location.hash = `#select=${id}`; }", LORA.id)
    page.locator("#panel h3").first.wait_for()
    page.wait_for_timeout(1000)  # The picture glides there in a third of a second.
    _, y = find_pixel(page, BLUE)
    assert y < page.evaluate("document.getElementById('panel').getBoundingClientRect().top")


def test_page_fits_a_narrow_screen(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 400, "height": 700})
    network = invented(30, 40, 120)
    counts = neighbour_counts(network)
    hub = max(counts, key=lambda id_: (counts[id_], id_))
    open_network(page, tmp_path, network, f"#select={hub}")
    width, panel, top, picture = page.evaluate(
        "(panel => [document.documentElement.scrollWidth, panel.offsetWidth, panel.offsetTop,"
        " document.getElementById('picture').clientHeight])(document.getElementById('panel'))"
    )
    assert (width, panel) == (400, 400)
    assert 0.4 * picture < top < 0.6 * picture
