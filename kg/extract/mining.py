"""Titles and abstracts of a corpus in, how it uses each name out: `kg.lexicon.names.Usage`.

Names are found by shape and terms as runs of content words, without the pipeline, so that a
hundred thousand abstracts take minutes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.shapes import coined, shaped
from kg.lexicon.names import Usage, name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LEAST_PAPERS = {"name": 3, "term": 40}
"""In how many papers a name by shape, and a term of plain words, has to stand to be kept."""

_TERM_WORDS = 3
_PRUNE_EVERY = 20_000
_SENTENCE = re.compile(r"[^\s].*?(?:[.!?](?=\s+[A-Z])|$)", re.DOTALL)
_TOKEN = re.compile(r"[^\W\d_][\w-]*|[^\w\s]|\d[\w.%-]*")
_PLAIN = re.compile(r"[A-Z]?[a-z]+(?:-[a-z]+)*")
_AROUND = 40

_COLUMN = {name: place for place, name in enumerate(Usage._fields)}
_AFTER = {
    "dataset": "dataset datasets data benchmark benchmarks corpus corpora test leaderboard "
    "challenge suite treebank",
    "method": "model models method methods network networks framework algorithm algorithms "
    "architecture architectures approach module modules backbone baseline baselines family "
    "variant encoder decoder agent agents layers optimizer loss",
    "metric": "score scores metric metrics value values",
    "task": "task tasks problem problems",
    "does": "achieves outperforms is consists uses leverages enables learns employs introduces "
    "combines generates reduces improves demonstrates integrates can",
}
_BEFORE = {
    "on": "on",
    "used": "using with via by use uses leverage leverages employ employs apply applying like",
    "proposed": "propose introduce present proposes introduces presents called named dubbed "
    "termed our develop new novel namely",
    "compared": "outperform outperforms outperforming than over surpass surpasses surpassing "
    "baselines compared to versus against",
    "aim": "for of",
}
_SAID_AFTER = {word: _COLUMN[c] for c, listed in _AFTER.items() for word in listed.split()}
_SAID_BEFORE = {word: _COLUMN[c] for c, listed in _BEFORE.items() for word in listed.split()}
_METRIC = _COLUMN["metric"]
_LINK_WORDS = (
    "a an the and or of for in on to with from by via using use uses used as at is are was were be "
    "been being this that these those it its we our us they their them which where when while "
    "can could may might will would should not no both each such more most than then also into "
    "over under between among across through during without within based has have had do does "
    "new novel existing recent various several many two three four first one all any other "
    "however but if so thus hence there here how what who whose propose introduce present show "
    "paper work study et al only well often very i e g"
)
_LINKS = frozenset(_LINK_WORDS.split())

_Counts = list[int]


class Miner:
    """Reads paper after paper and counts; `usages` is what it has seen."""

    def __init__(self) -> None:
        self._counts: dict[str, _Counts] = {}
        self._mentions: dict[str, int] = {}
        self._shaped: set[str] = set()
        self._papers = 0

    def read(self, title: str, abstract: str) -> None:
        """Count the names of one paper."""
        seen: set[str] = set()
        for text, is_title in ((title, True), (abstract, False)):
            for found in _SENTENCE.finditer(text):
                self._count(_mentions(text, *found.span(), is_title=is_title), is_title, seen)
        for key in seen:
            self._counts[key][0] += 1
        self._papers += 1
        if self._papers % _PRUNE_EVERY == 0:
            self._forget(2)

    def _count(
        self, mentions: Iterable[tuple[str, bool, list[int]]], is_title: bool, seen: set[str]
    ) -> None:
        for surface, by_shape, columns in mentions:
            key = name_key(surface)
            counts = self._counts.get(key)
            if counts is None:
                counts = self._counts[key] = [0] * len(Usage._fields)
                self._mentions[key] = 0
            if by_shape:
                self._shaped.add(key)
            self._mentions[key] += 1
            seen.add(key)
            counts[1] += is_title
            counts[3] += surface.islower()
            for column in columns:
                counts[column] += 1

    def _forget(self, least: int) -> None:
        """Forget what few papers have: there is more of it than of anything."""
        for key in [key for key, counts in self._counts.items() if counts[0] < least]:
            del self._counts[key], self._mentions[key]
            self._shaped.discard(key)

    def usages(self) -> Iterator[tuple[str, Usage]]:
        """Yield key and usage of every name that enough papers have."""
        for key, (papers, *counts) in self._counts.items():
            if papers >= LEAST_PAPERS["name" if key in self._shaped else "term"]:
                of = self._mentions[key]
                yield key, Usage(papers, *(min(99, round(100 * count / of)) for count in counts))


def _mentions(
    text: str, start: int, end: int, *, is_title: bool
) -> Iterator[tuple[str, bool, list[int]]]:
    """Yield the names and terms of one sentence: surface, whether by shape, what is said."""
    for found in {*shaped(text, start, end, title=is_title), *coined(text, start, end)}:
        before = text[max(start, found.start - _AROUND) : found.start].split()[-3:]
        after = text[found.end : found.end + _AROUND].split()[:2]
        columns = _columns(before, [word.rstrip(".,;:)") for word in after])
        if is_title and found.start == 0 and text[found.end : found.end + 1] == ":":
            columns.append(_COLUMN["lead"])
        yield text[found.start : found.end], True, columns
    tokens = _TOKEN.findall(text, start, end)
    for first, after_last in _runs(tokens):
        for at in range(first, after_last):
            for stop in range(at + 1, min(at + _TERM_WORDS, after_last) + 1):
                columns = _columns(tokens[max(0, at - 3) : at], tokens[stop : stop + 2])
                yield " ".join(tokens[at:stop]), False, columns


def _runs(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of plain words between link words, marks and names."""
    first = 0
    for place, token in enumerate([*tokens, "."]):
        if not _PLAIN.fullmatch(token) or token.lower() in _LINKS:
            if first < place:
                yield first, place
            first = place + 1


def _columns(before: Sequence[str], after: Sequence[str]) -> list[int]:
    """Return the columns that count, by the words before and after a mention; each once."""
    columns = {_SAID_AFTER[word] for word in after if word in _SAID_AFTER}
    columns |= {_SAID_BEFORE[word] for word in before if word in _SAID_BEFORE}
    if before and before[-1][0].isdigit():
        columns.add(_METRIC)
    return list(columns)
