"""Any text in, Markdown that shows just that text out."""

from __future__ import annotations

import re
from urllib.parse import quote

from kg.displayed import displayed

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~$]|&(?=#?\w+;)|@(?=\w)|!(?=\[)")
"""What means something in Markdown, in its tables, in what GitHub adds: math, people, issues."""
_ADDRESS = re.compile(r"(?<=\w)(:)(?=//)|(?<=www)(\.)", re.IGNORECASE)
_WHITE = re.compile(r"\s+")
_FIRST = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+])(?=[\s-]|$)")
"""What would make a list of a line that begins with it."""
_KEPT = "/:?#@&=+%,;~-._"
"""What stays as it is in an address, besides letters and digits."""
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def plain(text: str) -> str:
    r"""Return a text on one line, with a backslash before all that Markdown would not show.

    >>> print(plain("*Why*\n<b>?</b>"), plain("1. see www.x.org"))
    \*Why\* \<b\>?\</b\> 1\. see www\.x.org
    """
    text = _SIGNS.sub(r"\\\g<0>", _WHITE.sub(" ", displayed(text)))
    text = _ADDRESS.sub(r"\\\g<0>", text)
    return _FIRST.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", text)


def link(text: str, address: str) -> str:
    """Return a text that leads to a web address; without one, or with another, only the text.

    >>> link("LoRA", "https://arxiv.org/abs/2106.09685")
    '[LoRA](https://arxiv.org/abs/2106.09685)'
    >>> link("LoRA", "javascript:alert(1)")
    'LoRA'
    """
    if not _WEB.match(address):
        return plain(text)
    return f"[{plain(text)}]({quote(displayed(address), safe=_KEPT)})"


def table(columns: list[str], rows: list[list[str]]) -> list[str]:
    """Return the lines of a table; its cells are Markdown already.

    >>> table(["a", "b"], [["1", "2"]])
    ['| a | b |', '|---|---|', '| 1 | 2 |']
    """
    lines = [f"| {' | '.join(row)} |" for row in (columns, *rows)]
    return [lines[0], "|---" * len(columns) + "|", *lines[1:]]
