"""A Doc with names and evidence in, what speaks for and against each name out.

A feature is a text that holds or does not; it is told by its number (`kg.extract.numbering`). All
mentions of a name count together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.contexts import ContextReader, Surroundings
from kg.extract.documents import title_end
from kg.extract.forms import FAME, FormReader, shape
from kg.extract.pairs import PAIR, paired, pairs
from kg.extract.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from spacy.tokens import Doc

    from kg.extract.candidates import Name
    from kg.extract.cues import Said
    from kg.extract.numbering import Numbers
    from kg.extract.shapes import Candidate
    from kg.lexicon.clusters import FindClusters
    from kg.lexicon.mined import MinedTable
    from kg.lexicon.phrases import FindUse

ALWAYS = "always"
"""The feature that every name has."""

_ACROSS = re.compile(r"[^\w\s]*\s+[^\w\s]*(?:(?:and|or|the)\s+)?")
_FAME = (*FAME, "lexicon=", "rule=term")
_TOPICS = frozenset(
    (
        *("benchmark", "dataset", "corpus", "survey", "framework", "model", "task", "challenge"),
        *("shared", "study", "theory", "theoretical", "bounds", "toolkit", "analysis"),
    )
)
"""Words of a title that say what sort of thing the paper is about."""
_QUARTERS = 4


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
        self.pairs = numbers.remembered(pairs)
        self.of_forms = Remembered(FormReader(mined, use, clusters, numbers).features)

    def __call__(self, doc: Doc) -> list[set[int]]:
        """Return the numbers of the features of each of ``kg_names``, in their order."""
        return list(_Reading(doc, self).features())


def surfaces_of(name: Name, text: str) -> list[str]:
    """Return the forms in which a name stands in a text, in reading order, each once."""
    return list(dict.fromkeys(" ".join(text[m.start : m.end].split()) for m in name.mentions))


class _Reading:
    """One Doc, looked at name by name."""

    def __init__(self, doc: Doc, reader: FeatureReader) -> None:
        self.reader = reader
        self.text: str = doc._.kg_plain
        self.title = title_end(doc)
        self.sentences: Sequence[tuple[int, int]] = doc._.kg_sentences
        self.starts = [start for start, _ in self.sentences]
        self.names: Sequence[Name] = doc._.kg_names
        self.evidence: Sequence[Sequence[Said]] = doc._.kg_evidence
        self.surfaces = [surfaces_of(name, self.text) for name in self.names]
        self.places = sorted((m, n) for n, name in enumerate(self.names) for m in name.mentions)
        stretches = [(m.start, m.end) for m, _ in self.places]
        self.around = Surroundings(self.text, stretches, reader.contexts)
        words = self.around.words_before(self.title)
        self.title_words = set(words)
        self.topics = sorted(_TOPICS & self.title_words)
        self.initials = "".join(word[0] for word in words if word[0].isalpha())
        self.most = max((len(name.mentions) for name in self.names), default=0)

    def features(self) -> Iterator[set[int]]:
        number_of = self.reader.numbers.__getitem__
        beside = self._neighbours()
        families = self._families()
        paper = self._paper()
        for number, name in enumerate(self.names):
            held = {ALWAYS, *beside[number], *families[number]}
            held.update(self._own(name), self._said(self.evidence[number]))
            held.update(self._place(name, number))
            held.update(self._beside_title(name, self.surfaces[number][0], held))
            of_forms, their_paired = self.reader.of_forms[tuple(self.surfaces[number])]
            found = {*map(number_of, held), *of_forms}
            found.update(self.reader.pairs[paired({*held, *their_paired}), paper])
            found.update(*map(self._around, name.mentions))
            yield found

    def _around(self, mention: Candidate) -> set[int]:
        where = "title " if mention.end <= self.title else ""
        sentence = self.sentences[self._sentence(mention)]
        return self.around.features((mention.start, mention.end), sentence, where)

    def _beside_title(self, name: Name, surface: str, held: Container[str]) -> Iterator[str]:
        """Yield how a name is like the title: a paper is named for what it proposes."""
        words = [word for word in surface.lower().replace("-", " ").split() if len(word) > 2]
        if len(words) > 1:
            shared = sum(word in self.title_words for word in words)
            yield f"title share={_QUARTERS * shared // len(words)}"
        capitals = "".join(filter(str.isupper, surface)).lower()
        if len(capitals) > 1 and not name.short and capitals in self.initials:
            yield "spells title"
        if len(name.mentions) == self.most:
            yield "most mentioned"
        place = "start" if "title start :" in held else "title" if "title" in held else "body"
        yield from (f"{place} of paper on {topic}" for topic in self.topics)

    def _paper(self) -> str:
        """Return what the paper as a whole does: whether a cue says that it names its own."""
        rules = {each.evidence.rule for said in self.evidence for each in said}
        called = not rules.isdisjoint(("called N", "N, a method", "title N:", "N is proposed"))
        data = not rules.isdisjoint(("N, a dataset", "dataset called N", "propose N dataset"))
        return ("called" if called else "nameless") + (" data" if data else "")

    def _own(self, name: Name) -> Iterator[str]:
        for kind in name.terms or ("no",):
            yield f"lexicon={kind}"
        for rule in {mention.rule for mention in name.mentions}:
            yield f"rule={rule}"
        if name.short:
            yield "defined"
            yield f"defined {shape(name.short)[:6]}"

    def _said(self, said: Sequence[Said]) -> Iterator[str]:
        rules = [each.evidence.rule for each in said]
        for rule in set(rules):
            yield f"cue={rule}"
            if rules.count(rule) > 1:
                yield f"cues={rule}"
        if not rules:
            yield "no cue"

    def _place(self, name: Name, number: int) -> Iterator[str]:
        first, count = name.mentions[0], len(name.mentions)
        yield f"mentions={min(count, 5)}"
        if first.end <= self.title:
            yield "title"
            yield from self._in_title(first)
            if count == 1:
                yield "title only"
        numbers = {self._sentence(m) for m in name.mentions if m.start > self.title}
        if numbers:
            yield f"sentence={min(min(numbers), 9)}"
            yield f"share={4 * min(numbers) // max(len(self.starts), 1)}"
            yield f"last={4 * max(numbers) // max(len(self.starts), 1)}"
            yield f"spread={min(len(numbers), 5)}"
        yield f"rank={min(number, 6)}"

    def _in_title(self, mention: Candidate) -> Iterator[str]:
        after = self.text[mention.end : mention.end + 2]
        colon = self.text.find(": ", 0, self.title)
        if mention.start == 0:
            yield "title start" + (" :" if after[:1] == ":" else "")
        if mention.end == self.title:
            yield "title end"
        if 0 < colon < mention.start:
            yield "title after colon"

    def _sentence(self, mention: Candidate) -> int:
        return bisect_right(self.starts, mention.start) - 1

    def _neighbours(self) -> list[set[str]]:
        """Return what stands beside each name in a list of names: its lexicon, its shape."""
        found: list[set[str]] = [set() for _ in self.names]
        for (one, n), (other, m) in pairwise(self.places):
            between = self.text[one.end : other.start]
            if n != m and len(between) < 12 and _ACROSS.fullmatch(between):
                mark = "(" if "(" in between else ","
                for this, that in ((n, m), (m, n)):
                    for kind in self.names[that].terms or ("no",):
                        found[this].add(f"list{mark}{kind}")
        return found

    def _families(self) -> list[set[str]]:
        """Return whether another name of the paper begins with this one, or the reverse."""
        found: list[set[str]] = [set() for _ in self.names]
        forms = [surfaces[0] for surfaces in self.surfaces]
        order = sorted(range(len(forms)), key=forms.__getitem__)
        for one, other in pairwise(order):
            short, long = forms[one], forms[other]
            if len(short) > 2 and long.startswith(short):
                found[one].add("has variants")
                found[other].add("is variant")
            elif long[:4] == short[:4]:
                found[one].add("has siblings")
                found[other].add("has siblings")
        return found
