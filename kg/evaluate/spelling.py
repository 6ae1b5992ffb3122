"""Names in, the spellings under which annotations and extractions meet out."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_BETWEEN_WORDS = re.compile(r"[\s\-_/]+")
_NOT_SPELLED = re.compile(r"[^a-z0-9+ .]")
_HEAD_NOUNS = frozenset(
    {
        *("algorithm", "benchmark", "corpus", "dataset", "framework", "method"),
        *("metric", "model", "network", "score", "task"),
    }
)


def spellings(names: Iterable[str]) -> frozenset[str]:
    """Return the spellings of `names`, with and without a head noun such as "dataset" at the end.

    >>> sorted(spellings(["GLUE benchmarks", "MNIST"]))
    ['glue', 'glue benchmark', 'mnist']
    """
    full = {spelling(name) for name in names} - {""}
    cut = (spelling.rpartition(" ") for spelling in full)
    return frozenset(full | {spelling(rest) for rest, _, last in cut if last in _HEAD_NOUNS} - {""})


def spelling(name: str) -> str:
    """Return `name` without case, accents, punctuation and the last word's plural.

    >>> spelling("Fine-tuned  GAN/VAEs"), spelling("k-means++"), spelling("Fréchet bodies.")
    ('fine tuned gan vae', 'k means++', 'frechet body')
    """
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    spaced = _BETWEEN_WORDS.sub(" ", ascii_only)
    words = _NOT_SPELLED.sub("", spaced).strip(" .").split()
    return " ".join([*words[:-1], *map(_singular, words[-1:])])


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
