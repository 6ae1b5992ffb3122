"""The explorer by keyboard alone, in real browsers.

A file of its own, so with browsers of its own: once Firefox has shown a download, its page has no
keys any more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.test_explorer import open_network, search_for
from tests.test_explorer_views import TOY

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page


@pytest.fixture
def toy(page: Page, tmp_path: Path) -> Page:
    return open_network(page, tmp_path, TOY)


def test_arrows_walk_and_escape_closes(toy: Page) -> None:
    toy.locator("#picture").focus()
    toy.keyboard.press("ArrowRight")
    expect(toy).to_have_url(re.compile("#select="))
    first = toy.url
    toy.keyboard.press("ArrowLeft")
    expect(toy).not_to_have_url(first)
    toy.keyboard.press("Escape")
    expect(toy.locator("#panel")).to_be_hidden()


def test_the_picture_is_one_stop_and_shows_that_it_has_the_keys(toy: Page) -> None:
    toy.locator("#search").focus()
    toy.keyboard.press("Tab")
    assert toy.evaluate("document.activeElement.id") == "picture"
    outline = toy.locator("#picture").evaluate("(each) => getComputedStyle(each).outlineStyle")
    assert outline == "solid"
    toy.keyboard.press("Tab")
    assert toy.evaluate("document.activeElement.closest('#legend') !== null")


def test_keys_stay_where_they_were(toy: Page) -> None:
    search_for(toy, "pond")
    toy.keyboard.press("Enter")
    expect(toy.locator("#panel h2")).to_have_text("Pond")
    assert toy.locator("#search").input_value() == ""
    assert toy.evaluate("document.activeElement.id") == "picture"
    walk = toy.locator("#panel li .end").first
    walk.press("Space")
    expect(toy.locator("#panel h2")).to_have_text("Kite flies")
    expect(toy.locator("#panel")).to_be_focused()
