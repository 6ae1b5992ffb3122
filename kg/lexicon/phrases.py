"""The phrases of a corpus in a file, how each of them is used out."""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from typing import NamedTuple

from kg.lexicon import FOLDER

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


@cache
def _rows() -> dict[str, str]:
    text = gzip.decompress((FOLDER / FILE).read_bytes()).decode("utf-8")
    rows = (line.partition("\t") for line in text.split("\n") if line and line[0] != "#")
    return {phrase: counts for phrase, _, counts in rows}


@lru_cache(maxsize=1 << 16)
def phrase_use(key: str) -> PhraseUse | None:
    """Return how the corpus uses the phrase with a key of `kg.extract.chunks.phrase_key`.

    >>> phrase_use("knowledge distillation").df > 100
    True
    """
    counts = _rows().get(key)
    return PhraseUse(*map(int, counts.split("\t"))) if counts else None
