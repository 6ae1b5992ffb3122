"""The words of a text in, what those around a mention say out, as numbers of features.

A name among the words around is shown as `NAME`, so that what is learnt of "outperforms NAME"
holds for all names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.numbering import NO_NUMBER
from kg.extract.remembered import Remembered
from kg.extract.wordclasses import CLASSES_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract.numbering import Numbers
    from kg.extract.spans import Stretch
    from kg.lexicon.clusters import Clusters, FindClusters

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
        self._alike = Remembered(self._of_alike)

    def _near(self, side: str, word: str) -> tuple[bytes, ...]:
        """Return what a word says that stands near a mention, for each distance from it.

        A word of no class says something at few distances only. Words that are used alike, and
        the many that nothing is known of, say the same.
        """
        return self._alike[side, self._clusters(word), CLASSES_OF.get(word, ())]

    def _of_alike(self, alike: tuple[str, Clusters, tuple[str, ...]]) -> tuple[bytes, ...]:
        distances = range(_FAR if alike[-1] else _BESIDE)
        return tuple([self.numbers.of(_at(distance, *alike)) for distance in distances])

    def _aside(self, side: str, word: str) -> bytes:
        """Return what a word says of which only the side is told, `NO_NUMBER` if nothing."""
        silent = not word.isalpha() or word == NAME or word in _SILENT
        return NO_NUMBER if silent else self.numbers[side + word]


def _at(distance: int, side: str, clusters: Clusters, classes: tuple[str, ...]) -> Iterator[str]:
    if distance < _BESIDE:
        yield f"{side} {distance} wide={clusters.wide}"
        yield f"{side} {distance} narrow={clusters.narrow}"
    for reach in _REACHES[bisect_right(_REACHES, distance) :]:
        yield from (f"{side}{reach} {sort}" for sort in classes)


def _opened(word: str) -> Iterator[str]:
    """Yield what the first word of some class says behind a mention and a mark."""
    yield from (f"which is {sort}" for sort in CLASSES_OF[word])


class Spot(NamedTuple):
    """Which words a mention has, and which its sentence: the first of them, the first behind."""

    first: int
    last: int
    begin: int
    stop: int


class Surroundings:
    """The words of one text, and which of them belong to a name."""

    def __init__(
        self, text: str, places: Iterable[tuple[Stretch, Stretch]], reader: ContextReader
    ) -> None:
        """Take a text and where names stand in it: each mention and its sentence."""
        self._reader = reader
        parts = _WORD.split(text)  # gaps, and words between them
        self._words = [*map(str.lower, parts[1::2])]
        self._starts = [*accumulate(map(len, parts))][:-1:2]
        self._classed = [place for place, word in enumerate(self._words) if word in CLASSES_OF]
        self._before = [*map(reader.before.__getitem__, self._words)]
        self._after = [*map(reader.after.__getitem__, self._words)]
        self._shown = self._words.copy()
        covered = Remembered(partial(bisect_left, self._starts))
        self.spots: dict[Stretch, Spot] = {}
        """The mentions by where they stand."""
        for mention, (begin, stop) in places:
            first, last = (
                bisect_left(self._starts, mention[0]),
                bisect_left(self._starts, mention[1]),
            )
            self._shown[first:last] = [NAME] * (last - first)
            self.spots[mention] = Spot(first, last, covered[begin], covered[stop])

    def words_before(self, end: int) -> list[str]:
        """Return the words that begin before a place."""
        return self._words[: bisect_left(self._starts, end)]

    def aside(self, mention: Stretch) -> bytes:
        """Return the numbers of what each word of a mention's sentence says by its side."""
        first, last, begin, stop = self.spots[mention]
        left, right = self._reader.left.__getitem__, self._reader.right.__getitem__
        shown = self._shown
        return b"".join([*map(left, shown[begin:first]), *map(right, shown[last:stop])])

    def near(self, mention: Stretch, where: str) -> list[bytes]:
        """Return the numbers of what the words near a mention in its sentence say.

        `where` is put before what is told apart by where the mention stands. A number may come
        several times.
        """
        first, last, begin, stop = self.spots[mention]
        before, after, nearest = self._before, self._after, first - 1
        near, far = max(begin, first - _BESIDE), max(begin, first - _FAR)
        found = [before[at][nearest - at] for at in range(near, first)]
        found += [before[at][nearest - at] for at in self._classed_within(far, near)]
        far, stop = min(stop, last + _FAR), min(stop, last + _BESIDE)
        found += [after[at][at - last] for at in range(last, stop)]
        found += [after[at][at - last] for at in self._classed_within(stop, far)]
        if last < stop and self._words[last] in _OPENS:
            found.append(self._opened(last, far))
        phrases = _phrases(self._shown[near:first], self._shown[last:stop], where)
        found.append(self._reader.numbers.of(phrases))
        return found

    def _opened(self, first: int, last: int) -> bytes:
        """Return what the first word of some class says behind a mention and a mark."""
        classed = self._classed_within(first, last)
        return self._reader.opened[self._words[classed[0]]] if classed else NO_NUMBER

    def _classed_within(self, first: int, last: int) -> list[int]:
        """Return the places of words of some class."""
        return self._classed[bisect_left(self._classed, first) : bisect_left(self._classed, last)]


def _phrases(before: list[str], after: list[str], where: str) -> list[str]:
    """Return what the words right before and behind a mention say together."""
    one, other = before[-1] if before else ".", after[0] if after else "."
    found = [f"{where}before={one}", f"{where}after={other}", f"between={one} {other}"]
    if len(before) > 1:
        found += f"{where}before={before[-2]} {one}", f"before 2={before[-2]}"
    if len(before) == _BESIDE:
        found.append(f"before={before[0]} {before[1]} {one}")
    if len(after) > 1:
        found += f"{where}after={other} {after[1]}", f"after 2={after[1]}"
    return found
