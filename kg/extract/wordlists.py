"""Files of words in, sets of words out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of a shipped list, as they are written; lines with ``#`` are comments.

    >>> "segmentation" in words("task-heads")
    True
    """
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def folded(name: str) -> frozenset[str]:
    """Return the words of a shipped list in lower case."""
    return frozenset(word.lower() for word in words(name))
