"""Stretches of text in, the longest of them that fit into sentences out."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Stretch = tuple[int, int]
"""Start and end, 0-based and end-exclusive."""


def is_inside(stretch: Stretch, spans: Sequence[Stretch]) -> bool:
    """Tell whether one of the sorted, disjoint `spans` holds the whole stretch.

    >>> is_inside((3, 5), [(0, 4), (4, 9)])
    False
    """
    place = bisect_right(spans, stretch[0], key=lambda span: span[0]) - 1
    return place >= 0 and stretch[1] <= spans[place][1]


def longest(stretches: Iterable[Stretch], sentences: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches inside a sentence that overlap no longer one and no earlier equal one.

    >>> longest([(0, 4), (0, 9), (10, 12)], [(0, 20)])
    [(0, 9), (10, 12)]
    """
    return sorted(first_come(sorted(set(stretches), key=_longest_first), sentences))


def first_come(stretches: Iterable[Stretch], sentences: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches inside a sentence that overlap none before them in the given order."""
    filled: set[int] = set()
    taken = []
    for start, end in stretches:
        free = start < end and filled.isdisjoint(range(start, end))
        if free and is_inside((start, end), sentences):
            filled.update(range(start, end))
            taken.append((start, end))
    return taken


def _longest_first(stretch: Stretch) -> tuple[int, int]:
    return stretch[0] - stretch[1], stretch[0]
