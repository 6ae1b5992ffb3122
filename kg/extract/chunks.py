"""A text in, its noun chunks out: runs of words that no function word, verb or mark interrupts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.wordlists import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"(?<![\w\\$])[^\W_][\w\u2019'/+]*(?:-[\w\u2019'/+]+)*")
# "a network trained" ends in no name; "speed", "feed" and "embed" are other words.
_PARTICIPLE = re.compile(r"(?<!e)(?<!\b[bfsw])ed$")
MOST_WORDS = 6
"""A longer run is no name; only its last words can be one."""


class Chunk(NamedTuple):
    """The words of a run: where each begins and ends, and each in lower case."""

    starts: list[int]
    ends: list[int]
    words: list[str]


def chunks(text: str, start: int, end: int) -> Iterator[Chunk]:
    """Yield the runs of one sentence, without empty praise before and generic nouns after.

    >>> text = "We propose a novel graph pruning method for sparse attention."
    >>> [" ".join(chunk.words) for chunk in chunks(text, 0, len(text))]
    ['graph pruning', 'sparse attention']
    """
    breaks = folded("breaks")
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    for match in _WORD.finditer(text, start, end):
        first, last = match.span()
        word = match[0].lower()
        breaking = word in breaks
        if words and (breaking or first != ends[-1] + 1 or text[first - 1] not in " ~"):
            if trimmed := _trimmed(starts, ends, words):
                yield trimmed
            starts, ends, words = [], [], []
        if not breaking:
            starts.append(first)
            ends.append(last)
            words.append(word)
    if words and (trimmed := _trimmed(starts, ends, words)):
        yield trimmed


def _trimmed(starts: list[int], ends: list[int], words: list[str]) -> Chunk | None:
    """Return the chunk between generic words, or None if nothing is left."""
    firsts, lasts = folded("generic-first"), folded("generic-last")
    first, last = 0, len(words)
    while last and (
        words[last - 1] in lasts or words[last - 1].isdigit() or _PARTICIPLE.search(words[last - 1])
    ):
        last -= 1
    if last > 2 and words[last - 1] in folded("generic-after-two"):
        last -= 1
    first = max(first, last - MOST_WORDS)
    while first < last and (words[first] in firsts or words[first].isdigit()):
        first += 1
    return Chunk(starts[first:last], ends[first:last], words[first:last]) if first < last else None


def phrase_key(words: list[str]) -> str:
    """Return what the spellings of a phrase share: no hyphens, no plural of the last word.

    >>> phrase_key(["fine-tuned", "policies"]), phrase_key(["loss"])
    ('fine tuned policy', 'loss')
    """
    key = " ".join(words)
    if key[-1] == "s" and len(words[-1]) > 3 and not key.endswith(("ss", "us", "is")):
        key = key[:-3] + "y" if key.endswith("ies") else key[:-1]
    return key.replace("-", " ") if "-" in key else key
