"""The browsers of this machine, driven by Playwright; they reach this machine only.

https://playwright.dev/python tells what can be done with a page.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page, Playwright

NAMES = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    "firefox": ("firefox", "firefox-esr"),
}
"""Browser → the programs that may be it."""

PATIENCE = 30_000.0
"""How many milliseconds a page has for what is expected of it, on a machine with other work."""

_PAUSE = 50.0

expect.set_options(timeout=PATIENCE)

only_chromium = pytest.mark.parametrize("browser", ["chromium"], indirect=True)
"""For tests of what Playwright cannot see or set in Firefox; each says what that is."""


def found(name: str) -> str | None:
    """Return the path of a browser's program; None where it is not installed."""
    return next((path for program in NAMES[name] if (path := shutil.which(program))), None)


@contextmanager
def launched(name: str, downloads: Path | None = None) -> Iterator[Browser]:
    """Give a browser, which saves files to the folder `downloads`; it ends with the block.

    While it runs, asyncio takes the thread for busy: `asyncio.run` fails.
    """
    with sync_playwright() as playwright:
        browser = _STARTS[name](playwright, downloads)
        try:
            yield browser
        finally:
            browser.close()


def _start_chromium(playwright: Playwright, downloads: Path | None) -> Browser:
    return playwright.chromium.launch(
        executable_path=found("chromium"),
        args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        # A page must fit with the scroll bars that its readers have.
        ignore_default_args=["--hide-scrollbars"],
        downloads_path=downloads,
    )


def _start_firefox(playwright: Playwright, downloads: Path | None) -> Browser:
    return playwright.firefox.launch(
        executable_path=found("firefox"),
        # Firefox as it is published, over WebDriver BiDi, and not Playwright's own build.
        channel="moz-firefox",
        firefox_user_prefs={
            # All that is not on this machine goes to a proxy that is not there.
            "network.proxy.type": 1,
            "network.proxy.http": "127.0.0.1",
            "network.proxy.http_port": 9,
            "network.proxy.ssl": "127.0.0.1",
            "network.proxy.ssl_port": 9,
            # Let tests read the clipboard without a click on "Paste".
            "dom.events.testing.asyncClipboard": True,
        },
        downloads_path=downloads,
    )


_STARTS = {"chromium": _start_chromium, "firefox": _start_firefox}


def new_page(browser: Browser, width: int = 1200, height: int = 800) -> Page:
    """Return an empty page, with a profile of its own, in the colours that the browser starts with.

    Playwright cannot set Firefox's colours and refuses to try: "null" leaves them alone.
    """
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="null",
        reduced_motion="null",
        forced_colors="null",
        contrast="null",
    )
    page.set_default_timeout(PATIENCE)
    return page


def open_file(page: Page, file: Path, fragment: str = "") -> None:
    """Open a page of ``kg render`` and wait until it has drawn its picture."""
    # From one fragment to another the page would stay; it shall start anew.
    page.goto("about:blank")
    page.goto(file.as_uri() + fragment)
    page.locator("html[data-ready=true]").wait_for(state="attached")


def save(page: Page, button: Locator, downloads: Path) -> bytes:
    """Return the content of the file that a button saves; the browser saves to `downloads`."""
    if page.context.browser and page.context.browser.browser_type.name == "chromium":
        with page.expect_download() as download:
            button.click()
        content = download.value.path().read_bytes()
        download.value.delete()
        return content
    # Firefox tells of a download without the id that Playwright knows it by: look for the file.
    button.click()
    for _ in range(int(PATIENCE / _PAUSE)):
        for file in downloads.iterdir():
            # It is empty until all that is in it was written beside it.
            if file.suffix != ".part" and (content := file.read_bytes()):
                file.unlink()
                return content
        page.wait_for_timeout(_PAUSE)
    raise TimeoutError("Firefox saved nothing")
