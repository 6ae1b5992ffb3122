"""Titles and abstracts of a corpus in, the phrases that it uses and how out: `PhraseUse`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from kg.extract.chunks import chunks, phrase_key
from kg.lexicon.phrases import PhraseUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LEAST_PAPERS = 8
"""In how many abstracts a phrase has to stand as a whole chunk to be kept."""

_MOST_WORDS = 5
_PRUNE_EVERY = 40_000
_HEADS = {
    "task": "task tasks problem problems",
    "method": "method methods model models algorithm algorithms framework approach approaches "
    "technique techniques module strategy strategies mechanism loss network networks",
    "data": "dataset datasets benchmark benchmarks corpus",
    "metric": "score scores metric metrics",
}
_HEAD = {word: column for column, listed in _HEADS.items() for word in listed.split()}
_CUES = {
    "used": r"called|named|termed|dubbed|such as|like|via|using|use|apply|employ|based on|by",
    "metric": r"in terms of|\d%?|metrics such as|measured by|improves|improve|higher|lower|best|"
    r"achieves|increase|reduces|reducing|improving|reduction in|gains? in|drop in|increase in",
    "aim": r"task of|problem of|for|tasks such as|tasks like|tasks including|challenges? in|"
    r"progress in|success in",
}
_CUE = {
    column: re.compile(rf"\b(?:{verbs})(?: (?:an?|the|in|of))? $")
    for column, verbs in _CUES.items()
}
_NEXT_WORD = re.compile(r" ?([a-z-]+)")
_REACH = 22
_COLUMN = {name: place for place, name in enumerate(PhraseUse._fields)}


def mine(papers: Callable[[], Iterable[tuple[str, str]]]) -> dict[str, PhraseUse]:
    """Return how the titles and abstracts that `papers` yields use each frequent phrase.

    `papers` is called twice: once to find the phrases, once to count them.
    """
    kept = _frequent(abstract for _, abstract in papers())
    counts = {key: [0] * len(_COLUMN) for key in sorted(kept)}
    for title, abstract in papers():
        said = set(_uses(abstract, kept))
        said |= {(key, "title") for key, column in _uses(title, kept) if column == "df"}
        for key, column in said:
            counts[key][_COLUMN[column]] += 1
    return {key: PhraseUse(*row) for key, row in counts.items()}


def _frequent(abstracts: Iterable[str]) -> frozenset[str]:
    """Return the phrases that are a whole chunk in enough abstracts, counted in little memory."""
    found: Counter[str] = Counter()
    for number, abstract in enumerate(abstracts, start=1):
        runs = chunks(abstract, 0, len(abstract))
        found.update({phrase_key(c.words) for c in runs if len(c.words) <= _MOST_WORDS})
        if number % _PRUNE_EVERY == 0:
            found = Counter({key: count for key, count in found.items() if count > 1})
    return frozenset(key for key, count in found.items() if count >= LEAST_PAPERS)


def _uses(text: str, kept: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield each kept phrase of a text with a column of `PhraseUse` that counts it."""
    lower = text.lower()
    if len(lower) != len(text):
        return  # a few letters are two in lower case: no place would fit
    for chunk in chunks(text, 0, len(text)):
        count = len(chunk.words)
        before = lower[max(0, chunk.starts[0] - _REACH) : chunk.starts[0]]
        cues = [column for column, cue in _CUE.items() if cue.search(before)]
        for first, last in _stretches(count):
            key = phrase_key(chunk.words[first:last])
            if key in kept:
                said = _HEAD.get(_after(chunk.words, last, lower, chunk.ends[-1]), "")
                whole = "whole" if last - first == count else ""
                columns = ("df", whole, said, *(cues if first == 0 else ()))
                yield from ((key, column) for column in columns if column)


def _stretches(count: int) -> Iterator[tuple[int, int]]:
    for first in range(count):
        for last in range(first + 1, min(count, first + _MOST_WORDS) + 1):
            yield first, last


def _after(words: list[str], last: int, text: str, end: int) -> str:
    if last < len(words):
        return words[last]
    match = _NEXT_WORD.match(text, end)
    return match[1] if match else ""
