"""Names of topics and the words of a text in, where each topic stands out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.theme_words import key_of, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract.theme_words import Words

_CAPITALS = re.compile(r"(?=.*[A-Z].*[A-Z0-9])[A-Za-z0-9]+")
# What may stand between two words of one name.
_APART = re.compile(r"[^\w\s+/'\u2019\u2010-\u2013-]|\n\n")


class Place(NamedTuple):
    """A stretch of the text that names the topic of that number, perhaps by another form."""

    topic: int
    start: int
    end: int
    key: str


def is_acronym(form: str) -> bool:
    """Tell whether a form is one word that counts only with its capitals.

    >>> [form for form in ("GAN", "VQA", "LoRA", "Adam", "k-means") if is_acronym(form)]
    ['GAN', 'VQA', 'LoRA']
    """
    return _CAPITALS.fullmatch(form) is not None


class TopicFinder:
    """Finds every form of many topics in the words of a text, in time linear in the text."""

    def __init__(self, forms: Iterable[tuple[int, str]]) -> None:
        """Take pairs of a topic's number and one of its forms; a form may name several topics."""
        self._topics: dict[str, tuple[int, ...]] = {}
        for topic, form in forms:
            key = form if is_acronym(form) else key_of(form)
            if key and topic not in self._topics.get(key, ()):
                self._topics[key] = (*self._topics.get(key, ()), topic)
        self._shorts = {plain(key) for key in self._topics if is_acronym(key)}
        self._firsts = self._shorts.union(key.partition(" ")[0] for key in self._topics)
        self._lengths = self._by_pair()

    def _by_pair(self) -> dict[str, tuple[int, ...]]:
        """Return how many words the forms have that begin with two words, the most first."""
        lengths: dict[str, set[int]] = {}
        for words in (key.split(" ") for key in self._topics):
            if len(words) > 1:
                lengths.setdefault(f"{words[0]} {words[1]}", set()).add(len(words))
        return {pair: tuple(sorted(n, reverse=True)) for pair, n in lengths.items()}

    def __call__(self, text: str, words: Words) -> Iterator[Place]:
        """Yield where topics stand, the longest first of those that begin at one word."""
        forms, starts, ends = words
        topics, lengths, firsts = self._topics, self._lengths, self._firsts
        following = [*forms[1:], ""]
        for at in [at for at, form in enumerate(forms) if form in firsts]:
            for length in lengths.get(f"{forms[at]} {following[at]}", ()):
                key = " ".join(forms[at : at + length])
                if key in topics and at + length <= len(forms):
                    end = ends[at + length - 1]
                    if not _APART.search(text, ends[at], end):
                        yield from self._places(key, starts[at], end)
            if forms[at] in topics:
                yield from self._places(forms[at], starts[at], ends[at])
            if forms[at] in self._shorts:
                short = text[starts[at] : ends[at]].removesuffix("s")
                if short != forms[at]:
                    yield from self._places(short, starts[at], ends[at])

    def _places(self, key: str, start: int, end: int) -> Iterator[Place]:
        for topic in self._topics.get(key, ()):
            yield Place(topic, start, end, key)
