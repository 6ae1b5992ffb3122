"""A text and its sentences in, the noun phrases that may name a technique, task or measure out.

What a phrase is says `kg.extract.chunks`; how likely one is a name say the corpus
(`kg.lexicon.phrases`), its last and its first word, and whether the paper comes back to it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import exp, inf, log
from typing import TYPE_CHECKING, NamedTuple

from kg.extract import wordlists
from kg.extract.chunks import chunks, phrase_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.lexicon.phrases import FindUse
LEAST_CHANCE = 0.035
"""Phrases that are less likely a name are left out."""

LEAST_OF_CAPITAL = 0.02
"""The same for a single word with a capital inside a sentence."""

_SHORTEST, _LONGEST = 4, 80
_LEAST, _LEAST_OF_CAPITAL = (log(p / (1 - p)) for p in (LEAST_CHANCE, LEAST_OF_CAPITAL))

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
"""What the shares of a phrase's uses and the marks of a place add to the log odds of being a name.

The names of shares are those of `kg.lexicon.phrases.PhraseUse`, with "last " and "first " before
them for the words at its ends; they are shares of the papers that have the phrase. Fitted by
logistic regression on the annotated abstracts; it only says what to look at.
"""


class Phrase(NamedTuple):
    """A noun phrase, and how likely it is a name, 0 to 1."""

    start: int
    end: int
    rule: str
    chance: float


class _Standing(NamedTuple):
    """What the words of a phrase say by themselves."""

    key: str
    rule: str
    log_odds: float
    """Of being a name; minus infinity for what can be none."""


class PhraseReader:
    """Finds the phrases of texts; what the words of one say is worked out once."""

    def __init__(self, use: FindUse) -> None:
        """Take what tells how the corpus uses a phrase."""
        self._use = use
        self._standing = lru_cache(maxsize=1 << 16)(self._read_standing)
        self._used = lru_cache(maxsize=1 << 16)(self._read_used)

    def __call__(self, text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[Phrase]:
        """Yield the phrases of a text that may be names, in reading order."""
        found = [
            (chunk, self._standing(tuple(chunk.words)), span[0])
            for span in sentences
            for chunk in chunks(text, *span)
        ]
        times = Counter([standing.key for _, standing, _ in found])
        for chunk, (key, rule, log_odds), sentence in found:
            start, last = chunk.starts[0], chunk.starts[-1]
            if times[key] > 1:
                log_odds += WEIGHTS["again"]
            if text[last].isupper():
                log_odds += WEIGHTS["capital"]
            # A single word with a capital inside a sentence is likelier a name than it seems.
            inside = last == start > sentence and text[start].isupper()
            if log_odds >= (_LEAST_OF_CAPITAL if inside else _LEAST):
                yield Phrase(start, chunk.ends[-1], rule, 1 / (1 + exp(-log_odds)))

    def _read_standing(self, words: tuple[str, ...]) -> _Standing:
        key = phrase_key(words)
        rule = "phrase" if words[-1] in wordlists.words("task-heads") else "chunk"
        possible = _SHORTEST <= len(key) <= _LONGEST and key not in wordlists.words("not-alone")
        return _Standing(key, rule, self._log_odds(words, key) if possible else -inf)

    def _log_odds(self, words: tuple[str, ...], key: str) -> float:
        """Return the log odds of being a name by the use of a phrase, its ends and its form."""
        parts = key.split(" ")
        log_odds = (
            _BIAS
            + self._used("", key)
            + self._used("last ", parts[-1])
            + self._used("first ", parts[0])
        )
        marks = {
            "one word": len(parts) == 1,
            "two words": len(parts) == 2,
            "verb form": _VERB_FORM.search(words[0]),
            "plural": words[-1].endswith("s"),
        }
        return log_odds + sum(WEIGHTS[mark] for mark, holds in marks.items() if holds)

    def _read_used(self, prefix: str, part: str) -> float:
        """Return what the corpus's use of a phrase or a word adds, weighed as `prefix` says."""
        use = self._use(part)
        if use is None:
            return WEIGHTS.get(f"{prefix}unknown", 0.0)
        papers = use.df + _PRIOR
        log_odds = 0.0
        for column in _SHARES:
            weight = WEIGHTS.get(prefix + column, 0.0)
            log_odds += weight * min(getattr(use, column) / papers, 1.5)
        return log_odds
