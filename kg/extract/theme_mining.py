"""Titles and abstracts of a corpus in, what the shipped files of themes hold out.

Nothing but counts is kept: how often a topic stands in titles and abstracts.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.theme_terms import TopicFinder
from kg.extract.theme_words import key_of, words_of
from kg.extract.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.lexicon import Theme

LEAST_TITLES = 3
"""A phrase is a topic if it fills a whole part of at least so many titles."""
_LONGEST = 4
_ONLY_START = 2500
_PART = re.compile(r"[^:;,.!?()\[\]{}\"\u201c\u201d/|\u2013\u2014$]+")
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\btask \d")


class Count(NamedTuple):
    """How often a topic stands in the corpus."""

    titles: int
    papers: int


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


def mine(
    papers: Callable[[], Iterable[tuple[str, str]]], scheme: Sequence[Theme]
) -> dict[str, Count]:
    """Return how often the themes of a scheme and other topics stand in a corpus, by label.

    `papers` is called twice: to find the topics, and to count them.
    """
    known = {key_of(form) for theme in scheme for form in (theme.label, *theme.alt_labels)}
    more = [phrase for phrase in phrases(title for title, _ in papers()) if phrase not in known]
    labels = [*(theme.label for theme in scheme), *more]
    forms = [
        (n, form) for n, theme in enumerate(scheme) for form in (theme.label, *theme.alt_labels)
    ]
    find = TopicFinder([*forms, *((len(scheme) + n, phrase) for n, phrase in enumerate(more))])
    titles: Counter[int] = Counter()
    texts: Counter[int] = Counter()
    for title, abstract in papers():
        text = f"{title}\n\n{abstract}"[:_ONLY_START]
        places = list(find(text, words_of(text)))
        titles.update({place.topic for place in places if place.end <= len(title)})
        texts.update({place.topic for place in places})
    return {label: Count(titles[n], texts[n]) for n, label in enumerate(labels) if texts[n]}
