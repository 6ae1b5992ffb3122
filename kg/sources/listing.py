"""A pasted listing page in, its titles and abstracts out.

Such a page says neither where a paper begins nor what is what: it is stretches of text, set apart
by blank lines or line ends. Each stretch is somewhat likely to be a title or an abstract
(`kg.sources.prose`); the page is read in the way that makes all of them together least
surprising, found by dynamic programming over the few stretches between two certain abstracts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import SourceError
from kg.model import Paper
from kg.sources.bylines import Line, around_authors, is_byline
from kg.sources.dates import date_of
from kg.sources.furniture import is_fragment, is_furniture
from kg.sources.identifiers import Identifiers, identifiers_in
from kg.sources.prose import CERTAIN, abstract_odds, surprise
from kg.sources.record import Dated, Finding, Record, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.sources.lines import Source

_Mark: TypeAlias = tuple[int, Identifiers | str]
"""A line that says something of the paper above it (identifiers) or of the page (its date)."""

# How surprising it is, in nats, that a page holds ...
_ASIDE = 0.3  # ... a byline, or a fragment between two papers,
_UNMARKED_TITLE = 1.0  # ... a title as long as the lines of its abstract, and right above them,
_LONE_TITLE = 1.5  # ... a title without its abstract,
_LONE_ABSTRACT = 2.5  # ... an abstract without its title.
_MOST_BYLINES = 8  # between a title and its abstract
_NARROWEST, _WIDEST = 40, 120  # columns at which people and programs wrap text
_SLACK = 1.15  # letters are not all as wide where a window or a PDF wraps them
_LONGEST_SENTENCE = 400
_STOPS = (".", "!", "?", "。", "…")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A title, an abstract, or neither; `named` is what the lines of identifiers below it say."""

    text: str
    lines: tuple[int, ...]
    named: tuple[Identifiers, ...] = ()

    @property
    def line(self) -> int:
        return self.lines[0]


def read_listing(source: Source) -> Iterator[Finding]:
    r"""Yield what a pasted page holds, from top to bottom.

    >>> import io
    >>> from kg.sources.lines import Source
    >>> page = b"new\n\nMar 11\n\nA Title\n\nIts abstract. It ends.\n\narXiv:2403.00001"
    >>> dated, record = read_listing(Source("page.txt", io.BytesIO(page)))
    >>> dated.date, record.line, record.paper.title, record.paper.arxiv_id
    ('--03-11', 5, 'A Title', '2403.00001')
    """
    run: list[_Stretch] = []
    for part in _parts(source.lines()):
        if isinstance(part, _Stretch):
            if run and len(run[-1].text) >= CERTAIN:
                yield from _findings(run, source.name)
                run = []
            run.append(part)
        elif not run:
            yield from _head(part, source.name)
        elif isinstance(part[1], Identifiers):
            run[-1] = replace(run[-1], named=(*run[-1].named, part[1]))
    yield from _findings(run, source.name)


def _head(part: _Mark, path: str) -> Iterator[Finding]:
    """Yield what a date or a line of identifiers above the first paper comes to."""
    line, mark = part
    if isinstance(mark, Identifiers):
        yield SourceError(
            path, line, "an identifier above the first paper; put it below the paper's abstract"
        )
    else:
        yield Dated(mark)


def _parts(lines: Iterable[Line]) -> Iterator[_Stretch | _Mark]:
    for is_text, paragraph in groupby(lines, key=lambda line: bool(line[1].strip())):
        if is_text:
            for block in around_authors(list(paragraph)):
                for stretch in _unwrapped(block):
                    yield from _sorted_out(stretch)


def _sorted_out(lines: list[Line]) -> Iterator[_Stretch | _Mark]:
    """Yield what lines that belong together are; nothing for furniture."""
    numbers = tuple(number for number, _ in lines)
    text = "\n".join(line for _, line in lines).strip()
    named = identifiers_in(text)
    if named:
        yield numbers[0], named
    elif date := date_of(text):
        yield numbers[0], date
    elif not is_furniture(text):
        yield _Stretch(text, numbers)


def _unwrapped(paragraph: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines of a paragraph, those together that are one text over several lines."""
    together: list[Line] = []
    for wrapped in _wrapped(paragraph):
        if together and not _is_next_sentence(together[-1][1], wrapped[-1][1]):
            yield together
            together = []
        together.extend(wrapped)
    yield together


def _wrapped(paragraph: list[Line]) -> list[list[Line]]:
    """Return the lines of a paragraph, those together that can have been wrapped at one width.

    Lines are taken from the bottom, because the last says nothing of the width, and the first can
    be a title.
    """
    texts: list[list[Line]] = []
    widths = _Widths()
    for line in reversed(paragraph):
        above = line[1].strip()
        below = texts[-1][-1][1].strip() if texts else ""
        narrower = widths.narrowed(above, below)
        if below and narrower.has_any() and not _is_apart(above, below):
            texts[-1].append(line)
            widths = narrower
        else:
            texts.append([line])
            widths = _Widths(_measured(above))
    return [text[::-1] for text in reversed(texts)]


@dataclass(frozen=True, slots=True)
class _Widths:
    """The widths that some lines can have been wrapped at: from `least` on, below `limit`.

    No line is longer, and every line but the last would be longer with the next word on it.
    """

    least: int = 0
    limit: float = math.inf

    def narrowed(self, above: str, below: str) -> _Widths:
        with_next_word = len(above) + 1 + len(below.partition(" ")[0])
        return _Widths(max(self.least, _measured(above)), min(self.limit, with_next_word))

    def has_any(self) -> bool:
        return self.least <= _WIDEST and max(self.least, _NARROWEST) < _SLACK * self.limit


def _measured(line: str) -> int:
    """Return the width that `line` needs: an address alone on its line fitted no width."""
    return 0 if len(line) >= _NARROWEST and " " not in line else len(line)


def _is_apart(above: str, below: str) -> bool:
    """Return whether one of two lines is of identifiers that no sentence includes."""
    return bool(identifiers_in(above)) or (
        above.rstrip().endswith(_STOPS) and bool(identifiers_in(below))
    )


def _is_next_sentence(above: str, below: str) -> bool:
    """Return whether these lines can be of a text that is written one sentence a line."""
    is_short = max(len(above), len(below)) < _LONGEST_SENTENCE
    return is_short and above.rstrip().endswith(".") and below.rstrip().endswith(".")


def _findings(run: list[_Stretch], path: str) -> Iterator[Finding]:
    for first, last in _least_surprising(run):
        if first != last:
            yield _record(run[first : last + 1], path)
            between = [n for stretch in run[first + 1 : last] for n in stretch.lines]
            if between:
                yield Skipped(tuple(between))
        else:
            yield from _alone(run[first], path)


def _record(stretches: list[_Stretch], path: str) -> Finding:
    title, abstract = stretches[0], stretches[-1]
    named = Identifiers()
    for other in (one for stretch in stretches for one in stretch.named):
        if named.contradicts(other):
            return SourceError(
                path, title.line, "one paper with two identifiers; is a title or abstract missing?"
            )
        named = named.joined(other)
    paper = Paper(
        "", title.text, abstract.text, arxiv_id=named.arxiv_id, doi=named.doi, url=named.url
    )
    return Record(paper, title.line)


def _alone(stretch: _Stretch, path: str) -> Iterator[Finding]:
    kind = _surprise_alone(stretch)[1]
    if kind == "aside":
        yield Skipped(stretch.lines)
    elif kind == "both":
        yield _record(_split(stretch), path)
    elif kind == "abstract":
        yield SourceError(
            path,
            stretch.line,
            "abstract without a title; put its title above it, or join it to the text it continues",
        )
    else:
        yield SourceError(
            path,
            stretch.line,
            "title without abstract; put its abstract below it, remove it,"
            " or use --keep-going to keep its title alone",
        )
        yield _record([stretch, _Stretch("", stretch.lines)], path)


def _least_surprising(run: list[_Stretch]) -> list[tuple[int, int]]:
    """Return where records begin and end in `run`: (title, abstract), or (n, n) if n is alone."""
    odds = [abstract_odds(stretch.text) for stretch in run]
    bylines = [is_byline(stretch.text) for stretch in run]
    best: list[tuple[float, int]] = [(0.0, 0)] * (len(run) + 1)
    for first in reversed(range(len(run))):
        ways = [(_surprise_alone(run[first])[0] + best[first + 1][0], first)]
        for last in _candidates(first, bylines):
            pair = surprise(odds[first]) + _ASIDE * (last - first - 1) + surprise(-odds[last])
            ways.append((pair + best[last + 1][0], last))
        best[first] = min(ways)
    return list(_followed(best))


def _candidates(title: int, bylines: list[bool]) -> Iterator[int]:
    """Yield where the abstract of that title can be: below it, past bylines only."""
    for last in range(title + 1, min(len(bylines), title + 2 + _MOST_BYLINES)):
        yield last
        if not bylines[last]:
            return


def _followed(best: list[tuple[float, int]]) -> Iterator[tuple[int, int]]:
    first = 0
    while first < len(best) - 1:
        last = best[first][1]
        yield first, last
        first = last + 1


def _surprise_alone(stretch: _Stretch) -> tuple[float, str]:
    """Return how surprising it is that no other stretch goes with this one, and what it is."""
    if is_fragment(stretch.text) or is_byline(stretch.text):
        return _ASIDE, "aside"
    odds = abstract_odds(stretch.text)
    ways = [
        (_LONE_TITLE + surprise(odds), "title"),
        (_LONE_ABSTRACT + surprise(-odds), "abstract"),
    ]
    if parts := _split(stretch):
        title, abstract = (abstract_odds(part.text) for part in parts)
        ways.append((_UNMARKED_TITLE + surprise(title) + surprise(-abstract), "both"))
    return min(ways)


def _split(stretch: _Stretch) -> list[_Stretch]:
    """Return the title on the first line and the abstract below it, if `stretch` can be both."""
    head, _, rest = stretch.text.partition("\n")
    if not rest or rest.lstrip()[0].islower() or head.rstrip().endswith((",", ";", ":", "-")):
        return []
    return [
        _Stretch(head.rstrip(), stretch.lines[:1]),
        _Stretch(rest.lstrip(), stretch.lines[1:], stretch.named),
    ]
