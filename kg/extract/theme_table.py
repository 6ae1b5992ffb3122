"""The scheme of themes and what a corpus says of them in, one table of topics out."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log, log1p
from typing import TYPE_CHECKING

import numpy as np

from kg.extract.theme_terms import TopicFinder, is_acronym
from kg.extract.theme_words import STEM, key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from kg.lexicon import Theme
    from kg.lexicon.phrases import FindUse

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]


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
    log_titles: float = field(init=False)
    log_papers: float = field(init=False)
    log_share: float = field(init=False)

    def __post_init__(self) -> None:
        """Work out what the model asks for again and again."""
        put = object.__setattr__
        put(self, "stems", tuple(word[:STEM] for word in self.key.split(" ")))
        put(self, "log_titles", log1p(self.titles))
        put(self, "log_papers", log1p(self.papers))
        put(self, "log_share", log((self.titles + 0.5) / (self.papers + 5)))


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
        more = [label for label in sorted(counts) if key_of(label) not in known]
        ours = tuple(_scheme_topics(scheme, counts))
        others = [
            (topic, form)
            for topic, theme in zip(ours, scheme, strict=True)
            for form in theme.alt_labels
            if not is_acronym(form)
        ]
        self.topics = (
            *ours,
            *(_topic(name, counts) for name in more),
            *(_other(topic, form, use) for topic, form in others),
        )
        self.keys = known | set(more)
        forms = ((n, f) for n, theme in enumerate(scheme) for f in (theme.label, *theme.alt_labels))
        more += [form for _, form in others]
        self.find = TopicFinder([*forms, *enumerate(more, start=len(scheme))])
        self.stems = tuple(topic.stems for topic in self.topics)
        self.by_stem = _by_rarest_stem(self.stems[: len(scheme)])
        self._lifts = _lifts_by_word([theme.label for theme in scheme], hints)
        self._hints = [hints.get(theme.label, {}).keys() for theme in scheme]
        self._width = len(scheme)

    def lifts(self, forms: Iterable[str]) -> Floats:
        """Return for every theme of the scheme how much the words of a text speak for it."""
        rows = [self._lifts[form] for form in sorted(forms) if form in self._lifts]
        if not rows:
            return np.zeros(self._width)
        numbers, lifts = (np.concatenate(parts) for parts in zip(*rows, strict=True))
        return np.bincount(numbers, lifts, self._width).astype(np.float64)

    def hints_of(self, number: int) -> Collection[str]:
        """Return the words that speak for a theme."""
        return self._hints[number] if number < self._width else ()


def highest(lifts: Floats, most: int) -> list[int]:
    """Return where the highest lifts above 0 stand, at most so many, the highest first.

    >>> highest(np.array([0.0, 1.5, 0.5, 1.5]), 2)
    [3, 1]
    """
    places = lifts.nonzero()[0]
    if len(places) > most:
        # Few have to be sorted once it is known which value only the highest reach.
        places = (lifts >= np.partition(lifts, -most)[-most]).nonzero()[0]
    ranked = sorted(zip(lifts[places].tolist(), places.tolist(), strict=True), reverse=True)
    return [place for _, place in ranked[:most]]


def _lifts_by_word(
    labels: Sequence[str], hints: dict[str, dict[str, float]]
) -> dict[str, tuple[Numbers, Floats]]:
    """Return for each word the themes it speaks for, and how much for each."""
    rows: dict[str, list[tuple[int, float]]] = {}
    for number, label in enumerate(labels):
        for word, lift in hints.get(label, {}).items():
            rows.setdefault(word, []).append((number, lift))
    return {
        word: (np.array([n for n, _ in row]), np.array([lift for _, lift in row]))
        for word, row in rows.items()
    }


def _topic(label: str, counts: dict[str, tuple[int, int]]) -> Topic:
    return Topic(label, key_of(label), False, *counts[label])


def _other(topic: Topic, form: str, use: FindUse) -> Topic:
    """Return a theme of the scheme under another of its names."""
    titles, papers = uses_of(key_of(form), use)
    return Topic(form, key_of(form), True, titles, papers, topic.above, topic.depth, topic.key)


def uses_of(key: str, use: FindUse) -> tuple[int, int]:
    """Return the titles and the papers of a corpus in which a phrase stands; 0 if unknown."""
    known = use(key)
    return (known.title, known.df) if known else (0, 0)


def _scheme_topics(scheme: Sequence[Theme], counts: dict[str, tuple[int, int]]) -> Iterator[Topic]:
    number = {theme.id: n for n, theme in enumerate(scheme)}
    above = [tuple(map(number.__getitem__, theme.broader)) for theme in scheme]
    for n, theme in enumerate(scheme):
        titles, papers = counts.get(theme.label, (0, 0))
        depth = _depth(n, above)
        yield Topic(theme.label, key_of(theme.label), True, titles, papers, above[n], depth)


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
