"""The form of a name in, what it says by itself out: its spelling, its words, a corpus's use of it.

A feature is a text that holds or does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.chunks import phrase_key
from kg.extract.endings import kind_by_ending
from kg.extract.wordlists import folded
from kg.lexicon.names import Usage, name_key, usage
from kg.lexicon.phrases import PhraseUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.lexicon.clusters import FindClusters
    from kg.lexicon.mined import MinedTable
    from kg.lexicon.phrases import FindUse

FAME = (
    *("unseen", "papers=", "phrase ", "begin=", "end=", "part=", "word=", "words ", "cluster "),
    *(f"{column}>" for column in Usage._fields[1:]),
)
"""How the features begin that say which name it is, or how well known."""

_STEPS = (1, 3, 6, 12, 25, 50)
"""Where the bands of a share begin, in per cent."""
_PAPERS = (3, 6, 12, 25, 50, 100, 250, 1000)
_RUN = re.compile(r"([A-Z])[A-Z]*|([a-z])[a-z]*|(\d)[\d.]*")
_WORD = re.compile(r"[^\W\d_][\w-]*|\d[\d.,]*|[^\w\s]")


class FormReader:
    """Tells the features of forms; those of one, and of several together, are worked out once."""

    def __init__(self, mined: MinedTable, use: FindUse, clusters: FindClusters) -> None:
        """Take what a corpus says of names, and what tells its use of phrases and words."""
        self._mined, self._use, self._clusters = mined, use, clusters
        self._of_form = lru_cache(maxsize=1 << 16)(self._read)
        self.features = lru_cache(maxsize=1 << 16)(self._together)

    def _together(self, forms: frozenset[str]) -> frozenset[str]:
        """Return the features of the forms of one name."""
        return frozenset().union(*map(self._of_form, forms))

    def _read(self, form: str) -> tuple[str, ...]:
        figures = self._mined.get(name_key(form))
        corpus = _corpus(usage(figures)) if figures else ("unseen",)
        use = self._use(phrase_key(form.lower().split()))
        clusters = self._of_words(_WORD.findall(form.lower()))
        return tuple(sorted({*_spelling(form), *corpus, *_phrase(use), *clusters}))

    def _of_words(self, words: list[str]) -> Iterator[str]:
        if not words:
            return
        places = {"last": words[-1], "first" if len(words) > 1 else "whole": words[0]}
        for place, word in places.items():
            wide, narrow = self._clusters(word)
            yield f"cluster {place} wide={wide}"
            yield f"cluster {place} narrow={narrow}"


def _spelling(surface: str) -> Iterator[str]:
    words = surface.lower().split()
    yield f"words={min(len(words), 5)}"
    yield f"shape={shape(surface)[:12]}"
    yield from _of_several(words) if len(words) > 1 else _of_one(surface)
    ending = kind_by_ending(surface)
    if ending:
        yield f"ending={ending}"
    if surface.islower():
        yield "lower"
    if surface.lower() in folded("not-names"):
        yield "not-name"


def _of_several(words: list[str]) -> Iterator[str]:
    last = words[-1]
    yield f"head={last[:-1] if last.endswith('s') and not last.endswith('ss') else last}"
    yield f"first={words[0]}"
    yield f"headend={last[-4:]}"
    yield from (f"word={word}" for word in words)
    yield from (f"words {one} {other}" for one, other in pairwise(words))


def _of_one(word: str) -> Iterator[str]:
    yield f"long={min(len(word) // 2, 8)}"
    for length in (2, 3, 4):
        yield f"end={word[-length:]}"
        yield f"begin={word[:length]}"
    for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", word)[:6]:
        yield f"part={part.lower() if not part.isdigit() else '0'}"


def shape(surface: str) -> str:
    """Return what sorts of letters a form is made of.

    >>> shape("LoRA"), shape("GPT-4.1")
    ('XxX', 'X-0')
    """
    return _RUN.sub(_run, surface)


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
