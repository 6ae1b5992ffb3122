"""The words of a text in, what those around a mention say out.

A feature is a text that holds or does not. A name among the words around is shown as `NAME`, so
that what is learnt of "outperforms NAME" holds for all names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extract.wordclasses import CLASSES_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract.spans import Stretch
    from kg.lexicon.clusters import FindClusters

NAME = "N"
SENTENCE = ("left ", "right ")
"""How the features begin that tell a word of the sentence, on its side of the mention."""

_REACHES = (1, 2, 4, 12)
"""Within how many words of a name a class of words counts, each wider one too."""
_BESIDE = 3
"""How many words on each side are looked at one by one."""
_OPENS = frozenset((",", "(", ":", "is", "-"))
_WORD = re.compile(r"[^\W\d_][\w'\u2019]*|\d[\d.,]*|[^\w\s]")
_SILENT = frozenset(
    (
        *("the", "a", "an", "of", "and", "in", "to", "for", "with", "on", "by", "from", "as", "s"),
        *("that", "which", "is", "are", "we", "our", "this", "these", "its", "their", "it", "be"),
        *("can", "or", "at", "not", "such"),
    )
)
"""Words that say nothing where only their side is told."""


@lru_cache(maxsize=1 << 12)
def _near(side: str, place: int, word: str) -> tuple[str, ...]:
    """Return what a word of some class says that stands within a reach of a name."""
    reaches = _REACHES[place:]
    return tuple(f"{side}{reach} {sort}" for sort in CLASSES_OF[word] for reach in reaches)


class ContextReader:
    """Tells what single words say beside a mention; what one says is worked out once."""

    def __init__(self, clusters: FindClusters) -> None:
        """Take what tells which words are used alike."""
        self._clusters = clusters
        self.beside = lru_cache(maxsize=1 << 17)(self._read)

    def _read(self, side: str, distance: int, word: str) -> tuple[str, str]:
        wide, narrow = self._clusters(word)
        return f"{side} {distance} wide={wide}", f"{side} {distance} narrow={narrow}"


class Surroundings:
    """The words of one text, and which of them belong to a name."""

    def __init__(self, text: str, places: Iterable[Stretch], reader: ContextReader) -> None:
        """Take a text and where names stand in it."""
        self._beside = reader.beside
        found = list(_WORD.finditer(text))
        self._words = [match[0].lower() for match in found]
        self._starts = [match.start() for match in found]
        self._shown = self._words.copy()
        for start, end in places:
            first, last = self._covered(start, end)
            self._shown[first:last] = [NAME] * (last - first)
        self._left, self._right = (
            [*map(_of_sentence, self._shown, [s] * len(found))] for s in SENTENCE
        )

    def _covered(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def words_before(self, end: int) -> list[str]:
        """Return the words that begin before a place."""
        return self._words[: bisect_left(self._starts, end)]

    def features(self, mention: Stretch, sentence: Stretch, where: str) -> Iterator[Iterable[str]]:
        """Yield what the words around a mention in its sentence say, group by group.

        `where` is put before what is told apart by where the mention stands.
        """
        first, last = self._covered(*mention)
        begin, stop = self._covered(*sentence)
        yield self._classes(first, last, begin, stop)
        yield self._phrases(
            self._shown[max(begin, first - _BESIDE) : first],
            self._shown[last : min(stop, last + _BESIDE)],
            where,
        )
        for distance, word in enumerate(reversed(self._words[max(begin, first - _BESIDE) : first])):
            yield self._beside("before", distance, word)
        for distance, word in enumerate(self._words[last : min(stop, last + _BESIDE)]):
            yield self._beside("after", distance, word)
        yield self._left[begin:first]
        yield self._right[last:stop]

    def _classes(self, first: int, last: int, begin: int, stop: int) -> Iterator[str]:
        before = self._words[max(begin, first - _REACHES[-1]) : first][::-1]
        after = self._words[last : min(stop, last + _REACHES[-1])]
        for side, words in (("before", before), ("after", after)):
            for distance, word in enumerate(words):
                if word in CLASSES_OF:
                    yield from _near(side, bisect_right(_REACHES, distance), word)
        if after and after[0] in _OPENS:
            sorts = CLASSES_OF.get(next(filter(CLASSES_OF.get, after), ""), ())
            yield from (f"which is {sort}" for sort in sorts)

    def _phrases(self, before: list[str], after: list[str], where: str) -> Iterator[str]:
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


@lru_cache(maxsize=1 << 17)
def _of_sentence(word: str, side: str) -> str:
    """Return what a word of a sentence says that stands on a side, "" if it says nothing."""
    return side + word if word.isalpha() and word != NAME and word not in _SILENT else ""
