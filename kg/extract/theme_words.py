"""A text in, its words as themes compare them out: lower case, singular, hyphens apart."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"([^\W_]+\+*)")
STEM = 6
"""Words with that many first letters in common have one stem."""


class Words(NamedTuple):
    """The words of a text in reading order: their spelling-free forms, and where each stands."""

    forms: list[str]
    starts: list[int]
    ends: list[int]


def plain(word: str) -> str:
    """Return a word in lower case and singular.

    >>> [plain(word) for word in ("Networks", "Studies", "GANs", "bias", "Processes")]
    ['network', 'study', 'gan', 'bias', 'process']
    """
    lower = word.lower()
    if len(lower) > 4 and lower.endswith("ies") and lower != "series":
        return lower[:-3] + "y"
    if lower.endswith("sses"):
        return lower[:-2]
    if len(lower) > 3 and lower.endswith(("as", "is", "os", "ss", "us", "series")):
        return lower
    return lower[:-1] if len(lower) > 2 and lower.endswith("s") else lower


_PLAIN = Remembered(plain)


def words_of(text: str) -> Words:
    """Return the words of a text in reading order.

    >>> words_of("Multi-agent systems, 3D k-means++").forms
    ['multi', 'agent', 'system', '3d', 'k', 'means++']
    """
    parts = _WORD.split(text)
    bounds = list(accumulate(map(len, parts)))
    return Words(list(map(_PLAIN.__getitem__, parts[1::2])), bounds[:-1:2], bounds[1::2])


@lru_cache(maxsize=1 << 14)
def key_of(name: str) -> str:
    """Return the words of a name with a blank between, its key in every table of themes.

    >>> key_of("Multi-Agent Systems")
    'multi agent system'
    """
    return " ".join(map(_PLAIN.__getitem__, _WORD.findall(name)))


def pairs_of(words: Words) -> Iterator[tuple[str, int, int]]:
    """Yield each pair of words with one blank or hyphen between, and where it starts and ends."""
    forms, starts, ends = words
    for n in range(len(forms) - 1):
        if starts[n + 1] - ends[n] == 1:
            yield f"{forms[n]} {forms[n + 1]}", starts[n], ends[n + 1]


def words_and_pairs(words: Words) -> set[str]:
    """Return the words and the pairs of words with one blank or hyphen between.

    >>> sorted(words_and_pairs(words_of("A graph-based network. Good")))
    ['a', 'a graph', 'based', 'based network', 'good', 'graph', 'graph based', 'network']
    """
    forms, starts, ends = words
    neighbours = zip(forms, ends, forms[1:], starts[1:], strict=False)
    found = {f"{one} {other}" for one, end, other, start in neighbours if start - end == 1}
    found.update(forms)
    return found
