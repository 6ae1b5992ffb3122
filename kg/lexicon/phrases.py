"""The phrases of a corpus in a table, how each of them is used out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.lexicon.mined import MinedTable, packed_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    FindUse = Callable[[str], "PhraseUse | None"]
    """Returns how a corpus uses the phrase with a key, None if it does not know it."""

FILE = "phrases.tsv.gz"


class PhraseUse(NamedTuple):
    """In how many abstracts of the corpus a phrase stands, and in how many of them how."""

    df: int
    """Anywhere."""
    whole: int
    """As a whole noun chunk."""
    title: int
    """In the title, counted over all titles."""
    task: int
    """Before "task" or "problem"."""
    method: int
    """Before "method", "model", "loss" and the like."""
    data: int
    """Before "dataset" or "benchmark"."""
    metric: int
    """Before "score", after "in terms of", "improves" or a number."""
    used: int
    """After "called", "such as", "via", "using" and the like."""
    aim: int
    """After "for" or "task of"."""


def phrase_uses(table: MinedTable) -> FindUse:
    """Return what tells the use of the phrases of a table, by `kg.extract.chunks.phrase_key`.

    >>> use = phrase_uses(
    ...     MinedTable(packed_phrases({"soap": PhraseUse(9, 8, 7, 6, 5, 4, 3, 2, 1)}))
    ... )
    >>> use("soap").title, use("dusty pebble")
    (7, None)
    """

    @lru_cache(maxsize=1 << 16)
    def find(key: str) -> PhraseUse | None:
        counts = table.get(key)
        return PhraseUse(*map(int, counts.split("\t"))) if counts else None

    return find


def packed_phrases(uses: Mapping[str, PhraseUse]) -> bytes:
    """Return the content of a table of phrases."""
    return packed_rows("phrase", PhraseUse._fields, uses.items())
