"""Acronym pairs in, what each short form stands for across papers out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.names import entity_key

if TYPE_CHECKING:
    from collections.abc import Iterable

# What one word takes in other forms: "adapt-ation", "adapt-er", "learn-ing", "learn-er".
_ENDING = re.compile(r"(?<=\w{4})(?:at)?(?:ion|ive|or|ing|ed|er|e)$")


def variants(long_forms: Iterable[str]) -> list[list[str]]:
    """Return the long forms of one acronym in groups of variants, all sorted.

    Variants differ in spelling or in the ending of the last word.

    >>> variants(["continual learning", "contrastive learning", "continual learners"])
    [['continual learners', 'continual learning'], ['contrastive learning']]
    >>> variants(["Low-Rank Adaptation", "low rank adapters"])
    [['Low-Rank Adaptation', 'low rank adapters']]
    """
    groups: dict[str, list[str]] = {}
    for long in sorted(set(long_forms)):
        groups.setdefault(_ENDING.sub("", entity_key(long)), []).append(long)
    return list(groups.values())
