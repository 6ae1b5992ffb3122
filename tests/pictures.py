"""Takes the README's pictures anew: ``python -m tests.pictures``.

They stand beside the tests' data: in the repository and the source archive, not in what is
installed.
"""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.build import build
from kg.picture import draw
from kg.sample import PAGES
from tests.browser import browser

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
    with browser(folder / "profile") as opened:
        for name, (fragment, dark) in SHOTS.items():
            opened.show(1280, 800, dark=dark)
            opened.open(page, fragment)
            opened.wait("!location.hash || document.querySelector('#panel h2') !== null")
            time.sleep(1)  # The picture glides to what is selected.
            (PICTURES / f"{name}.webp").write_bytes(opened.screenshot("webp"))


if __name__ == "__main__":
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        take(Path(folder))
