"""A kind of node in, how many papers had each of them when out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.lookup.names import Ref, ref
from kg.lookup.reading import Reading, leading
from kg.lookup.results import Result
from kg.lookup.similar import TOLD_OF
from kg.vocabulary import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.reader import Reader

ALL_PAPERS = "papers in all"
"""What stands in place of a name where all papers with a date are counted."""

_ARXIV_MONTH = re.compile(r"(?:.*/)?(\d\d)(\d\d)")
_ARXIV_ID, _YEAR = "fabio:hasArXivId", "dcterms:issued"
_LAST_OF_20TH = 90
_MANY_YEARS = 3


@dataclass(frozen=True, slots=True)
class Trend:
    """A node, how many papers had it in each period, and how its share of the papers changed.

    `change` is its share of the papers of the later half of the periods less that of the earlier
    half, -1 to 1.
    """

    node: Ref
    counts: tuple[int, ...]
    change: float

    @property
    def papers(self) -> int:
        """How many papers had it in all periods."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Trends(Result):
    """Counts over time: `periods` in order, the papers of each, and how many papers have no date.

    `step` is what papers are counted by: their ``year``, their ``month``, or the date of a
    ``page`` they stood on. There are no periods where no paper has a date.
    """

    step: str
    periods: tuple[str, ...]
    papers: tuple[int, ...]
    undated: int
    trends: tuple[Trend, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns; one for each period, such as ``papers_2024-03``."""
        periods = (f"papers_{period.removeprefix('--')}" for period in self.periods)
        return ("name", "papers", "change", *periods, "id")

    def cells(self) -> Iterator[tuple[Any, ...]]:
        """Yield the counts of all papers, of which the others are shares, then those of nodes."""
        if self.periods:
            yield ALL_PAPERS, sum(self.papers), 0.0, *self.papers, ""
        for one in self.trends:
            yield one.node.name, one.papers, one.change, *one.counts, one.node.id


def trends(
    reader: Reader, kind: str, *, step: str = "", rising: bool = False, limit: int = 20
) -> Trends:
    """Return when the nodes of a kind stood in papers: those of most papers first, at most `limit`.

    With `rising`, those first whose share grew most. Months are those of arXiv ids; years are the
    papers' own, or of these ids. Without a `step` it is the year where papers have dates of three
    years or more, the month where of fewer, and the page where no paper has a date. Every paper
    counts once: by pages, at the first date. It looks at all papers.
    """
    relations = {name for name in TOLD_OF if kind in RELATIONS[name].range}
    papers = Reading.of_all(reader, {*relations, "listedOn"})
    reader.scan(_ARXIV_ID, _YEAR)
    step = step or _step(papers)
    dates = {paper: date for paper in papers.edges if (date := _date(papers, paper, step))}
    totals = Counter(dates.values())
    periods = tuple(sorted(totals))
    papers_in = [totals[period] for period in periods]
    counted = [
        _trend(id_, [counts[each] for each in periods], papers_in)
        for id_, having in papers.having(relations).items()
        if (counts := Counter(dates[paper] for paper in having if paper in dates))
    ]
    first = leading(counted, limit, lambda one: (one.change if rising else 0, one.papers))
    found = [Trend(ref(reader, one.id), one.counts, one.change) for one in first]
    found.sort(key=lambda one: (-one.change if rising else 0, -one.papers, one.node.name))
    return Trends(
        step, periods, tuple(papers_in), len(papers.edges) - len(dates), tuple(found[:limit])
    )


class _Course(NamedTuple):
    """A node by its id, how many papers had it in each period and in all, and the change."""

    id: str
    counts: tuple[int, ...]
    change: float
    papers: int


def _trend(id_: str, counts: list[int], papers: list[int]) -> _Course:
    half = len(counts) // 2
    early = _share(counts[:half], papers[:half])
    late = _share(counts[len(counts) - half :], papers[len(papers) - half :])
    return _Course(id_, tuple(counts), round(late - early, 3), sum(counts))


def _share(counts: list[int], papers: list[int]) -> float:
    return sum(counts) / sum(papers) if papers else 0.0


def _step(papers: Reading) -> str:
    """Return what to count by, where nobody says."""
    years = {year for paper in papers.edges if (year := _date(papers, paper, "year"))}
    if not years:
        return "page"
    return "year" if len(years) >= _MANY_YEARS else "month"


def _date(papers: Reading, paper: str, step: str) -> str:
    """Return the date of a paper as precise as `step`, in an order of its own, or ""."""
    if step == "page":
        pages = papers.objects(paper, ("listedOn",))
        dates = (papers.reader.value(page, "dcterms:date") for page in pages)
        return min(filter(None, dates), default="")
    month = _month(papers.reader.value(paper, _ARXIV_ID))
    if step == "month":
        return month
    return papers.reader.value(paper, _YEAR) or month[:4]


def _month(arxiv_id: str) -> str:
    """Return the month of an arXiv id, or "".

    >>> _month("2305.14314"), _month("cs/9901001"), _month("")
    ('2023-05', '1999-01', '')
    """
    found = _ARXIV_MONTH.match(arxiv_id)
    return f"{_century(found[1])}{found[1]}-{found[2]}" if found else ""


def _century(year: str) -> str:
    return "19" if int(year) > _LAST_OF_20TH else "20"
