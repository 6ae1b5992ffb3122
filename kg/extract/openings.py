"""Many patterns and a text in, their matches out; looked for only where their first words stand.

To search a text for each of many patterns takes as long as all else that is done to it. Most begin
with one of a few words: where none of these stands, there is nothing to try.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from kg.extract.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"(\b[A-Za-z]+)")
# Letters that are all there, without one that may be missing: "devise" of "devised?".
_LETTERS = re.compile(r"[A-Za-z]+(?![?*{])")
_GROUP = "(?:"


def openings(pattern: str) -> tuple[str, ...]:
    r"""Return letters of which some stand at the beginning of every match: the start of a word.

    There are none where a pattern says nothing of the sort.

    >>> openings(r"\b(?:us(?:e|ing)|devised?|based on) \w+"), openings(r"\bfor "), openings(r"\d+")
    (('us', 'devise', 'based'), ('for',), ())
    """
    if not pattern.startswith(r"\b"):
        return ()
    rest = pattern.removeprefix(r"\b")
    ways = _ways(rest.removeprefix(_GROUP)) if rest.startswith(_GROUP) else [rest]
    found = [_LETTERS.match(way) for way in ways]
    return tuple(letters[0] for letters in found if letters) if all(found) else ()


def _ways(group: str) -> Iterator[str]:
    """Yield the alternatives of a group, whose opening bracket is cut off."""
    depth, begin, classed = 0, 0, False
    for at, sign in enumerate(group):
        if group[at - 1 : at] == "\\":
            continue
        classed = sign == "[" or (classed and sign != "]")
        depth += 0 if classed else (sign == "(") - (sign == ")")
        if depth < 0 or (depth == 0 and sign == "|" and not classed):
            yield group[begin:at]
            begin = at + 1
        if depth < 0:
            return


class Searcher:
    """Finds the matches of several patterns, each pattern's as `re.Pattern.finditer` does."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._patterns = tuple(patterns)
        self._openings = tuple(openings(each.pattern) for each in patterns)
        self._opened_by = Remembered(self._opened)

    def _opened(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the patterns that may begin with a word."""
        known = enumerate(self._openings)
        return tuple(n for n, letters in known if letters and word.startswith(letters))

    def __call__(self, text: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Yield the matches with the numbers of their patterns, pattern by pattern."""
        parts = _WORD.split(text)
        starts = list(accumulate(map(len, parts)))[::2]
        places: list[list[int]] = [[] for _ in self._patterns]
        for numbers, start in zip(
            map(self._opened_by.__getitem__, parts[1::2]), starts, strict=False
        ):
            for number in numbers:
                places[number].append(start)
        for number, pattern in enumerate(self._patterns):
            if self._openings[number]:
                found = _matches(pattern, text, places[number])
            elif pattern.pattern.startswith("^"):
                found = _matches(pattern, text, [0])
            else:
                found = pattern.finditer(text)
            for match in found:
                yield number, match


def _matches(pattern: re.Pattern[str], text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """Yield the matches that begin at one of the places and do not overlap."""
    after = 0
    for place in places:
        match = pattern.match(text, place) if place >= after else None
        if match:
            yield match
            after = match.end()
