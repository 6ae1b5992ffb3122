"""A Doc with names and evidence in, what speaks for and against each name out.

A feature is a text that holds or does not; it is told by its number (`kg.extract.numbering`). All
mentions of a name count together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.extract import standing
from kg.extract.contexts import ContextReader, Surroundings
from kg.extract.documents import title_end
from kg.extract.forms import FAME, FormReader
from kg.extract.numbering import NO_NUMBER
from kg.extract.pairs import PAIR, Group, paired, pairs
from kg.extract.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from spacy.tokens import Doc

    from kg.extract.candidates import Name
    from kg.extract.cues import Said
    from kg.extract.numbering import Numbers
    from kg.lexicon.clusters import FindClusters
    from kg.lexicon.mined import MinedTable
    from kg.lexicon.phrases import FindUse

_ACROSS = re.compile(r"[^\w\s]*\s+[^\w\s]*(?:(?:and|or|the)\s+)?")
_LONGEST_ACROSS = 11
_FAME = (*FAME, "lexicon=", "rule=term")
_TOPICS = frozenset(
    (
        *("benchmark", "dataset", "corpus", "survey", "framework", "model", "task", "challenge"),
        *("shared", "study", "theory", "theoretical", "bounds", "toolkit", "analysis"),
    )
)
"""Words of a title that say what sort of thing the paper is about."""
_QUARTERS = 4
_MOST_MENTIONS, _MOST_BEFORE, _MOST_SENTENCES = 5, 6, 9
"""Up to where mentions, names before a name, and sentences before it are counted."""


def tells_fame(feature: str) -> bool:
    """Return whether a feature says which name it is, or how well known, not what is done with it.

    A paper may propose what everybody knows by now.

    >>> tells_fame("rule=term"), tells_fame("cue=propose N"), tells_fame("title & lexicon=method")
    (True, False, True)
    """
    return any(part.startswith(_FAME) for part in feature.split(PAIR))


class FeatureReader:
    """Tells the features of names by what a corpus says."""

    def __init__(
        self, mined: MinedTable, use: FindUse, clusters: FindClusters, numbers: Numbers
    ) -> None:
        """Take what a corpus says of names, phrases and words, and the numbers of features."""
        self.numbers = numbers
        self.contexts = ContextReader(clusters, numbers)
        self.of_forms = Remembered(FormReader(mined, use, clusters, numbers).features)
        self.own, self.said, self.place = (
            Remembered(partial(self._group, tell))
            for tell in (standing.own, standing.said, standing.place)
        )
        self.spread = numbers.remembered(standing.spread)
        self.beside_title = numbers.remembered(standing.beside_title)
        self.pairs = numbers.remembered(pairs)

    def _group(self, tell: Callable[[Any], Iterable[str]], facts: Any) -> Group:
        features = frozenset(tell(facts))
        return self.numbers.of(features), paired(features)

    def __call__(self, doc: Doc) -> DocFeatures:
        """Return what tells the features of each of ``kg_names``."""
        return DocFeatures(doc, self)


def surfaces_of(name: Name, text: str) -> list[str]:
    """Return the forms in which a name stands in a text, in reading order, each once."""
    return list(dict.fromkeys(" ".join(text[m.start : m.end].split()) for m in name.mentions))


class DocFeatures:
    """One Doc, looked at name by name; a number of a feature may come several times."""

    def __init__(self, doc: Doc, reader: FeatureReader) -> None:
        self.reader = reader
        self.text: str = doc._.kg_plain
        self.title = title_end(doc)
        self.sentences: Sequence[tuple[int, int]] = doc._.kg_sentences
        starts = [start for start, _ in self.sentences]
        self.names: Sequence[Name] = doc._.kg_names
        self.evidence: Sequence[Sequence[Said]] = doc._.kg_evidence
        self.surfaces = [surfaces_of(name, self.text) for name in self.names]
        self.places = sorted((m, n) for n, name in enumerate(self.names) for m in name.mentions)
        self.sentence_of = {m.start: bisect_right(starts, m.start) - 1 for m, _ in self.places}
        stretches = [
            ((m.start, m.end), self.sentences[self.sentence_of[m.start]]) for m, _ in self.places
        ]
        self.around = Surroundings(self.text, stretches, reader.contexts)
        words = self.around.words_before(self.title)
        self.title_words = set(words)
        self.topics = tuple(sorted(_TOPICS & self.title_words))
        self.initials = "".join(word[0] for word in words if word[0].isalpha())
        self.most = max((len(name.mentions) for name in self.names), default=0)

    def of_kinds(self) -> list[bytes]:
        """Return for each name the numbers of the features that tell its kind, and its role too."""
        found = self._neighbours()
        self._add_families(found)
        for number, (name, told) in enumerate(zip(self.names, found, strict=True)):
            in_title = self._in_title(name)
            told += [numbers for numbers, _ in self._groups(number, in_title)]
            told.append(self._beside_title(name, self.surfaces[number][0], in_title))
            told.append(self._spread(name))
            for mention in name.mentions:
                where = "title " if mention.end <= self.title else ""
                told += self.around.near((mention.start, mention.end), where)
        return [b"".join(told) for told in found]

    def of_role(self, number: int) -> bytes:
        """Return the numbers of the features that tell the role of a name, and not its kind."""
        name = self.names[number]
        held: tuple[str, ...] = ()
        for _, their_paired in self._groups(number, self._in_title(name)):
            held += their_paired
        aside = [self.around.aside((start, end)) for start, end, _ in name.mentions]
        return b"".join((self.reader.pairs[held, self._paper], *aside))

    def _groups(self, number: int, in_title: tuple[str, ...]) -> tuple[Group, ...]:
        """Return what is told of a name as a whole."""
        name, told = self.names[number], self.reader
        count, before = min(len(name.mentions), _MOST_MENTIONS), min(number, _MOST_BEFORE)
        is_most = len(name.mentions) == self.most
        return (
            told.of_forms[tuple(self.surfaces[number])],
            told.own[tuple(name.terms), tuple({m.rule for m in name.mentions}), name.short],
            told.said[tuple([each.evidence.rule for each in self.evidence[number]])],
            told.place[count, before, is_most, in_title],
        )

    def _beside_title(self, name: Name, surface: str, in_title: tuple[str, ...]) -> bytes:
        """Return how a name is like the title."""
        words = [word for word in surface.lower().replace("-", " ").split() if len(word) > 2]
        shared = -1
        if len(words) > 1:
            shared = _QUARTERS * sum(map(self.title_words.__contains__, words)) // len(words)
        capitals = "" if surface.islower() else "".join(filter(str.isupper, surface)).lower()
        spells = len(capitals) > 1 and not name.short and capitals in self.initials
        where = "start" if "title start :" in in_title else "title" if in_title else "body"
        return self.reader.beside_title[where, self.topics, shared, spells]

    @cached_property
    def _paper(self) -> str:
        """Return what the paper as a whole does: whether a cue says that it names its own."""
        rules = {each.evidence.rule for said in self.evidence for each in said}
        called = not rules.isdisjoint(("called N", "N, a method", "title N:", "N is proposed"))
        data = not rules.isdisjoint(("N, a dataset", "dataset called N", "propose N dataset"))
        return ("called" if called else "nameless") + (" data" if data else "")

    def _in_title(self, name: Name) -> tuple[str, ...]:
        """Return where in the title a name stands first, nothing if it does not."""
        first = name.mentions[0]
        if first.end > self.title:
            return ()
        starts, lead = first.start == 0, self.text.startswith(":", first.end)
        facts = (
            ("title", True),
            ("title start", starts and not lead),
            ("title start :", starts and lead),
            ("title end", first.end == self.title),
            ("title after colon", 0 < self.text.find(": ", 0, self.title) < first.start),
            ("title only", len(name.mentions) == 1),
        )
        return tuple([fact for fact, holds in facts if holds])

    def _spread(self, name: Name) -> bytes:
        """Return in which sentences of the abstract a name stands."""
        found = {self.sentence_of[m.start] for m in name.mentions if m.start > self.title}
        if not found:
            return NO_NUMBER
        first, last, count = min(found), max(found), len(self.sentences)
        return self.reader.spread[
            min(first, _MOST_SENTENCES),
            _QUARTERS * first // count,
            _QUARTERS * last // count,
            min(len(found), _MOST_MENTIONS),
        ]

    def _neighbours(self) -> list[list[bytes]]:
        """Return what stands beside each name in a list of names: its lexicon, its shape."""
        found: list[list[bytes]] = [[] for _ in self.names]
        for (one, n), (other, m) in pairwise(self.places):
            if n == m or other.start - one.end > _LONGEST_ACROSS:
                continue
            between = self.text[one.end : other.start]
            if _ACROSS.fullmatch(between):
                mark = "(" if "(" in between else ","
                for this, that in ((n, m), (m, n)):
                    for kind in self.names[that].terms or ("no",):
                        found[this].append(self.reader.numbers[f"list{mark}{kind}"])
        return found

    def _add_families(self, found: list[list[bytes]]) -> None:
        """Add whether another name of the paper begins with a name, or the reverse."""
        numbers = self.reader.numbers
        forms = [surfaces[0] for surfaces in self.surfaces]
        order = sorted(range(len(forms)), key=forms.__getitem__)
        for one, other in pairwise(order):
            short, long = forms[one], forms[other]
            if len(short) > 2 and long.startswith(short):
                found[one].append(numbers["has variants"])
                found[other].append(numbers["is variant"])
            elif long[:4] == short[:4]:
                found[one].append(numbers["has siblings"])
                found[other].append(numbers["has siblings"])
