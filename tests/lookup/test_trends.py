"""When papers had what: by year, month or page, and on a graph without dates."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from kg.lookup.trends import trends
from kg.model import Entity, Listing, Page, Paper, PaperFacts, Resolved
from kg.store.reader import Reader
from tests.toy import publish, quads
from tests.web import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OLD, NEW = Entity("concept/old", ("theme",), "Old"), Entity("concept/new", ("theme",), "New")
MARCH, APRIL = Page("page/a", "a", "--03-11"), Page("page/b", "b", "--04-24")


def paper(id_: str, *themes: Entity, arxiv_id: str = "", year: int | None = None) -> PaperFacts:
    listings = (Listing(APRIL, 1),) if arxiv_id > "22" else (Listing(APRIL, 2), Listing(MARCH, 1))
    made = Paper(f"paper/{id_}", id_, "Old. New.", arxiv_id=arxiv_id, year=year, listings=listings)
    return PaperFacts(made, tuple(said(made, "hasTheme", theme, theme.name) for theme in themes))


DATED = (
    paper("one", OLD, arxiv_id="2012.00001"),
    paper("two", OLD, NEW, year=2021),
    paper("three", NEW, arxiv_id="2203.00001", year=2023),
    paper("four", NEW, arxiv_id="2203.00002"),
    paper("five", OLD),
)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Reader]]:
    with ExitStack() as open_:

        def put(*facts: PaperFacts) -> Reader:
            publish(tmp_path, quads(Resolved((NEW, OLD), facts)), papers=len(facts))
            return open_.enter_context(Reader(tmp_path))

        yield put


def test_years_are_those_of_papers_or_of_their_arxiv_ids(opened: Callable[..., Reader]) -> None:
    found = trends(opened(*DATED), "theme")
    assert (found.step, found.periods) == ("year", ("2020", "2021", "2022", "2023"))
    assert (found.papers, found.undated) == ((1, 1, 1, 1), 1)
    told = [(one.node.name, one.counts, one.papers, one.change) for one in found.trends]
    assert told == [("New", (0, 1, 1, 1), 3, 0.5), ("Old", (1, 1, 0, 0), 2, -1.0)]
    years = ("papers_2020", "papers_2021", "papers_2022", "papers_2023")
    assert found.columns == ("name", "papers", "change", *years, "id")
    in_all, new, _ = (tuple(row.values()) for row in found.rows())
    assert in_all == ("papers in all", 4, 0, 1, 1, 1, 1, "")
    assert new == ("New", 3, 0.5, 0, 1, 1, 1, "concept/new")


def test_months_are_those_of_arxiv_ids(opened: Callable[..., Reader]) -> None:
    found = trends(opened(*DATED), "theme", step="month")
    assert (found.periods, found.papers, found.undated) == (("2020-12", "2022-03"), (1, 2), 2)


def test_few_years_are_told_by_month(opened: Callable[..., Reader]) -> None:
    assert trends(opened(*DATED[:1]), "theme").step == "month"


def test_pages_count_where_papers_have_no_date(opened: Callable[..., Reader]) -> None:
    found = trends(opened(DATED[4]), "theme")
    assert (found.step, found.periods, found.papers) == ("page", ("--03-11",), (1,))
    assert found.columns[3:-1] == ("papers_03-11",)
    both = trends(opened(*DATED), "theme", step="page")
    assert (both.periods, both.papers) == (("--03-11", "--04-24"), (3, 2))


def test_rising_comes_first_where_asked(opened: Callable[..., Reader]) -> None:
    reader = opened(*DATED, paper("six", OLD, year=2020), paper("seven", OLD, year=2020))
    assert [one.node.name for one in trends(reader, "theme").trends] == ["Old", "New"]
    assert [one.node.name for one in trends(reader, "theme", rising=True).trends] == ["New", "Old"]
    assert len(trends(reader, "theme", limit=1).trends) == 1


def test_graph_without_dates(opened: Callable[..., Reader]) -> None:
    found = trends(opened(PaperFacts(Paper("paper/x", "x"))), "theme")
    assert (found.periods, found.trends, found.undated) == ((), (), 1)
    assert found.rows() == []
