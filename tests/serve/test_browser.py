"""The pages in browsers: somebody searches, asks, and walks on from the answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.serving import Server

QUERY = "SELECT ?method { ?paper kg:proposes ?method } ORDER BY ?method LIMIT 3"


def arrived(page: Page, server: Server, path: str) -> None:
    """Wait until a page of the server is there, whatever is asked of it."""
    page.wait_for_url(re.compile(re.escape(server.address + path) + r"(\?|$)"))


def test_somebody_searches(page: Page, server: Server) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(server.address)
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("low-rank")
    expect(page.locator("#suggestions option")).not_to_have_count(0)
    page.keyboard.press("Enter")
    arrived(page, server, "/search")
    page.locator("main a[href='/concept/lora']").first.click()
    arrived(page, server, "/concept/lora")
    expect(page.locator("h1")).to_have_text("LoRA")
    page.locator("svg a[href='/paper/arxiv-2305.14314']").first.click()
    arrived(page, server, "/paper/arxiv-2305.14314")
    assert {url.startswith(server.address) for url in requests} == {True}


def test_suggestions_that_do_not_come_are_no_error(page: Page, server: Server) -> None:
    page.goto(server.address)
    # So it ends, in Firefox, for who leaves the page before they come.
    page.evaluate("window.fetch = () => Promise.reject(new TypeError('aborted')); null")
    page.locator("#search").fill("low-rank")
    expect(page.locator("#suggestions option")).to_have_count(0)


def test_somebody_asks(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/query")
    editor = page.locator("#editor")
    editor.fill(QUERY)
    editor.press("Control+Enter")
    expect(page.locator("tbody tr")).to_have_count(3)
    assert page.evaluate("new URL(location).searchParams.get('query')") == QUERY
    assert editor.input_value() == QUERY
    answer = page.locator("tbody a").first
    path = answer.get_attribute("href")
    answer.click()
    arrived(page, server, path or "")


def test_a_long_query_is_sent_as_a_form(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/query")
    page.locator("#editor").fill(f"{QUERY} # {'x' * 9000}")
    page.locator("#query button").first.click()
    expect(page.locator("tbody tr")).to_have_count(3)
    assert page.evaluate("location.search") == ""


def test_somebody_fills_in_a_named_question(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/query")
    page.locator("a[href='/query?question=methods-on-dataset']").first.click()
    page.locator("tbody tr").nth(10).wait_for()
    dataset = page.locator("[name=p-dataset]")
    dataset.fill("GLUE")
    dataset.press("Enter")
    expect(page.locator("#editor")).to_have_value(re.compile("dataset/glue"))
    expect(page.locator("tbody a[href='/concept/bert']").first).to_be_visible()


def test_pages_are_whole_on_a_small_screen(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    for path in ("/", "/concept/lora", "/query?question=themes", "/search?q=image"):
        page.goto(server.address + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_interactive_picture_runs_under_its_policy(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/picture/concept/lora")
    page.locator("html[data-ready=true]").wait_for(state="attached")


def test_a_hostile_title_does_nothing(page: Page, web_server: Server) -> None:
    page.goto(f"{web_server.address}/paper/evil")
    expect(page.locator("h1")).to_contain_text("<script>")
