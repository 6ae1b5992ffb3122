"""A text and its sentences in, the noun phrases that may name a technique, task or measure out.

What a phrase is says `kg.extract.chunks`; how likely one is a name say the corpus
(`kg.lexicon.phrases`), its last and its first word, and whether the paper comes back to it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.chunks import chunks, phrase_key
from kg.extract.wordlists import words
from kg.lexicon.phrases import phrase_use

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.chunks import Chunk

LEAST_CHANCE = 0.035
"""Phrases that are less likely a name are left out."""

_SHORTEST, _LONGEST = 4, 80
LEAST_OF_CAPITAL = 0.02
"""The same for a single word with a capital inside a sentence."""

_PRIOR = 4
"""So many uses of no kind are added to every count: one use of two says little."""

_SHARES = ("whole", "title", "task", "method", "data", "metric", "used", "aim")
_VERB_FORM = re.compile(r"(?:ed|ing)$")
_BIAS = -2.8
WEIGHTS = {
    "title": 1.0, "task": 0.5, "method": 0.4, "metric": 1.3, "used": 0.7, "unknown": 0.6,
    "last title": 2.2, "last task": 1.9, "last method": 2.1, "last metric": 1.9,
    "last unknown": -0.5, "first title": 1.2, "first metric": 0.7, "first method": -0.5,
    "first used": 1.4, "one word": -1.5, "two words": -0.7,
    "again": 1.1, "capital": 1.0, "verb form": -0.3, "plural": -0.9,
}  # fmt: skip
"""What each of `statistics` and of the marks of a place adds to the log odds of being a name.

Fitted by logistic regression on the annotated abstracts; it only says what to look at.
"""


class Phrase(NamedTuple):
    """A noun phrase, and how likely it is a name, 0 to 1."""

    start: int
    end: int
    rule: str
    chance: float


def phrases(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[Phrase]:
    """Yield the phrases of a text that may be names, in reading order.

    >>> text = "We study event-based video frame interpolation in all of it."
    >>> [text[p.start : p.end] for p in phrases(text, [(0, len(text))])]
    ['event-based video frame interpolation']
    """
    found = [
        (chunk, phrase_key(chunk.words), span[0])
        for span in sentences
        for chunk in chunks(text, *span)
    ]
    times = Counter(key for _, key, _ in found)
    for chunk, key, sentence in found:
        if not _SHORTEST <= len(key) <= _LONGEST or key in words("not-alone"):
            continue
        capital = len(chunk.words) == 1 and _is_capital(text, chunk, sentence)
        chance = _chance(text, chunk, key, times[key])
        if chance >= (LEAST_OF_CAPITAL if capital else LEAST_CHANCE):
            rule = "phrase" if chunk.words[-1] in words("task-heads") else "chunk"
            yield Phrase(chunk.starts[0], chunk.ends[-1], rule, chance)


def _is_capital(text: str, chunk: Chunk, sentence: int) -> bool:
    """Tell whether a single word is a capital one inside a sentence."""
    return chunk.starts[0] > sentence and text[chunk.starts[0]].isupper()


@lru_cache(maxsize=1 << 16)
def statistics(key: str) -> dict[str, float]:
    """Return how the corpus uses a phrase, its last word and its first word, as shares.

    The names are those of `kg.lexicon.phrases.PhraseUse`, with "last " and "first " before them
    for the words, as shares of the papers with the phrase; "papers" is how many these are.
    Of what the corpus does not know there is only "unknown".

    >>> statistics("knowledge distillation")["title"] > statistics("large margin").get("title", 0)
    True
    """
    parts = key.split(" ")
    keys = {"": key, "last ": parts[-1], "first ": parts[0]}
    shares: dict[str, float] = {"one word": len(parts) == 1, "two words": len(parts) == 2}
    for prefix, part in keys.items():
        use = phrase_use(part)
        if use is None:
            shares[f"{prefix}unknown"] = 1.0
            continue
        shares[f"{prefix}papers"] = float(use.df)
        for column in _SHARES:
            shares[prefix + column] = min(getattr(use, column) / (use.df + _PRIOR), 1.5)
    return shares


@lru_cache(maxsize=1 << 16)
def _log_odds(key: str) -> float:
    return _BIAS + sum(WEIGHTS.get(name, 0.0) * value for name, value in statistics(key).items())


def _chance(text: str, chunk: Chunk, key: str, times: int) -> float:
    log_odds = _log_odds(key) + sum(WEIGHTS.get(mark, 0.0) for mark in _marks(text, chunk, times))
    return 1 / (1 + exp(-log_odds))


def _marks(text: str, chunk: Chunk, times: int) -> Iterator[str]:
    """Yield what the place itself says of a phrase."""
    if times > 1:
        yield "again"
    if text[chunk.starts[-1]].isupper():
        yield "capital"
    if _VERB_FORM.search(chunk.words[0]):
        yield "verb form"
    if chunk.words[-1].endswith("s"):
        yield "plural"
