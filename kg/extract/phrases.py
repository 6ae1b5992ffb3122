"""A text and its sentences in, the noun phrases that may name a technique, task or measure out.

What a phrase is says `kg.extract.chunks`; how likely one is a name say the corpus
(`kg.lexicon.phrases`), its last and its first word, and whether the paper comes back to it.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from math import exp, inf, log
from typing import TYPE_CHECKING, NamedTuple

from kg.extract import wordlists
from kg.extract.chunks import chunks, phrase_key
from kg.extract.remembered import Remembered
from kg.lexicon.phrases import PhraseUse

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

_VERB_FORM = ("ed", "ing")
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


class _Weighed(NamedTuple):
    """What the shares of uses add, in the order of `PhraseUse`, and what it adds to have none."""

    shares: tuple[float, ...]
    unknown: float

    @classmethod
    def of(cls, prefix: str) -> _Weighed:
        """Return the weights of a phrase ("") or of the word at one of its ends."""
        shares = tuple(WEIGHTS.get(prefix + column, 0.0) for column in PhraseUse._fields[1:])
        return cls(shares, WEIGHTS.get(f"{prefix}unknown", 0.0))


_WHOLE, _FIRST, _LAST = map(_Weighed.of, ("", "first ", "last "))

_Standing = tuple[str, str, float]
"""What the words of a phrase say by themselves: its key, its rule, the log odds of being a name.

They are minus infinity for what can be none. A plain tuple, as many are held for long: Python's
garbage collector looks at each of another class again and again.
"""


class PhraseReader:
    """Finds the phrases of texts; what the words of one say is worked out once."""

    def __init__(self, use: FindUse) -> None:
        """Take what tells how the corpus uses a phrase."""
        self._use = use
        self._standing = Remembered(self._read_standing)
        self._first, self._last = (
            Remembered(partial(self._used, weighed)) for weighed in (_FIRST, _LAST)
        )

    def __call__(self, text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[Phrase]:
        """Yield the phrases of a text that may be names, in reading order."""
        found = [
            (chunk, self._standing[tuple(chunk.words)], span[0])
            for span in sentences
            for chunk in chunks(text, *span)
        ]
        times = Counter([key for _, (key, _, _), _ in found])
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
        return key, rule, self._log_odds(words, key) if possible else -inf

    def _log_odds(self, words: tuple[str, ...], key: str) -> float:
        """Return the log odds of being a name by the use of a phrase, its ends and its form."""
        parts = key.split(" ")
        log_odds = _BIAS + self._used(_WHOLE, key) + self._last[parts[-1]] + self._first[parts[0]]
        marks = (
            ("one word", len(parts) == 1),
            ("two words", len(parts) == 2),
            ("verb form", words[0].endswith(_VERB_FORM)),
            ("plural", words[-1].endswith("s")),
        )
        return log_odds + sum(WEIGHTS[mark] for mark, holds in marks if holds)

    def _used(self, weighed: _Weighed, part: str) -> float:
        """Return what the corpus's use of a phrase or a word adds."""
        use = self._use(part)
        if use is None:
            return weighed.unknown
        papers = use.df + _PRIOR
        log_odds = 0.0
        for weight, count in zip(weighed.shares, use[1:], strict=True):
            log_odds += weight * min(count / papers, 1.5)
        return log_odds
