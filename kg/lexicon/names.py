"""A row of a table of mined names in, what a corpus says of one name out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.lexicon.mined import packed_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "names.tsv.gz"

_BETWEEN = re.compile(r"[\s_/\u2010-\u2014-]+")


class Usage(NamedTuple):
    """How the papers of a corpus use one name: how many do, and shares of its mentions in %."""

    papers: int
    title: int
    """In a title."""
    lead: int
    """At the beginning of a title, before its colon."""
    lower: int
    """Written without a capital."""
    dataset: int
    """Before "dataset", "benchmark", "corpus" and the like."""
    method: int
    """Before "model", "method", "network" and the like."""
    metric: int
    """Before "score", "metric" and the like, or after a number."""
    task: int
    """Before "task" or "problem"."""
    on: int
    """After "on"."""
    used: int
    """After "using", "with", "via", "based on" and the like."""
    proposed: int
    """After "propose", "introduce", "called" and the like."""
    compared: int
    """After "outperform", "than", "over" and the like."""
    aim: int
    """After "for" or "of"."""
    does: int
    """Before what a method does: "achieves", "outperforms", "learns"."""


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """Return the key under which a name stands in the file: cheap, and coarser than an entity's.

    >>> name_key("Graph Neural Networks"), name_key("CIFAR-10")
    ('graphneuralnetwork', 'cifar10')
    """
    key = _BETWEEN.sub("", name).lower()
    plural = len(key) > 3 and key[-1] == "s" and key[-2] not in "sui"
    return key[:-1] if plural else key


def usage(figures: str) -> Usage:
    r"""Return the usage that a row of the file says.

    >>> usage("12\t0\t0\t0\t40\t0\t0\t0\t50\t0\t0\t0\t0\t0").dataset
    40
    """
    return Usage(*map(int, figures.split("\t")))


def packed_names(rows: Iterable[tuple[str, Usage]]) -> bytes:
    """Return the content of a table of mined names."""
    return packed_rows("key", Usage._fields, rows)
