"""A text and the table of topics in, the topics it may be about with their features out."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from math import log1p, sqrt
from typing import TYPE_CHECKING

from kg.extract.spans import first_come
from kg.extract.theme_table import KNOWN, Topic, highest, usage, uses_of
from kg.extract.theme_terms import is_acronym
from kg.extract.theme_words import STEM, Words, key_of, pairs_of, words_and_pairs, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.spans import Stretch
    from kg.extract.theme_table import TopicTable
    from kg.extract.theme_terms import Place

MOST_HINTED = 12
"""So many topics are considered for the words of papers that others filed under them."""
MOST_TELLING = 4
"""So many words and pairs of words are shown for a topic that the text does not name."""
WEAKEST = 5
"""And of these only those that speak for it not so many times weaker than the first."""
MANY = 3
FEW = 40
"""A text of fewer words is not taken to be about a topic for a word or two."""


class Reading:
    """The words of a text, and what stands in its title."""

    def __init__(self, text: str, title: int) -> None:
        self.text, self.title, self.length = text, title, max(len(text), 1)
        self.words: Words = words_of(text)
        forms, starts, ends = self.words
        titled = bisect_right(ends, title)
        self.forms = set(forms)
        self.stems = {form[:STEM] for form in self.forms}
        self.title_stems = {form[:STEM] for form in forms[:titled]}
        self.hints = words_and_pairs(self.words)
        """The words and pairs of words, each once; those of the title are in `title_hints` too."""
        self.title_hints = words_and_pairs(Words(forms[:titled], starts[:titled], ends[:titled]))
        self.share = 1 / sqrt(max(len(self.forms), FEW))
        """What one of its words counts for in a hint."""
        self.least_words = 1 if len(self.forms) >= FEW else 3
        """So many of its words and pairs of words together can hint at a topic."""


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
    hint: float = 0.0
    """How likely it is filed under that topic by the words of the text."""
    usual: float = 0.0
    """How many papers are filed under that topic; 0 also where that is not known."""
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
    hints, telling = table.hinted(reading)
    for rank, slot in enumerate(highest(telling, MOST_HINTED), start=1):
        _get(found, table, table.hinted_topics[slot]).rank = rank
    for number, each in found.items():
        if (at := table.slots.get(number)) is not None:
            each.hint, each.usual = float(hints[at]), float(table.usual[at])


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
            topic = Topic(name, key, False, *uses_of(key, table.use), usage=usage(key, table.use))
            yield Candidate(topic, -1, list(places), len(places), titled, True, own=is_task)


FEATURES = (
    "named", "free", "inside", "title", "free in title", "first", "last", "many", "by label",
    "by other", "by acronym", "hint", "hint above usual", "rank", "words in title",
    "words in text", "task-like", "narrower", "narrower often", "narrower in title",
    "own phrase", *KNOWN,
)  # fmt: skip
"""What the values of `features` are."""


def features(candidate: Candidate, reading: Reading) -> tuple[float, ...]:
    """Return what the model weighs, in the order of `FEATURES`."""
    topic, places, below = candidate.topic, candidate.places, candidate.below
    stems, length = topic.stems, reading.length
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
        candidate.hint,
        candidate.hint - candidate.usual,
        1 / candidate.rank if candidate.rank else 0.0,
        sum(map(reading.title_stems.__contains__, stems)) / len(stems),
        sum(map(reading.stems.__contains__, stems)) / len(stems),
        candidate.own,
        float(bool(below)),
        log1p(sum([len(each.places) for each in below])) if below else 0.0,
        float(bool(below) and any(each.free_title for each in below)),
        float(candidate.number < 0),
        *topic.known,
    )


def evidence(candidate: Candidate, table: TopicTable, reading: Reading) -> tuple[Stretch, ...]:
    """Return the places of a candidate: its names, else its narrower themes', else its words'."""
    if candidate.places:
        return tuple(sorted(set(candidate.places)))
    if candidate.below:
        return tuple(sorted({place for each in candidate.below for place in each.places}))
    stems, hints = table.stems[candidate.number], table.hints_of(candidate.number)
    telling = sorted(reading.hints & hints.keys(), key=lambda hint: (-hints[hint], hint))
    strongest = {
        hint for hint in telling[:MOST_TELLING] if hints[hint] * WEAKEST >= hints[telling[0]]
    }
    every = (*pairs_of(reading.words), *zip(*reading.words, strict=True))
    places = (
        (start, end)
        for form, start, end in every
        if form in strongest or (not strongest and form[:STEM] in stems)
    )
    return tuple(sorted(first_come(places, [(0, reading.length)])))
