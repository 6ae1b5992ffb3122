"""The explorer for everyone: names, keys, room, and what axe-core finds where it is at hand."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import CHROMIUM, Browser, browser
from tests.test_explorer import open_network
from tests.test_explorer_views import TOY
from tests.test_network import invented

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium or Chrome is installed")

AXE = os.environ.get("AXE_SCRIPT")
"""Path of axe-core's axe.min.js, which is not ours to keep here."""

VIEWS = (
    "",
    "#select=paper/kite",
    "#select=concept/kite&to=dataset/lake",
    "#view=papers",
    "#view=heat",
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        opened.show(1200, 800)
        yield opened


def test_page_works_at_360_pixels(page: Browser, tmp_path: Path) -> None:
    page.show(360, 740)
    try:
        for fragment in VIEWS:
            open_network(page, tmp_path, TOY, fragment)
            assert page.ask("document.documentElement.scrollWidth") == 360, fragment
        outside = page.ask(
            "[...document.querySelectorAll('header button, header input, header summary')].filter("
            "(one) => { const box = one.getBoundingClientRect();"
            " return one.checkVisibility() && (box.left < 0 || box.right > 360); })"
            ".map((one) => one.id)"
        )
    finally:
        page.show(1200, 800)
    assert outside == []


def test_every_control_has_a_name_and_is_reached_by_tab(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=paper/kite")
    page.wait("document.querySelector('#panel h3') !== null")
    tree = page.send("Accessibility.getFullAXTree")["nodes"]
    roles = {"button", "tab", "checkbox", "slider", "spinbutton", "combobox", "link", "application"}
    found = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if "role" in node
    ]
    assert {role for role, _ in found} >= roles - {"spinbutton"}
    assert [role for role, name in found if role in roles and not name.strip()] == []
    assert (
        page.ask(
            "[...document.querySelectorAll('button, input, summary, a')].filter("
            "(one) => one.tabIndex < 0 && one.getAttribute('role') !== 'tab').length"
        )
        == 0
    )


def test_labels_cover_no_other(page: Browser, tmp_path: Path) -> None:
    open_network(page, tmp_path, invented(120, 160, 900), limit=200)
    page.ask(
        "window.saved = null; URL.createObjectURL = (blob) => {"
        " blob.text().then((words) => { window.saved = words; }); return 'data:,'; }; null"
    )
    page.ask("document.getElementById('take-svg').click()")
    page.wait("window.saved !== null")
    boxes = page.ask(
        "(() => { const svg = document.importNode(new DOMParser().parseFromString("
        "window.saved, 'image/svg+xml').documentElement, true); document.body.append(svg);"
        " return [...svg.querySelectorAll('text')].map((text) => { const box = text.getBBox();"
        " return [box.x, box.y + 3, box.x + box.width, box.y + box.height - 3]; }); })()"
    )
    assert len(boxes) > 20
    crossing = [
        (one, other)
        for i, one in enumerate(boxes)
        for other in boxes[:i]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert crossing == []


@pytest.mark.skipif(AXE is None, reason="AXE_SCRIPT does not name axe-core's axe.min.js")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_axe_finds_nothing_serious(page: Browser, tmp_path: Path, width: int, dark: bool) -> None:
    page.show(width, 800, dark=dark)
    found = []
    for fragment in VIEWS:
        open_network(page, tmp_path, TOY, fragment)
        page.wait(
            "document.getElementById('panel').hidden || document.querySelector('h2') !== null"
        )
        page.ask("document.getElementById('legend').open = true")
        page.ask(Path(AXE or "").read_text("utf-8") + "; null")
        page.ask(
            "window.found = null; axe.run(document).then((all) => { window.found = JSON.stringify("
            "all.violations.map((one) => [one.impact, one.id, one.nodes[0].target[0]])); }); null"
        )
        page.wait("window.found !== null")
        found += [(fragment, *one) for one in json.loads(page.ask("window.found"))]
    page.show(1200, 800)
    assert [one for one in found if one[1] in ("serious", "critical")] == []
