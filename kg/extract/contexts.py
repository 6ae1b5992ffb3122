"""The words of a text in, what those around a mention say out, as numbers of features.

A name among the words around is shown as `NAME`, so that what is learnt of "outperforms NAME"
holds for all names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from kg.extract.numbering import NO_NUMBER
from kg.extract.remembered import Remembered
from kg.extract.wordclasses import CLASSES_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract.numbering import Numbers
    from kg.extract.spans import Stretch
    from kg.lexicon.clusters import FindClusters

NAME = "N"
SENTENCE = ("left ", "right ")
"""How the features begin that tell a word of the sentence, on its side of the mention."""

_SIDES = ("before", "after")
_REACHES = (1, 2, 4, 12)
"""Within how many words of a name a class of words counts, each wider one too."""
_FAR = _REACHES[-1]
_BESIDE = 3
"""How many words on each side are looked at one by one."""
_OPENS = frozenset((",", "(", ":", "is", "-"))
_WORD = re.compile(r"([^\W\d_][\w'\u2019]*|\d[\d.,]*|[^\w\s])")
_SILENT = frozenset(
    (
        *("the", "a", "an", "of", "and", "in", "to", "for", "with", "on", "by", "from", "as", "s"),
        *("that", "which", "is", "are", "we", "our", "this", "these", "its", "their", "it", "be"),
        *("can", "or", "at", "not", "such"),
    )
)
"""Words that say nothing where only their side is told."""


class ContextReader:
    """Tells what single words say near a mention; what one says is worked out once."""

    def __init__(self, clusters: FindClusters, numbers: Numbers) -> None:
        """Take what tells which words are used alike, and the numbers of features."""
        self._clusters = clusters
        self.numbers = numbers
        self.before, self.after = (Remembered(partial(self._near, side)) for side in _SIDES)
        self.left, self.right = (Remembered(partial(self._aside, side)) for side in SENTENCE)
        self.opened = numbers.remembered(_opened)

    def _near(self, side: str, word: str) -> tuple[tuple[int, ...], ...]:
        """Return what a word says that stands near a mention, for each distance from it.

        A word of no class says something at few distances only.
        """
        distances = range(_FAR if word in CLASSES_OF else _BESIDE)
        return tuple([self.numbers.of(self._at(side, distance, word)) for distance in distances])

    def _at(self, side: str, distance: int, word: str) -> Iterator[str]:
        if distance < _BESIDE:
            wide, narrow = self._clusters(word)
            yield f"{side} {distance} wide={wide}"
            yield f"{side} {distance} narrow={narrow}"
        for reach in _REACHES[bisect_right(_REACHES, distance) :]:
            yield from (f"{side}{reach} {sort}" for sort in CLASSES_OF.get(word, ()))

    def _aside(self, side: str, word: str) -> int:
        """Return what a word says of which only the side is told, `NO_NUMBER` if nothing."""
        silent = not word.isalpha() or word == NAME or word in _SILENT
        return NO_NUMBER if silent else self.numbers[side + word]


def _opened(word: str) -> Iterator[str]:
    """Yield what the first word of some class says behind a mention and a mark."""
    yield from (f"which is {sort}" for sort in CLASSES_OF[word])


class Surroundings:
    """The words of one text, and which of them belong to a name."""

    def __init__(self, text: str, places: Iterable[Stretch], reader: ContextReader) -> None:
        """Take a text and where names stand in it."""
        self._reader = reader
        parts = _WORD.split(text)  # gaps, and words between them
        self._words = [*map(str.lower, parts[1::2])]
        self._starts = [*accumulate(map(len, parts))][:-1:2]
        self._classed = [place for place, word in enumerate(self._words) if word in CLASSES_OF]
        self._shown = self._words.copy()
        for start, end in places:
            first, last = self._covered(start, end)
            self._shown[first:last] = [NAME] * (last - first)
        self._left = [*map(reader.left.__getitem__, self._shown)]
        self._right = [*map(reader.right.__getitem__, self._shown)]

    def _covered(self, start: int, end: int) -> tuple[int, int]:
        """Return the first of the words that begin in a stretch, and the first behind them."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def words_before(self, end: int) -> list[str]:
        """Return the words that begin before a place."""
        return self._words[: bisect_left(self._starts, end)]

    def features(self, mention: Stretch, sentence: Stretch, where: str) -> list[int]:
        """Return the numbers of what the words around a mention in its sentence say.

        `where` is put before what is told apart by where the mention stands. A number may come
        several times, and `NO_NUMBER` with them.
        """
        first, last = self._covered(*mention)
        begin, stop = self._covered(*sentence)
        words, before, after = self._words, self._reader.before, self._reader.after
        near, far = max(begin, first - _BESIDE), max(begin, first - _FAR)
        found = self._left[begin:first] + self._right[last:stop]
        for at in (*self._classed_within(far, near), *range(near, first)):
            found += before[words[at]][first - 1 - at]
        far, stop = min(stop, last + _FAR), min(stop, last + _BESIDE)
        for at in (*range(last, stop), *self._classed_within(stop, far)):
            found += after[words[at]][at - last]
        if last < stop and words[last] in _OPENS:
            found += self._opened(last, far)
        phrases = _phrases(self._shown[near:first], self._shown[last:stop], where)
        found += map(self._reader.numbers.__getitem__, phrases)
        return found

    def _opened(self, first: int, last: int) -> tuple[int, ...]:
        """Return what the first word of some class says behind a mention and a mark."""
        classed = self._classed_within(first, last)
        return self._reader.opened[self._words[classed[0]]] if classed else ()

    def _classed_within(self, first: int, last: int) -> list[int]:
        """Return the places of words of some class."""
        return self._classed[bisect_left(self._classed, first) : bisect_left(self._classed, last)]


def _phrases(before: list[str], after: list[str], where: str) -> Iterator[str]:
    """Yield what the words right before and behind a mention say together."""
    one, other = before[-1] if before else ".", after[0] if after else "."
    yield f"{where}before={one}"
    yield f"{where}after={other}"
    yield f"between={one} {other}"
    if len(before) > 1:
        yield f"{where}before={before[-2]} {one}"
        yield f"before 2={before[-2]}"
    if len(before) == _BESIDE:
        yield f"before={' '.join(before)}"
    if len(after) > 1:
        yield f"{where}after={other} {after[1]}"
        yield f"after 2={after[1]}"
