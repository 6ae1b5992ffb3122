"""The scheme of themes and what a corpus says of them in, one table of topics out."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log, log1p
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.theme_terms import TopicFinder, is_acronym
from kg.extract.theme_words import STEM, key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set

    from numpy.typing import NDArray

    from kg.extract.theme_features import Reading
    from kg.lexicon import Theme
    from kg.lexicon.phrases import FindUse

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]


USAGE = ("df", "whole", "title", "task", "method", "aim")
"""The columns of `kg.lexicon.phrases.PhraseUse` that tell topics from other phrases."""
KNOWN = (
    *("depth", "titles", "papers", "share of titles", "one word", "words", "in scheme"),
    *("other name", *(f"use: {column}" for column in USAGE)),
)
"""What the model knows of a topic without reading the text."""
USUAL = ""
"""Among the hints of a topic: how many papers are filed under it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A theme of the scheme or a topic of the corpus; `above` are numbers in the same table."""

    label: str
    key: str
    in_scheme: bool
    titles: int
    papers: int
    above: tuple[int, ...] = ()
    depth: int = 0
    other_of: str = ""
    """The key of the theme that it is another name of, "" for a topic under its own name."""
    stems: tuple[str, ...] = field(init=False)
    """The beginnings of the words of the label."""
    usage: tuple[float, ...] = (0.0,) * len(USAGE)
    """How a corpus uses its key, as `usage` returns it."""
    known: tuple[float, ...] = field(init=False)
    """What the model asks for again and again: the values of `KNOWN`."""

    def __post_init__(self) -> None:
        """Work out what the model asks for again and again."""
        put = object.__setattr__
        put(self, "stems", tuple(word[:STEM] for word in self.key.split(" ")))
        known = (
            float(self.depth),
            log1p(self.titles),
            log1p(self.papers),
            log((self.titles + 0.5) / (self.papers + 5)),
            float(len(self.stems) == 1),
            float(len(self.stems)),
            float(self.in_scheme),
            float(bool(self.other_of)),
            *self.usage,
        )
        put(self, "known", known)


def usage(key: str, use: FindUse) -> tuple[float, ...]:
    """Return how a corpus uses a phrase: the logarithms of its papers and of the shares `USAGE`."""
    known = use(key)
    papers, *counts = (
        (known.df, *(getattr(known, column) for column in USAGE[1:]))
        if known
        else (0,) * len(USAGE)
    )
    return log1p(papers), *(log((count + 0.5) / (papers + 5)) for count in counts)


class TopicTable:
    """All topics with the indexes that find them in a text."""

    def __init__(
        self,
        scheme: Sequence[Theme],
        counts: dict[str, tuple[int, int]],
        hints: dict[str, dict[str, float]],
        use: FindUse,
    ) -> None:
        """Take a scheme, counts and hints by label, and what tells how a corpus uses a phrase."""
        self.use = use
        known = {key_of(form) for theme in scheme for form in (theme.label, *theme.alt_labels)}
        more = _new_labels([*sorted(counts), *sorted(hints)], known)
        ours = tuple(_scheme_topics(scheme, counts, use))
        others = [
            (topic, form)
            for topic, theme in zip(ours, scheme, strict=True)
            for form in theme.alt_labels
            if not is_acronym(form)
        ]
        self.topics = (
            *ours,
            *(_topic(name, counts, use) for name in more),
            *(_other(topic, form, use) for topic, form in others),
        )
        self.keys = known | set(map(key_of, more))
        forms = ((n, f) for n, theme in enumerate(scheme) for f in (theme.label, *theme.alt_labels))
        more += [form for _, form in others]
        self.find = TopicFinder([*forms, *enumerate(more, start=len(scheme))])
        self.stems = tuple(topic.stems for topic in self.topics)
        self.by_stem = _by_rarest_stem(self.stems[: len(scheme)])
        # A name of its own goes before another name of a theme.
        numbers = {topic.key: n for n, topic in reversed([*enumerate(self.topics)])}
        own = {
            numbers[key]: each for label, each in hints.items() if (key := key_of(label)) in numbers
        }
        self.hinted_topics = sorted(own)
        """The numbers of the topics that have hints, as `hinted` returns them."""
        self.slots = {number: slot for slot, number in enumerate(self.hinted_topics)}
        self.usual = np.array([own[n].get(USUAL, 0.0) for n in self.hinted_topics])
        self._hints = own
        self._hinting = _Hinting([own[n] for n in self.hinted_topics])

    def hinted(self, reading: Reading) -> tuple[Floats, Floats]:
        """Return how likely each topic of `hinted_topics` is by the words of a text, in two ways.

        The second is 0 where too few words and pairs of words speak for a topic to think of it if
        the text does not name it.
        """
        slots, weights = self._hinting.told(reading.hints, reading.title_hints)
        sums = np.bincount(slots, weights, len(self.usual))
        hints = self.usual + sums * reading.share
        told = np.bincount(slots, minlength=len(self.usual)) >= reading.least_words
        return hints, np.where(told, hints, 0.0)

    def hints_of(self, number: int) -> Mapping[str, float]:
        """Return the words and pairs of words that speak for a topic, and how much."""
        return self._hints.get(number, {})


def _new_labels(labels: Iterable[str], known: Collection[str]) -> list[str]:
    """Return the labels that are not known, of those with one key the first."""
    new: dict[str, str] = {}
    for label in labels:
        new.setdefault(key_of(label), label)
    return [label for key, label in new.items() if key not in known]


def highest(lifts: Floats, most: int) -> list[int]:
    """Return where the highest lifts above 0 stand, at most so many, the highest first.

    >>> highest(np.array([0.0, 1.5, 0.5, 1.5]), 2)
    [3, 1]
    """
    places = lifts.nonzero()[0]
    if len(places) > most:
        # Few have to be sorted once it is known which value only the highest reach.
        values = lifts[places]
        places = places[values >= np.partition(values, -most)[-most]]
    ranked = sorted(zip(lifts[places].tolist(), places.tolist(), strict=True), reverse=True)
    return [place for _, place in ranked[:most]]


class _Hinting:
    """The words that speak for topics, as one long list: for each word its topics and weights."""

    def __init__(self, hints: Sequence[Mapping[str, float]]) -> None:
        rows: dict[str, list[tuple[int, float]]] = {}
        for slot, words in enumerate(hints):
            for word, weight in words.items():
                if word != USUAL:
                    rows.setdefault(word, []).append((slot, weight))
        self._row = {word: number for number, word in enumerate(rows)}
        entries = [entry for row in rows.values() for entry in row]
        self._slots = np.array([slot for slot, _ in entries], np.int64)
        self._weights = np.array([weight for _, weight in entries])
        self._ends = np.cumsum([len(row) for row in rows.values()], dtype=np.int64)

    def told(self, words: Set[str], again: Set[str]) -> tuple[Numbers, Floats]:
        """Return the topics that words speak for, and how much: those said `again` twice as much.

        A topic stands there once for each word.
        """
        row = self._row
        held = sorted([row[word] for word in words if word in row])
        twice = {row[word] for word in again if word in row}
        rows = np.array(held, np.int64)
        times = np.array([1.0 + (number in twice) for number in held])
        ends = self._ends[rows]
        counts = ends - np.where(rows > 0, self._ends[rows - 1], 0)
        behind = np.cumsum(counts)
        places = np.arange(behind[-1] if held else 0) + np.repeat(ends - behind, counts)
        return self._slots[places], self._weights[places] * np.repeat(times, counts)


def _topic(label: str, counts: dict[str, tuple[int, int]], use: FindUse) -> Topic:
    key = key_of(label)
    titles, papers = counts[label] if label in counts else uses_of(key, use)
    return Topic(label, key, False, titles, papers, usage=usage(key, use))


def _other(topic: Topic, form: str, use: FindUse) -> Topic:
    """Return a theme of the scheme under another of its names."""
    key = key_of(form)
    titles, papers = uses_of(key, use)
    return Topic(
        form, key, True, titles, papers, topic.above, topic.depth, topic.key, usage(key, use)
    )


def uses_of(key: str, use: FindUse) -> tuple[int, int]:
    """Return the titles and the papers of a corpus in which a phrase stands; 0 if unknown."""
    known = use(key)
    return (known.title, known.df) if known else (0, 0)


def _scheme_topics(
    scheme: Sequence[Theme], counts: dict[str, tuple[int, int]], use: FindUse
) -> Iterator[Topic]:
    number = {theme.id: n for n, theme in enumerate(scheme)}
    above = [tuple(map(number.__getitem__, theme.broader)) for theme in scheme]
    for n, theme in enumerate(scheme):
        titles, papers = counts.get(theme.label, (0, 0))
        depth = _depth(n, above)
        key = key_of(theme.label)
        yield Topic(theme.label, key, True, titles, papers, above[n], depth, usage=usage(key, use))


def _depth(number: int, above: Sequence[tuple[int, ...]]) -> int:
    passed = [number]
    while above[passed[-1]] and above[passed[-1]][0] not in passed:
        passed.append(above[passed[-1]][0])
    return len(passed) - 1


def _by_rarest_stem(stems: Sequence[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    """Return for each stem the topics of several words in whose labels it is the rarest."""
    often: dict[str, int] = {}
    for each in stems:
        for stem in each:
            often[stem] = often.get(stem, 0) + 1
    found: dict[str, tuple[int, ...]] = {}
    for number, each in enumerate(stems):
        if len(set(each)) > 1:
            rarest = min(each, key=lambda stem: (often[stem], stem))
            found[rarest] = (*found.get(rarest, ()), number)
    return found
