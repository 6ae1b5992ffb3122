"""How sure extraction was of names and whether it was right in, how far its confidence holds out.

The table is a reliability diagram in figures, the error the expected calibration error (Guo et al.
2017, "On Calibration of Modern Neural Networks").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BANDS = 10


class Band(NamedTuple):
    """The names whose confidence lies in one tenth: how many, their mean, the share of right ones.

    Mean and share are rounded to three decimals, and 0 where there are no names.
    """

    names: int
    confidence: float
    right: float


def reliability(judged: Iterable[tuple[float, bool]]) -> tuple[Band, ...]:
    """Return the ten bands of confidence, the least sure first.

    `judged` are confidences, 0 to 1, each with whether the name is right.

    >>> reliability([(0.97, True), (0.91, False)])[-1]
    Band(names=2, confidence=0.94, right=0.5)
    """
    inside: list[list[tuple[float, bool]]] = [[] for _ in range(BANDS)]
    for confidence, right in judged:
        inside[min(int(confidence * BANDS), BANDS - 1)].append((confidence, right))
    return tuple(
        Band(
            len(band),
            round(sum(confidence for confidence, _ in band) / max(len(band), 1), 3),
            round(sum(right for _, right in band) / max(len(band), 1), 3),
        )
        for band in inside
    )


def calibration_error(bands: Sequence[Band]) -> float:
    """Return the mean distance of confidence and share of right names, 0 to 1, over all names.

    >>> calibration_error([Band(3, 0.5, 0.6), Band(1, 0.9, 0.4)])
    0.2
    """
    total = max(sum(band.names for band in bands), 1)
    apart = sum(band.names * abs(band.confidence - band.right) for band in bands)
    return round(apart / total, 4)
