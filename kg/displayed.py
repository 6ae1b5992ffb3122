"""Any text in, text that is safe to look at out."""

from __future__ import annotations

import re
from calendar import month_abbr

# Controls but for line break and tab, the marks that turn the direction of what follows them,
# and halves of surrogate pairs, which no file can hold.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def displayed(text: str) -> str:
    r"""Return `text` without characters that are not seen but change what is.

    >>> displayed("a\x00b\u202egpj.exe")
    'abgpj.exe'
    """
    return _UNSEEN.sub("", text)


def replaced(text: str) -> str:
    r"""Return `text` with a sign of the same length for each such character: offsets stay.

    >>> replaced("a\u202eb")
    'a\ufffdb'
    """
    return _UNSEEN.sub("\ufffd", text)


def shortened(text: str, most: int) -> str:
    """Return one line of at most `most` characters, cut between words where there is a space.

    >>> shortened("A study of small graphs", 16)
    'A study of…'
    """
    line = " ".join(displayed(text).split())
    if len(line) <= most:
        return line
    head, _, _ = line[:most].rpartition(" ")
    return (head or line[: most - 1]).rstrip(" ,;:-") + "…"


def numbered(number: int, thing: str) -> str:
    """Return a number with what is counted, in the plural where it is not one.

    >>> numbered(1, "paper"), numbered(2, "data set")
    ('1 paper', '2 data sets')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def day(written: str) -> str:
    """Return a page's date as people write it, where it has no year.

    >>> day("--03-11"), day("2024-03-11")
    ('Mar 11', '2024-03-11')
    """
    if not written.startswith("--"):
        return written
    _, _, month, day = written.split("-")
    return f"{month_abbr[int(month)]} {int(day)}"
