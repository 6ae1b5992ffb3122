"""A table of words in, the clusters of words that are used alike out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.lexicon.mined import packed_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.lexicon.mined import MinedTable

    FindClusters = Callable[[str], "Clusters"]
    """Returns the clusters of a word in lower case."""

FILE = "clusters.tsv.gz"
NUMBER = "0"
"""The word that stands for every number."""


class Clusters(NamedTuple):
    """The wide and the narrow cluster of a word, as numbers without an order; -1: not known."""

    wide: int
    narrow: int


UNKNOWN = Clusters(-1, -1)


def clusters_of(table: MinedTable) -> FindClusters:
    """Return what tells the clusters of the words of a table.

    >>> from kg.lexicon.mined import MinedTable
    >>> find = clusters_of(MinedTable(packed_clusters({"soap": Clusters(3, 41)})))
    >>> find("soap"), find("2.5")
    (Clusters(wide=3, narrow=41), Clusters(wide=-1, narrow=-1))
    """

    @lru_cache(maxsize=1 << 16)
    def find(word: str) -> Clusters:
        figures = table.get(NUMBER if word[:1].isdigit() else word)
        return Clusters(*map(int, figures.split("\t"))) if figures else UNKNOWN

    return find


def packed_clusters(clusters: Mapping[str, Clusters]) -> bytes:
    """Return the content of a table of words."""
    return packed_rows("word", Clusters._fields, clusters.items())
