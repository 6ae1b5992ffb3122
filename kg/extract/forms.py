"""The form of a name in, what it says by itself out: its spelling, its words, a corpus's use of it.

A feature is a text that holds or does not; it is told by its number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.chunks import phrase_key
from kg.extract.endings import kind_by_ending, last_words
from kg.extract.pairs import paired
from kg.extract.remembered import Remembered
from kg.extract.wordlists import folded
from kg.lexicon.names import Usage, name_key, usage
from kg.lexicon.phrases import PhraseUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract.numbering import Numbers
    from kg.extract.pairs import Group
    from kg.lexicon.clusters import Clusters, FindClusters
    from kg.lexicon.mined import MinedTable
    from kg.lexicon.phrases import FindUse

FAME = (
    *("unseen", "papers=", "phrase ", "begin=", "end=", "part=", "word=", "words ", "cluster "),
    *(f"{column}>" for column in Usage._fields[1:]),
)
"""How the features begin that say which name it is, or how well known."""

_SHARES = Usage._fields[1:]
_PHRASE_SHARES = tuple(f"phrase {column}" for column in PhraseUse._fields[1:])
_STEPS = (1, 3, 6, 12, 25, 50)
"""Where the bands of a share begin, in per cent."""
_PAPERS = (3, 6, 12, 25, 50, 100, 250, 1000)
_RUN = re.compile(r"([A-Z])[A-Z]*|([a-z])[a-z]*|(\d)[\d.]*")
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_WORD = re.compile(r"[^\W\d_][\w-]*|\d[\d.,]*|[^\w\s]")


class FormReader:
    """Tells what forms say; what one of their words says is worked out once."""

    def __init__(
        self, mined: MinedTable, use: FindUse, clusters: FindClusters, numbers: Numbers
    ) -> None:
        """Take what a corpus says of names, phrases and words, and the numbers of features."""
        self._mined, self._use, self._clusters, self._numbers = mined, use, clusters, numbers
        self._ending = numbers.remembered(_ending)
        self._word, self._first, self._last = map(numbers.remembered, (_word, _first, _last))
        self._cluster = numbers.remembered(_cluster)
        self._papers, self._phrase_papers = (
            numbers.remembered(partial(_papers, what)) for what in ("papers", "phrase papers")
        )
        self._share, self._phrase_share = (
            [numbers.remembered(partial(_bands, column)) for column in columns]
            for columns in (_SHARES, _PHRASE_SHARES)
        )

    def features(self, forms: Iterable[str]) -> Group:
        """Return the numbers of what the forms of one name say, and what may form pairs of it.

        A number may come several times.
        """
        found: list[bytes] = []
        marks: set[str] = set()
        for form in forms:
            lower = form.lower()
            words = lower.split()
            figures, use = self._mined.get(name_key(form)), self._use(phrase_key(words))
            marks.update(_marks(form, lower, figures, use))
            found.append(self._numbers.of(_spelling(form, words)))
            found.append(self._ending[last_words(form)])
            found += self._of_words(words)
            found += self._of_clusters(lower, words)
            if figures:
                found += self._of_usage(usage(figures))
            if use:
                found += self._of_use(use)
        found.append(self._numbers.of(marks))
        return b"".join(found), paired(marks)

    def _of_words(self, words: list[str]) -> Iterable[bytes]:
        if len(words) == 1:
            return ()
        return self._first[words[0]], self._last[words[-1]], *map(self._word.__getitem__, words)

    def _of_clusters(self, lower: str, words: list[str]) -> Iterable[bytes]:
        # To look for words where there is nothing else takes long.
        words = words if "".join(words).isalpha() else _WORD.findall(lower)
        if not words:
            return ()
        first, last = self._clusters(words[0]), self._clusters(words[-1])
        where = "first" if len(words) > 1 else "whole"
        return self._cluster[where, first], self._cluster["last", last]

    def _of_usage(self, said: Usage) -> list[bytes]:
        shares = [told[share] for told, share in zip(self._share, said[1:], strict=True) if share]
        return [self._papers[said.papers], *shares]

    def _of_use(self, use: PhraseUse) -> list[bytes]:
        df = use.df
        told = zip(self._phrase_share, use[1:], strict=True)
        return [self._phrase_papers[df], *[bands[100 * n // df] for bands, n in told if n]]


def _marks(form: str, lower: str, figures: str | None, use: PhraseUse | None) -> Iterator[str]:
    if form.islower():
        yield "lower"
    if lower in folded("not-names"):
        yield "not-name"
    if not figures:
        yield "unseen"
    if use is None:
        yield "phrase unseen"


def _cluster(facts: tuple[str, Clusters]) -> Iterator[str]:
    """Yield how the first, the last or the only word of a form is used."""
    place, (wide, narrow) = facts
    yield f"cluster {place} wide={wide}"
    yield f"cluster {place} narrow={narrow}"


def _ending(last: str) -> Iterator[str]:
    if kind := kind_by_ending(last):
        yield f"ending={kind}"


def _word(word: str) -> Iterator[str]:
    yield f"word={word}"


def _first(word: str) -> Iterator[str]:
    yield f"first={word}"


def _last(word: str) -> Iterator[str]:
    yield f"head={word[:-1] if word.endswith('s') and not word.endswith('ss') else word}"
    yield f"headend={word[-4:]}"


def _spelling(form: str, words: list[str]) -> list[str]:
    found = [f"words={min(len(words), 5)}", f"shape={shape(form)[:12]}"]
    if len(words) > 1:
        return [*found, *[f"words {one} {other}" for one, other in pairwise(words)]]
    return [*found, *_of_one(form)]


def _of_one(word: str) -> list[str]:
    found = [f"long={min(len(word) // 2, 8)}"]
    for length in (2, 3, 4):
        found += f"end={word[-length:]}", f"begin={word[:length]}"
    found += [
        f"part={part.lower() if not part.isdigit() else '0'}" for part in _PART.findall(word)[:6]
    ]
    return found


def _papers(what: str, count: int) -> Iterator[str]:
    """Yield the band of a count of papers."""
    yield f"{what}={bisect_right(_PAPERS, count)}"


def _bands(column: str, share: int) -> Iterator[str]:
    """Yield which shares in per cent a column reaches."""
    yield from (f"{column}>{step}" for step in _STEPS[: bisect_right(_STEPS, share)])


def shape(form: str) -> str:
    """Return what sorts of letters a form is made of.

    >>> shape("LoRA"), shape("GPT-4.1"), shape("Open ASR")
    ('XxX', 'X-0', 'Xx X')
    """
    return " ".join(map(_shape_of.__getitem__, form.split(" ")))


def _read_shape(word: str) -> str:
    return _RUN.sub(_run, word)


def _run(match: re.Match[str]) -> str:
    return "X" if match[1] else "x" if match[2] else "0"


_shape_of = Remembered(_read_shape)
