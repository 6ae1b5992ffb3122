"""Stretches of text in, those of them that fit beside each other into sentences out."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Stretch = tuple[int, int]
"""Start and end, 0-based and end-exclusive."""


def first_come(stretches: Iterable[Stretch], sentences: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches inside a sentence that overlap none before them in the given order.

    Sentences are sorted and do not overlap.

    >>> first_come([(0, 9), (3, 5), (8, 12), (10, 12)], [(0, 9), (9, 20)])
    [(0, 9), (10, 12)]
    """
    begins = [start for start, _ in sentences]
    filled = bytearray(sentences[-1][1] if sentences else 0)
    taken = []
    for start, end in stretches:
        place = bisect_right(begins, start) - 1
        inside = place >= 0 and start < end <= sentences[place][1]
        if inside and filled.find(1, start, end) < 0:
            filled[start:end] = b"\1" * (end - start)
            taken.append((start, end))
    return taken
