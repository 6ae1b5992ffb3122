"""A text and the table of topics in, the topics it may be about with their features out."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from math import log1p
from typing import TYPE_CHECKING

from kg.extract.theme_table import Topic, highest, uses_of
from kg.extract.theme_terms import is_acronym
from kg.extract.theme_words import STEM, key_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.spans import Stretch
    from kg.extract.theme_table import TopicTable
    from kg.extract.theme_terms import Place
    from kg.extract.theme_words import Words

MOST_HINTED = 10
"""So many topics are considered for the words that stand beside them elsewhere."""
MANY = 3


class Reading:
    """The words of a text, and what stands in its title."""

    def __init__(self, text: str, title: int) -> None:
        self.text, self.title, self.length = text, title, max(len(text), 1)
        self.words: Words = words_of(text)
        forms, _, ends = self.words
        self.forms = set(forms)
        self.stems = {form[:STEM] for form in self.forms}
        self.title_stems = {form[:STEM] for form in forms[: bisect_right(ends, title)]}


@dataclass(slots=True)
class Candidate:
    """A topic that a text may be about: where it is named, what else speaks for it."""

    topic: Topic
    number: int = -1
    """In the table; -1 for a phrase of the paper's own."""
    places: list[Stretch] = field(default_factory=list)
    free: int = 0
    """Places that are not inside a longer topic's."""
    free_title: bool = False
    by_label: bool = False
    by_other: bool = False
    by_acronym: bool = False
    lift: float = 0.0
    rank: int = 0
    """Among the topics hinted at, from 1; 0 for none."""
    own: float = 0.0
    """1 for a phrase that is like a task."""
    below: list[Candidate] = field(default_factory=list)
    """Named candidates that are narrower."""


def candidates(
    table: TopicTable, reading: Reading, phrases: Sequence[tuple[str, float, tuple[Stretch, ...]]]
) -> list[Candidate]:
    """Return the candidates of a text.

    `phrases` are its own: name, whether it is like a task (1 or 0), and places.
    """
    found: dict[int, Candidate] = {}
    _add_named(found, table, reading)
    _add_spread(found, table, reading)
    _add_hinted(found, table, reading)
    _add_broader(found, table)
    return [*found.values(), *_own(table, reading, phrases)]


def _get(found: dict[int, Candidate], table: TopicTable, number: int) -> Candidate:
    if number not in found:
        found[number] = Candidate(table.topics[number], number)
    return found[number]


def _add_named(found: dict[int, Candidate], table: TopicTable, reading: Reading) -> None:
    places = list(table.find(reading.text, reading.words))
    free = _free(places)
    for place in places:
        stretch = (place.start, place.end)
        each = _get(found, table, place.topic)
        each.places.append(stretch)
        each.by_label |= place.key == each.topic.key
        each.by_other |= place.key != each.topic.key
        each.by_acronym |= is_acronym(place.key)
        if stretch in free:
            each.free += 1
            each.free_title |= place.end <= reading.title


def _free(places: Sequence[Place]) -> set[Stretch]:
    """Return the stretches that overlap no longer one."""
    free: set[Stretch] = set()
    end = -1
    for start, stop in sorted({(p.start, p.end) for p in places}, key=lambda s: (s[0], -s[1])):
        if start >= end:
            free.add((start, stop))
            end = stop
    return free


def _add_spread(found: dict[int, Candidate], table: TopicTable, reading: Reading) -> None:
    """Add the themes whose words all stand in the text, if not together."""
    for stem in sorted(reading.stems & table.by_stem.keys()):
        for number in table.by_stem[stem]:
            if reading.stems.issuperset(table.stems[number]):
                _get(found, table, number)


def _add_hinted(found: dict[int, Candidate], table: TopicTable, reading: Reading) -> None:
    lifts = table.lifts(reading.forms)
    for rank, number in enumerate(highest(lifts, MOST_HINTED), start=1):
        _get(found, table, number).rank = rank
    for number, each in found.items():
        each.lift = float(lifts[number]) if number < len(lifts) else 0.0


def _add_broader(found: dict[int, Candidate], table: TopicTable) -> None:
    named = [each for each in found.values() if each.places]
    for each in named:
        for parent in each.topic.above:
            _get(found, table, parent).below.append(each)
            for grand in table.topics[parent].above:
                if grand in found:
                    found[grand].below.append(each)


def _own(
    table: TopicTable, reading: Reading, phrases: Sequence[tuple[str, float, tuple[Stretch, ...]]]
) -> Iterator[Candidate]:
    for name, is_task, places in phrases:
        key = key_of(name)
        titled = any(end <= reading.title for _, end in places)
        if key and key not in table.keys and (titled or len(places) > 1 or is_task):
            topic = Topic(name, key, False, *uses_of(key, table.use))
            yield Candidate(topic, -1, list(places), len(places), titled, True, own=is_task)


FEATURES = (
    "named", "free", "inside", "title", "free in title", "first", "last", "many", "by label",
    "by other", "by acronym", "lift", "rank", "words in title", "words in text", "depth", "titles",
    "papers", "share of titles", "one word", "words", "task-like", "narrower", "narrower often",
    "narrower in title",
)  # fmt: skip
"""What the values of `features` are."""


def features(candidate: Candidate, reading: Reading) -> tuple[float, ...]:
    """Return what the model weighs, in the order of `FEATURES`."""
    topic, places, below = candidate.topic, candidate.places, candidate.below
    stems, titled, told = topic.stems, reading.title_stems, reading.stems
    length = reading.length
    return (
        float(bool(places)),
        log1p(candidate.free),
        log1p(len(places) - candidate.free),
        float(bool(places) and places[0][1] <= reading.title),
        float(candidate.free_title),
        places[0][0] / length if places else 1.2,
        places[-1][1] / length if places else 0.0,
        float(len(places) >= MANY),
        float(candidate.by_label),
        float(candidate.by_other),
        float(candidate.by_acronym),
        candidate.lift,
        1 / candidate.rank if candidate.rank else 0.0,
        sum(map(titled.__contains__, stems)) / len(stems),
        sum(map(told.__contains__, stems)) / len(stems),
        float(topic.depth),
        topic.log_titles,
        topic.log_papers,
        topic.log_share,
        float(len(stems) == 1),
        float(len(stems)),
        candidate.own,
        float(bool(below)),
        log1p(sum([len(each.places) for each in below])) if below else 0.0,
        float(any(each.free_title for each in below)),
    )


def evidence(candidate: Candidate, table: TopicTable, reading: Reading) -> tuple[Stretch, ...]:
    """Return the places of a candidate: its names, else its narrower themes', else its words'."""
    if candidate.places:
        return tuple(sorted(set(candidate.places)))
    if candidate.below:
        return tuple(sorted({place for each in candidate.below for place in each.places}))
    stems, hints = table.stems[candidate.number], table.hints_of(candidate.number)
    return tuple(
        (start, end)
        for form, start, end in zip(*reading.words, strict=True)
        if form[:STEM] in stems or form in hints
    )
