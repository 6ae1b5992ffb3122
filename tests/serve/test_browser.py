"""The pages in a browser: somebody searches, asks, and walks on from the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import CHROMIUM, browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser import Browser
    from tests.serving import Server

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
QUERY = "SELECT ?method { ?paper kg:proposes ?method } ORDER BY ?method LIMIT 3"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        opened.show(1200, 900)
        yield opened


def visit(page: Browser, server: Server, path: str) -> None:
    page.visit(server.address + path)
    page.wait("location.protocol === 'http:' && document.readyState === 'complete'")


def arrived(page: Browser, path: str) -> None:
    page.wait(f"location.pathname === {path!r} && document.readyState === 'complete'")


def test_somebody_searches(page: Browser, server: Server) -> None:
    visit(page, server, "/")
    page.press("/")
    page.wait("document.activeElement.id === 'search'")
    page.type("low-rank")
    page.wait("document.querySelectorAll('#suggestions option').length > 0")
    page.press("Enter")
    arrived(page, "/search")
    page.click_on("main a[href='/concept/lora']")
    arrived(page, "/concept/lora")
    assert page.ask("document.querySelector('h1').textContent") == "LoRA"
    page.click_on("svg a[href='/paper/arxiv-2305.14314']")
    arrived(page, "/paper/arxiv-2305.14314")
    assert page.complaints == []
    assert {url.startswith(server.address) for url in page.requests} == {True}


def test_somebody_asks(page: Browser, server: Server) -> None:
    visit(page, server, "/query")
    page.ask("document.getElementById('editor').select()")
    page.type(QUERY)
    page.press("Enter", ctrl=True)
    page.wait("document.querySelectorAll('tbody tr').length === 3")
    assert page.ask("new URL(location).searchParams.get('query')") == QUERY
    assert page.ask("document.getElementById('editor').value") == QUERY
    first = page.ask("document.querySelector('tbody a').getAttribute('href')")
    page.click_on("tbody a")
    arrived(page, first)
    assert page.complaints == []


def test_a_long_query_is_sent_as_a_form(page: Browser, server: Server) -> None:
    visit(page, server, "/query")
    page.ask("document.getElementById('editor').select()")
    page.type(f"{QUERY} # {'x' * 9000}")
    page.click_on("#query button")
    page.wait("document.querySelectorAll('tbody tr').length === 3")
    assert page.ask("location.search") == ""


def test_somebody_fills_in_a_named_question(page: Browser, server: Server) -> None:
    visit(page, server, "/query")
    page.click_on("a[href='/query?question=methods-on-dataset']")
    page.wait("document.querySelectorAll('tbody tr').length > 10")
    page.ask("document.querySelector('[name=p-dataset]').select()")
    page.type("GLUE")
    page.press("Enter")
    page.wait("document.getElementById('editor')?.value.includes('dataset/glue')")
    assert page.ask("document.querySelector('tbody a[href=\"/concept/bert\"]') !== null")
    assert page.complaints == []


def test_pages_are_whole_on_a_small_screen(page: Browser, server: Server) -> None:
    page.show(360, 700)
    for path in ("/", "/concept/lora", "/query?question=themes", "/search?q=image"):
        visit(page, server, path)
        assert page.ask("document.documentElement.scrollWidth <= innerWidth"), path
    page.show(1200, 900)


def test_the_interactive_picture_runs_under_its_policy(page: Browser, server: Server) -> None:
    page.visit(f"{server.address}/picture/concept/lora")
    page.wait("document.documentElement?.dataset.ready === 'true'")
    assert page.complaints == []


def test_a_hostile_title_does_nothing(page: Browser, web_server: Server) -> None:
    visit(page, web_server, "/paper/evil")
    assert "<script>" in page.ask("document.querySelector('h1').textContent")
    assert page.complaints == []
