"""A text in, its noun chunks out: runs of words that no function word, verb or mark interrupts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

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


@lru_cache(maxsize=1 << 16)
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


def chunks(text: str, start: int, end: int) -> Iterator[Chunk]:
    """Yield the runs of one sentence, without empty praise before and generic nouns after.

    >>> text = "We propose a novel graph pruning method for sparse attention."
    >>> [" ".join(chunk.words) for chunk in chunks(text, 0, len(text))]
    ['graph pruning', 'sparse attention']
    """
    run: list[_Sort] = []
    starts: list[int] = []
    ends: list[int] = []
    # The character before is looked at: it tells whether a word begins with the sentence.
    at = max(start - 1, 0)
    parts = iter(_WORD.split(text[at:end]))
    for gap, word in zip(parts, parts, strict=False):  # after the last word stands one more gap
        first = at + len(gap)
        at = first + len(word)
        sort = _sort_of(word)
        if run and (sort.breaks or gap not in _JOINS):
            if chunk := _trimmed(run, starts, ends):
                yield chunk
            run, starts, ends = [], [], []
        if not sort.breaks and first >= start:
            run.append(sort)
            starts.append(first)
            ends.append(at)
    if run and (chunk := _trimmed(run, starts, ends)):
        yield chunk


def _trimmed(run: list[_Sort], starts: list[int], ends: list[int]) -> Chunk | None:
    """Return the chunk between generic words, or None if nothing is left."""
    first, last = 0, len(run)
    while last and run[last - 1].generic_last:
        last -= 1
    if last > 2 and run[last - 1].generic_after_two:
        last -= 1
    first = max(first, last - MOST_WORDS)
    while first < last and run[first].generic_first:
        first += 1
    if first == last:
        return None
    return Chunk(starts[first:last], ends[first:last], [sort.lower for sort in run[first:last]])


def phrase_key(words: Sequence[str]) -> str:
    """Return what the spellings of a phrase share: no hyphens, no plural of the last word.

    >>> phrase_key(["fine-tuned", "policies"]), phrase_key(["loss"])
    ('fine tuned policy', 'loss')
    """
    key = " ".join(words)
    if key[-1] == "s" and len(words[-1]) > 3 and not key.endswith(("ss", "us", "is")):
        key = key[:-3] + "y" if key.endswith("ies") else key[:-1]
    return key.replace("-", " ") if "-" in key else key
