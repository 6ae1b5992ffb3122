"""The explorer for everyone: names, keys, room, and what axe-core finds where it is at hand."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import only_chromium
from tests.test_explorer import open_network
from tests.test_explorer_views import TOY
from tests.test_network import invented

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

AXE = os.environ.get("AXE_SCRIPT")
"""Path of axe-core's axe.min.js, which is not ours to keep here."""

VIEWS = (
    "",
    "#select=paper/kite",
    "#select=concept/kite&to=dataset/lake",
    "#view=papers",
    "#view=heat",
)


def test_page_works_at_360_pixels(page: Page, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for fragment in VIEWS:
        open_network(page, tmp_path, TOY, fragment)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, fragment
    outside = page.locator("header :is(button, input, summary)").evaluate_all(
        "(all) => all.filter((one) => { const box = one.getBoundingClientRect();"
        " return one.checkVisibility() && (box.left < 0 || box.right > 360); })"
        ".map((one) => one.id)"
    )
    assert outside == []


def test_every_control_has_a_name_and_is_reached_by_tab(page: Page, tmp_path: Path) -> None:
    open_network(page, tmp_path, TOY, "#select=paper/kite")
    page.locator("#panel h3").first.wait_for()
    roles = {"button", "tab", "checkbox", "slider", "spinbutton", "combobox", "link", "application"}
    # Lines such as: - button "Clear filters" [disabled]
    tree = re.findall(r"^ *- '?(\w+)( \"[^\"])?", page.locator("body").aria_snapshot(), re.M)
    assert {role for role, _ in tree} >= roles - {"spinbutton"}
    assert [role for role, name in tree if role in roles and not name] == []
    unreachable = page.locator("button, input, summary, a").evaluate_all(
        "(all) => all.filter((one) => one.tabIndex < 0 && one.role !== 'tab').length"
    )
    assert unreachable == 0


def test_labels_cover_no_other(page: Page, tmp_path: Path, taken: Callable[[str], bytes]) -> None:
    open_network(page, tmp_path, invented(120, 160, 900), limit=200)
    boxes = page.evaluate(
        "(drawing) => { const svg = document.importNode(new DOMParser().parseFromString("
        "drawing, 'image/svg+xml').documentElement, true); document.body.append(svg);"
        " return [...svg.querySelectorAll('text')].map((text) => { const box = text.getBBox();"
        " return [box.x, box.y + 3, box.x + box.width, box.y + box.height - 3]; }); }",
        taken("svg").decode(),
    )
    assert len(boxes) > 20
    crossing = [
        (one, other)
        for i, one in enumerate(boxes)
        for other in boxes[:i]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert crossing == []


@only_chromium  # Playwright does not set Firefox's colours.
@pytest.mark.skipif(AXE is None, reason="AXE_SCRIPT does not name axe-core's axe.min.js")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_axe_finds_nothing_serious(page: Page, tmp_path: Path, width: int, dark: bool) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if dark else "light")
    found = []
    for fragment in VIEWS:
        open_network(page, tmp_path, TOY, fragment)
        page.wait_for_function(
            "document.getElementById('panel').hidden || document.querySelector('h2') !== null"
        )
        page.evaluate("document.getElementById('legend').open = true")
        page.evaluate(Path(AXE or "").read_text("utf-8") + "; null")
        violations = page.evaluate(
            "axe.run(document).then((all) =>"
            " all.violations.map((one) => [one.impact, one.id, one.nodes[0].target[0]]))"
        )
        found += [(fragment, *one) for one in violations]
    assert [one for one in found if one[1] in ("serious", "critical")] == []
