"""A Doc with names and evidence in, what speaks for and against each name out: words, not numbers.

A feature is a text that holds or does not. All mentions of a name count together.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.chunks import phrase_key
from kg.extract.documents import title_end
from kg.extract.endings import kind_by_ending
from kg.extract.wordclasses import CLASSES_OF
from kg.extract.wordlists import folded
from kg.lexicon.names import Usage, name_key, usage
from kg.lexicon.phrases import PhraseUse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from spacy.tokens import Doc

    from kg.extract.candidates import Name
    from kg.extract.cues import Said
    from kg.extract.shapes import Candidate
    from kg.lexicon.mined import MinedTable
    from kg.lexicon.phrases import FindUse

ALWAYS = "always"
"""The feature that every name has."""
PAIR = " & "
"""What stands between the two features of a pair."""

_REACHES = (1, 2, 4, 12)
"""Within how many words of a name a class of words counts, each wider one too."""
_OPENS = frozenset((",", "(", ":", "is", "-"))
_STEPS = (1, 3, 6, 12, 25, 50)
"""Where the bands of a share begin, in per cent."""
_PAPERS = (3, 6, 12, 25, 50, 100, 250, 1000)
_WORD = re.compile(r"[^\W\d_][\w'\u2019]*|\d[\d.,]*|[^\w\s]")
_ACROSS = re.compile(r"[^\w\s]*\s+[^\w\s]*(?:(?:and|or|the)\s+)?")
_RUN = re.compile(r"([A-Z])[A-Z]+|([a-z])[a-z]+|(\d)[\d.]*")


_FAME = (
    *("unseen", "papers=", "phrase ", "lexicon=", "begin=", "end=", "part="),
    *(f"{column}>" for column in Usage._fields[1:]),
)


def tells_fame(feature: str) -> bool:
    """Return whether a feature says which name it is, or how well known, not what is done with it.

    A paper may propose what everybody knows by now.

    >>> tells_fame("papers=7"), tells_fame("cue=propose N"), tells_fame("title & lexicon=method")
    (True, False, True)
    """
    return any(part.startswith(_FAME) for part in feature.split(PAIR))


class FeatureReader:
    """Tells the features of names; what a form says by itself is worked out once."""

    def __init__(self, mined: MinedTable, use: FindUse) -> None:
        """Take what a corpus says of names, and what tells how it uses a phrase."""
        self._mined, self._use = mined, use
        self._of_form = lru_cache(maxsize=1 << 16)(self._read_form)

    def __call__(self, doc: Doc) -> list[set[str]]:
        """Return the features of each of ``kg_names``, in their order."""
        return list(_Reading(doc, self._of_form).features())

    def _read_form(self, form: str) -> tuple[str, ...]:
        figures = self._mined.get(name_key(form))
        corpus = _corpus(usage(figures)) if figures else ("unseen",)
        use = self._use(phrase_key(form.lower().split()))
        return tuple(sorted({*_spelling(form), *corpus, *_phrase(use)}))


def _spelling(surface: str) -> Iterator[str]:
    words = surface.split()
    last = words[-1].lower()
    yield f"words={min(len(words), 5)}"
    yield f"shape={_RUN.sub(_run, surface)[:12]}"
    if len(words) > 1:
        yield f"head={last[:-1] if last.endswith('s') and not last.endswith('ss') else last}"
        yield f"first={words[0].lower()}"
        yield f"headend={last[-4:]}"
    else:
        yield f"long={min(len(surface) // 2, 8)}"
        for length in (2, 3, 4):
            yield f"end={surface[-length:]}"
            yield f"begin={surface[:length]}"
        for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", surface)[:6]:
            yield f"part={part.lower() if not part.isdigit() else '0'}"
    ending = kind_by_ending(surface)
    if ending:
        yield f"ending={ending}"
    if surface.islower():
        yield "lower"
    if surface.lower() in folded("not-names"):
        yield "not-name"


def _run(match: re.Match[str]) -> str:
    return "X" if match[1] else "x" if match[2] else "0"


def _corpus(said: Usage) -> Iterator[str]:
    yield f"papers={bisect_right(_PAPERS, said.papers)}"
    for column, share in zip(Usage._fields[1:], said[1:], strict=True):
        for step in _STEPS[: bisect_right(_STEPS, share)]:
            yield f"{column}>{step}"


def _phrase(use: PhraseUse | None) -> Iterator[str]:
    if use is None:
        yield "phrase unseen"
        return
    yield f"phrase papers={bisect_right(_PAPERS, use.df)}"
    for column, count in zip(PhraseUse._fields[1:], use[1:], strict=True):
        for step in _STEPS[: bisect_right(_STEPS, 100 * count // use.df)]:
            yield f"phrase {column}>{step}"


@lru_cache(maxsize=1 << 12)
def _near(side: str, place: int, word: str) -> tuple[str, ...]:
    """Return what a word of some class says that stands within a reach of a name."""
    reaches = _REACHES[place:]
    return tuple(f"{side}{reach} {sort}" for sort in CLASSES_OF[word] for reach in reaches)


_CROSSED = (
    *("unseen", "title", "title start :", "cue=propose N", "cue=our N", "cue=called N"),
    *("cue=title N:", "cue=N, a method", "mentions=1", "lower", "defined", "cue=use N"),
    *("cue=compared with N", "cue=with N", "lexicon=method", "no cue"),
)


def _crossed(found: set[str], paper: str) -> Iterator[str]:
    """Yield the pairs of features that together say more than each."""
    held = [feature for feature in _CROSSED if feature in found]
    for place, one in enumerate(held):
        yield one + PAIR + paper
        for other in held[place + 1 :]:
            yield one + PAIR + other


class _Reading:
    """One Doc, looked at name by name."""

    def __init__(self, doc: Doc, of_form: Callable[[str], Iterable[str]]) -> None:
        self.of_form = of_form
        self.text: str = doc._.kg_plain
        self.title = title_end(doc)
        self.sentences: Sequence[tuple[int, int]] = doc._.kg_sentences
        self.starts = [start for start, _ in self.sentences]
        self.names: Sequence[Name] = doc._.kg_names
        self.evidence: Sequence[Sequence[Said]] = doc._.kg_evidence
        found = list(_WORD.finditer(self.text))
        self.words = [match[0].lower() for match in found]
        self.word_starts = [match.start() for match in found]
        places = [(m, n) for n, name in enumerate(self.names) for m in name.mentions]
        self.places = sorted(places)

    def features(self) -> Iterator[set[str]]:
        lists = self._neighbours()
        families = self._families()
        paper = self._paper()
        for number, name in enumerate(self.names):
            found = {ALWAYS, *lists[number], *families[number]}
            found.update(self._own(name))
            found.update(self._said(self.evidence[number]))
            found.update(self._place(name, number))
            for mention in name.mentions:
                found.update(self.of_form(self._surface(mention)))
                for group in self._around(mention):
                    found.update(group)
            found.update(_crossed(found, paper))
            yield found

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
            yield f"defined {_RUN.sub(_run, name.short)[:6]}"

    def _surface(self, mention: Candidate) -> str:
        return " ".join(self.text[mention.start : mention.end].split())

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

    def _around(self, mention: Candidate) -> Iterator[tuple[str, ...]]:
        """Yield what the words before and after a mention say, group by group."""
        where = "title " if mention.end <= self.title else ""
        start, end = self.sentences[self._sentence(mention)]
        first = bisect_left(self.word_starts, mention.start)
        last = bisect_left(self.word_starts, mention.end)
        begin = max(bisect_left(self.word_starts, start), first - _REACHES[-1])
        stop = min(bisect_left(self.word_starts, end), last + _REACHES[-1])
        before, after = self.words[begin:first][::-1], self.words[last:stop]
        for side, words in (("before", before), ("after", after)):
            yield (f"{where}{side}={words[0] if words else '.'}",)
            for distance, word in enumerate(words):
                if word in CLASSES_OF:
                    yield _near(side, bisect_right(_REACHES, distance), word)
        if after and after[0] in _OPENS:
            sorts = CLASSES_OF.get(next(filter(CLASSES_OF.get, after), ""), ())
            yield tuple(f"which is {sort}" for sort in sorts)

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
        forms = [self._surface(name.mentions[0]) for name in self.names]
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
