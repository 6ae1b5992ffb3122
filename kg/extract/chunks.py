"""A text in, its noun chunks out: runs of words that no function word, verb or mark interrupts."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.remembered import Remembered
from kg.extract.wordlists import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORD = re.compile(r"((?<![\w\\$])[^\W_][\w\u2019'/+]*(?:-[\w\u2019'/+]+)*)")
# "a network trained" ends in no name; "speed", "feed" and "embed" are other words.
_PARTICIPLE = re.compile(r"(?<!e)(?<!\b[bfsw])ed$")
_JOINS = frozenset((" ", "~"))
MOST_WORDS = 6
"""A longer run is no name; only its last words can be one."""


class Chunk(NamedTuple):
    """The words of a run: where each begins and ends, and each in lower case."""

    starts: list[int]
    ends: list[int]
    words: list[str]


class _Sort(NamedTuple):
    """A word in lower case, and what it does to the run that it stands in."""

    lower: str
    breaks: bool
    generic_first: bool
    generic_last: bool
    generic_after_two: bool


def _sort_of(word: str) -> _Sort:
    lower = word.lower()
    number = lower.isdigit()
    return _Sort(
        lower,
        lower in folded("breaks"),
        number or lower in folded("generic-first"),
        number or lower in folded("generic-last") or bool(_PARTICIPLE.search(lower)),
        lower in folded("generic-after-two"),
    )


_SORTS = Remembered(_sort_of)


def chunks(text: str, start: int, end: int) -> Iterator[Chunk]:
    """Yield the runs of one sentence, without empty praise before and generic nouns after.

    >>> text = "We propose a novel graph pruning method for sparse attention."
    >>> [" ".join(chunk.words) for chunk in chunks(text, 0, len(text))]
    ['graph pruning', 'sparse attention']
    """
    # The character before is looked at: it tells whether a word begins with the sentence.
    before = max(start - 1, 0)
    parts = _WORD.split(text[before:end])  # gaps, and words between them
    places = [*accumulate(map(len, parts), initial=before)]
    starts, ends = places[1:-1:2], places[2::2]
    sorts = [*map(_SORTS.__getitem__, parts[1::2])]
    for first, last in _runs(parts[::2], sorts, int(bool(starts) and starts[0] < start)):
        first, last = _trimmed(sorts, first, last)
        if first < last:
            words = [sort.lower for sort in sorts[first:last]]
            yield Chunk(starts[first:last], ends[first:last], words)


def _runs(gaps: Sequence[str], sorts: Sequence[_Sort], first: int) -> Iterator[tuple[int, int]]:
    """Yield from the word `first` on where runs begin, and where each is over."""
    for place, sort in enumerate(sorts):
        if first < place and (sort.breaks or gaps[place] not in _JOINS):
            yield first, place
            first = place
        if sort.breaks:
            first = place + 1
    if first < len(sorts):
        yield first, len(sorts)


def _trimmed(sorts: Sequence[_Sort], first: int, last: int) -> tuple[int, int]:
    """Return what is left of a run between generic words; it may be empty."""
    while last > first and sorts[last - 1].generic_last:
        last -= 1
    if last - first > 2 and sorts[last - 1].generic_after_two:
        last -= 1
    first = max(first, last - MOST_WORDS)
    while first < last and sorts[first].generic_first:
        first += 1
    return first, last


def phrase_key(words: Sequence[str]) -> str:
    """Return what the spellings of a phrase share: no hyphens, no plural of the last word.

    >>> phrase_key(["fine-tuned", "policies"]), phrase_key(["loss"])
    ('fine tuned policy', 'loss')
    """
    key = " ".join(words)
    if key[-1] == "s" and len(words[-1]) > 3 and not key.endswith(("ss", "us", "is")):
        key = key[:-3] + "y" if key.endswith("ies") else key[:-1]
    return key.replace("-", " ") if "-" in key else key
