"""Titles and abstracts of a corpus in, what the shipped files of themes hold out.

Nothing but counts is kept: how often a topic stands in titles and abstracts, and which words stand
beside it more often than elsewhere (J. Rennie et al., *Tackling the Poor Assumptions of Naive
Bayes Text Classifiers*, ICML 2003, on why counts of papers and not of words are taken).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.theme_terms import TopicFinder
from kg.extract.theme_words import key_of, words_of
from kg.extract.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.lexicon import Theme

LEAST_TITLES = 3
"""A phrase is a topic if it fills a whole part of at least so many titles."""
LEAST_PAPERS = 30
"""A topic of fewer papers says nothing dependable about the words beside it."""
MOST_HINTS = 30
_LONGEST = 4
_LEAST_WORD_TITLES = 15
_LEAST_HINT = 0.7
_SMOOTHING = 20
_ONLY_START = 2500
_PART = re.compile(r"[^:;,.!?()\[\]{}\"\u201c\u201d/|\u2013\u2014$]+")
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\btask \d")


class Count(NamedTuple):
    """How often a topic stands in the corpus."""

    titles: int
    papers: int


class Mined(NamedTuple):
    """The topics of a corpus: by their name, the counts and the words beside them."""

    counts: dict[str, Count]
    hints: dict[str, dict[str, float]]


def title_parts(title: str) -> Iterator[list[str]]:
    """Yield the runs of words of a title between punctuation and linking words.

    >>> list(title_parts("Graph Neural Networks for In-Context Learning: A Study"))
    [['graph', 'neural', 'network'], ['in', 'context', 'learning'], ['study']]
    """
    for part in _PART.finditer(title):
        run: list[str] = []
        for form, start, end in zip(*words_of(part[0]), strict=True):
            hyphened = "-" in part[0][max(start - 1, 0) : end + 1]
            if form in words("title-links") and not hyphened:
                if run:
                    yield run
                run = []
            else:
                run.append(form)
        if run:
            yield run


def phrases(titles: Iterable[str]) -> dict[str, int]:
    """Return the phrases that fill whole parts of enough titles, with the number of titles."""
    whole: Counter[str] = Counter()
    for title in titles:
        whole.update({" ".join(run) for run in title_parts(title) if _may_name(run)})
    return {phrase: n for phrase, n in sorted(whole.items()) if n >= LEAST_TITLES}


def _may_name(run: Sequence[str]) -> bool:
    if not 1 < len(run) <= _LONGEST or run[0] in _generic() or run[-1] in words("title-generic"):
        return False
    return not _DATED.search(" ".join(run))


def _generic() -> frozenset[str]:
    return words("no-attribute") | words("title-generic")


def mine(papers: Callable[[], Iterable[tuple[str, str]]], scheme: Sequence[Theme]) -> Mined:
    """Return what a corpus of titles and abstracts says about the themes of a scheme and others.

    `papers` is called three times: to find the topics, to find the words, to count both.
    """
    known = {key_of(form) for theme in scheme for form in (theme.label, *theme.alt_labels)}
    more = [phrase for phrase in phrases(title for title, _ in papers()) if phrase not in known]
    labels = [*(theme.label for theme in scheme), *more]
    forms = [
        (n, form) for n, theme in enumerate(scheme) for form in (theme.label, *theme.alt_labels)
    ]
    find = TopicFinder([*forms, *((len(scheme) + n, phrase) for n, phrase in enumerate(more))])
    counter = _Counter(find, _ancestors(scheme), _frequent_words(title for title, _ in papers()))
    for title, abstract in papers():
        counter.add(title, abstract)
    return Mined(
        {
            label: Count(counter.titles[n], counter.papers[n])
            for n, label in enumerate(labels)
            if counter.papers[n]
        },
        {scheme[n].label: hints for n, hints in counter.hints() if hints},
    )


def _ancestors(scheme: Sequence[Theme]) -> dict[int, tuple[int, ...]]:
    """Return for each theme, by number, the themes that are broader, itself first."""
    number = {theme.id: n for n, theme in enumerate(scheme)}
    above: dict[int, tuple[int, ...]] = {}
    for n in range(len(scheme)):
        found = [n]
        for each in found:
            found += [b for b in map(number.__getitem__, scheme[each].broader) if b not in found]
        above[n] = tuple(found)
    return above


def _frequent_words(titles: Iterable[str]) -> frozenset[str]:
    seen: Counter[str] = Counter()
    for title in titles:
        seen.update(set(words_of(title).forms))
    return frozenset(word for word, n in seen.items() if n >= _LEAST_WORD_TITLES) - words(
        "title-links"
    )


class _Counter:
    """Counts papers by topic, by word, and by both."""

    def __init__(
        self, find: TopicFinder, above: Mapping[int, tuple[int, ...]], vocabulary: frozenset[str]
    ) -> None:
        self._find, self._above, self._vocabulary = find, above, vocabulary
        self.titles: Counter[int] = Counter()
        self.papers: Counter[int] = Counter()
        self._all = 0
        self._words: Counter[str] = Counter()
        self._about: Counter[int] = Counter()
        self._beside: dict[int, Counter[str]] = {}

    def add(self, title: str, abstract: str) -> None:
        """Count one paper."""
        text = f"{title}\n\n{abstract}"[:_ONLY_START]
        found = words_of(text)
        places: Counter[int] = Counter()
        titled = set()
        for place in self._find(text, found):
            places[place.topic] += 1
            if place.end <= len(title):
                titled.add(place.topic)
        self.titles.update(titled)
        self.papers.update(places.keys())
        about = {topic for topic, n in places.items() if n > 1 or topic in titled}
        self._count_words(about, found.forms)

    def _count_words(self, about: Iterable[int], forms: Iterable[str]) -> None:
        distinct = self._vocabulary.intersection(forms)
        self._all += 1
        self._words.update(distinct)
        for topic in {each for named in about for each in self._above.get(named, ())}:
            self._about[topic] += 1
            self._beside.setdefault(topic, Counter()).update(distinct)

    def hints(self) -> Iterator[tuple[int, dict[str, float]]]:
        """Yield for each topic the words that speak most for it, with the log of how much."""
        for topic, papers in sorted(self._about.items()):
            if papers >= LEAST_PAPERS:
                yield topic, self._hints(papers, self._beside[topic])

    def _hints(self, papers: int, beside: Mapping[str, int]) -> dict[str, float]:
        ranked = []
        for word, n in beside.items():
            usual = self._words[word] / self._all
            lift = math.log((n + _SMOOTHING * usual) / (papers + _SMOOTHING) / usual)
            if lift >= _LEAST_HINT:
                ranked.append((-n * lift, word, round(lift, 2)))
        return {word: lift for _, word, lift in sorted(ranked)[:MOST_HINTS]}
