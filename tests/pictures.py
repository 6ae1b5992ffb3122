"""Takes the README's pictures anew: ``python -m tests.pictures``.

They stand beside the tests' data: in the repository and the source archive, not in what is
installed.
"""

from __future__ import annotations

import base64
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.build import build
from kg.picture import draw
from kg.sample import PAGES
from tests.browser import launched, new_page, open_file

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURES = Path(__file__).parent / "data" / "pictures"
SHOTS = {
    "explorer": ("", False),
    "explorer-method": ("#select=concept%2Flora", True),
}
"""Name → what the address says, and whether it is dark."""


def take(folder: Path) -> None:
    """Draw the bundled sample, open it and keep what is seen."""
    build(PAGES, folder / "output")
    page = draw(folder / "output")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with launched("chromium") as browser:
        opened = new_page(browser, 1280, 800)
        for name, (fragment, dark) in SHOTS.items():
            opened.emulate_media(color_scheme="dark" if dark else "light")
            open_file(opened, page, fragment)
            opened.wait_for_function("!location.hash || document.querySelector('#panel h2')")
            opened.wait_for_timeout(1000)  # The picture glides to what is selected.
            (PICTURES / f"{name}.webp").write_bytes(_webp(opened))


def _webp(page: Page) -> bytes:
    # Playwright itself takes PNG and JPEG only.
    devtools = page.context.new_cdp_session(page)
    shot = devtools.send("Page.captureScreenshot", {"format": "webp", "quality": 85})
    return base64.b64decode(shot["data"])


if __name__ == "__main__":
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        take(Path(folder))
