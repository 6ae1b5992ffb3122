"""An error of extraction in, why it was made out, as far as records tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

OTHER_KIND = "taken for one of the {}"
IN_ONE = "in one with another"
OTHER_BOUNDS = "other boundaries"
BELOW_THE_CUT = "below the cut"
NO_CANDIDATE = "no candidate"
NOT_FOUND = "not found"
"""The causes of a miss; the last stands for the two before it where candidates are not known."""

ANNOTATED_AS = "annotated among the {}"
TWICE = "named twice"
GENERIC = "not annotated, in small letters"
NOT_ANNOTATED = "not annotated, a proper name"
"""The causes of a wrong one, besides other boundaries."""

_PROPER = re.compile(r"[A-Z0-9]")


class Named(Protocol):
    """What has a name and its spellings."""

    @property
    def name(self) -> str:
        """The name itself."""

    @property
    def spellings(self) -> frozenset[str]:
        """All its spellings."""


def cause_of_miss(
    missed: Named,
    kind: str,
    found: Mapping[str, Sequence[Named]],
    candidates: Collection[str] | None,
) -> str:
    """Return why an annotated entity of a kind was missed.

    `found` is what was extracted, by kind; `candidates` are the spellings of all names that were
    looked at, or None where they are not known.
    """
    if taken := _kind_with(missed, found, kind):
        return OTHER_KIND.format(taken)
    if _agrees(missed, found.get(kind, ())):
        return IN_ONE
    if _overlaps(missed, [one for ones in found.values() for one in ones]):
        return OTHER_BOUNDS
    if candidates is None:
        return NOT_FOUND
    return NO_CANDIDATE if missed.spellings.isdisjoint(candidates) else BELOW_THE_CUT


def cause_of_wrong(wrong: Named, kind: str, annotated: Mapping[str, Sequence[Named]]) -> str:
    """Return why an extracted entity of a kind is wrong; `annotated` is by kind."""
    if other := _kind_with(wrong, annotated, kind):
        return ANNOTATED_AS.format(other)
    if _agrees(wrong, annotated.get(kind, ())):
        return TWICE
    if _overlaps(wrong, [one for ones in annotated.values() for one in ones]):
        return OTHER_BOUNDS
    return NOT_ANNOTATED if _PROPER.search(wrong.name) else GENERIC


def _kind_with(one: Named, others: Mapping[str, Sequence[Named]], kind: str) -> str:
    """Return the other kind that has a thing of this name, or ""."""
    return next((k for k, named in others.items() if k != kind and _agrees(one, named)), "")


def _agrees(one: Named, others: Iterable[Named]) -> bool:
    return any(not one.spellings.isdisjoint(other.spellings) for other in others)


def _overlaps(one: Named, others: Iterable[Named]) -> bool:
    """Return whether a name holds one of the others or stands in one, word for word."""
    return any(
        _holds(a.split(), b.split())
        for other in others
        for a in one.spellings
        for b in other.spellings
    )


def _holds(one: list[str], other: list[str]) -> bool:
    """Return whether the longer of two names has the words of the shorter one in a row.

    >>> _holds(["ridge", "regression"], ["deep", "ridge", "regression"])
    True
    >>> _holds(["ridge", "regression"], ["ridge", "walk", "regression"])
    False
    """
    short, long = sorted((one, other), key=len)
    size = len(short)
    return bool(size) and any(long[at : at + size] == short for at in range(len(long) - size + 1))
