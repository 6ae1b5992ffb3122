"""How large pages of ``kg render`` are, and how soon they draw.

``python -m tests.benchmarks.explorer PAGE.html...`` prints for each page its size, the milliseconds
from its opening to its first drawn frame in a headless Chromium, the best of some openings, and the
seconds of processor time that this took.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser import launched, new_page, open_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import CDPSession, Page

_OPENINGS = 5


def measured(page: Page, devtools: CDPSession, file: Path) -> tuple[int, float]:
    """Return the milliseconds to the first frame and the seconds of work of one opening."""
    page.goto("about:blank")
    before = _work(devtools)
    open_file(page, file)
    drawn = int(page.evaluate("document.documentElement.dataset.drawn"))
    return drawn, _work(devtools) - before


def _work(devtools: CDPSession) -> float:
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return next(float(each["value"]) for each in metrics if each["name"] == "TaskDuration")


def lines(files: Iterable[Path]) -> Iterator[str]:
    """Yield a line for each page."""
    yield "bytes\tfirst frame, ms\twork, s\tpage"
    with launched("chromium") as browser:
        page = new_page(browser, 1400, 900)
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        for file in files:
            openings = [measured(page, devtools, file.absolute()) for _ in range(_OPENINGS)]
            drawn, work = min(openings)
            yield f"{file.stat().st_size}\t{drawn}\t{work:.2f}\t{file}"


if __name__ == "__main__":
    for line in lines(map(Path, sys.argv[1:])):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
