"""Pasted pages: what is a title, an abstract, furniture, or not understood."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.sample import PAGES
from kg.sources import read
from kg.sources.lines import Source
from kg.sources.listing import read_listing
from kg.sources.prose import abstract_odds
from kg.sources.record import Dated, Finding, Record, Skipped

if TYPE_CHECKING:
    from pathlib import Path

T1, A1 = "Herons in Harbours", "We count herons in harbours. There are few, and they wait."
T2, A2 = "Moss on North Walls", "Moss grows on walls that face north. A damp prior explains it."
LONG = " ".join(["The heron waits at the harbour wall and looks at the water for an hour."] * 12)
NAMES = "Edward Q. Marsh, Yola Reed, Cy van der Stone"
WRAPPED = (
    "Herons stand at the harbour wall for hours, and few\n"
    "have asked how they choose the stone. We model the\n"
    "choice as a bandit whose arms are wet."
)


def findings(page: str) -> list[Finding]:
    return list(read_listing(Source("page", io.BytesIO(page.encode()))))


def texts(page: str) -> list[tuple[str, str]]:
    """Titles and abstracts, where there is no error."""
    found = findings(page)
    assert not [f for f in found if isinstance(f, SourceError)]
    return [(f.paper.title, f.paper.abstract) for f in found if isinstance(f, Record)]


def problems(page: str) -> list[tuple[int, str]]:
    return [
        (f.line, f.problem.partition(";")[0]) for f in findings(page) if isinstance(f, SourceError)
    ]


def skipped(page: str) -> list[int]:
    return [n for f in findings(page) if isinstance(f, Skipped) for n in f.lines]


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        pytest.param(T1, A1, id="two short sentences"),
        pytest.param(T1, "We wait.", id="one very short sentence"),
        pytest.param(T1, LONG, id="long abstract"),
        pytest.param(T1, LONG.removesuffix("."), id="no full stop"),
        pytest.param(T1, LONG + " Code: https://github.com/a/b", id="ends with an address"),
        pytest.param(T1, "Do herons wait for tides? We show that they do.", id="asks first"),
        pytest.param("Herons", LONG, id="title of one word"),
        pytest.param("Do Herons Wait?", A1, id="title that asks"),
        pytest.param("Herons vs. Gulls: Who Waits Longer at J. Smith's Pier?", A1, id="dots"),
        pytest.param("That Was Slow! Counting herons in high tides.", LONG, id="two sentences"),
        pytest.param("A Study of Herons" + " and Further Birds" * 10, LONG, id="198 characters"),
        pytest.param("Ada Reed, Bo Marsh and Cy Stone", LONG, id="title like a byline"),
        pytest.param("$k$-Herons: {\\it without} <b>Walls</b> \u202e!", LONG, id="markup"),
        pytest.param("Herons\u2028and\x0bGulls\x85at Sea", LONG, id="only newlines end a line"),
        pytest.param("数据集与苍鹭的研究", "苍鹭在港口等待。我们数了它们。", id="Chinese"),
    ],
)
def test_titles_and_abstracts_stay_as_they_are(title: str, abstract: str) -> None:
    page = f"{title}\n\n{abstract}\n\n{T2}\n\n{A2}"
    assert texts(page) == [(title, abstract), (T2, A2)]
    assert texts(page.replace("\n", "\r\n")) == [(title, abstract), (T2, A2)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(f"{T1}\n{LONG}\n\n{T2}\n{LONG}", [(T1, LONG), (T2, LONG)], id="right above"),
        pytest.param(f"{T1}\n{LONG}\n{T2}\n{LONG}", [(T1, LONG), (T2, LONG)], id="no blank lines"),
        pytest.param(
            f"{T1}\n{NAMES}\n{LONG}\n{T2}\n{NAMES}\n{LONG}",
            [(T1, LONG), (T2, LONG)],
            id="authors, no blank lines",
        ),
        pytest.param(f"{T1}\n\n{WRAPPED}\n\n{T2}\n\n{A2}", [(T1, WRAPPED), (T2, A2)], id="wrapped"),
        pytest.param(f"{T1}\n{WRAPPED}", [(T1, WRAPPED)], id="wrapped, right below"),
        pytest.param(
            f"{T1} at Fifty Characters and More\n{WRAPPED}",
            [(f"{T1} at Fifty Characters and More", WRAPPED)],
            id="title as wide as the wrapping",
        ),
        pytest.param(
            f"{T1}: A Long Title\nover Two Lines\n\n{LONG}",
            [(f"{T1}: A Long Title\nover Two Lines", LONG)],
            id="wrapped title",
        ),
        pytest.param(
            f"{T1}\n\nHerons wait at the wall.\nGulls do not wait at all.\n\n{T2}\n\n{A2}",
            [(T1, "Herons wait at the wall.\nGulls do not wait at all."), (T2, A2)],
            id="one sentence a line",
        ),
        pytest.param(f"  {T1}  \n \t\n  {LONG} ", [(T1, LONG)], id="indented"),
        pytest.param(
            f"{T1} Wait to Be Seen by Gulls and by\n{NAMES}\n\n{LONG}",
            [(f"{T1} Wait to Be Seen by Gulls and by\n{NAMES}", LONG)],
            id="names in a title",
        ),
        pytest.param(
            f"{T1} Wait: New Views of Old Walls\nMoss Detection and Tide Prediction\n\n{LONG}",
            [(f"{T1} Wait: New Views of Old Walls\nMoss Detection and Tide Prediction", LONG)],
            id="two nouns in a title",
        ),
        pytest.param(
            f"{T1}: A Table of\nMoss, Walls and Winds\n\n{LONG}",
            [(f"{T1}: A Table of\nMoss, Walls and Winds", LONG)],
            id="words in a title",
        ),
        pytest.param(
            f"{T1}\n\nWe count at two harbours which we call\n{NAMES}\nand at a third one.",
            [(T1, f"We count at two harbours which we call\n{NAMES}\nand at a third one.")],
            id="names in an abstract",
        ),
    ],
)
def test_lines_that_belong_together(page: str, expected: list[tuple[str, str]]) -> None:
    assert texts(page) == expected


@pytest.mark.parametrize(
    "line",
    """new|Subscribe|Get trending papers in your email inbox!|byAK and the research community|128
    1.2k|+12|Upvote|Upvote 68|Submitted by|12 authors|Trending Papers|Previous|Next|GitHub 45.2k
    View arXiv page|* * *|—|Published on Jun 12, 2017|3 comments|Abstract|SUBSCRIBE
    """.replace("\n", "|").split("|")[:-1],
)
def test_furniture_is_passed_over(line: str) -> None:
    page = f"{line}\n\n{T1}\n\n{line}\n\n{A1}\n\n{line}\n\n{T2}\n{line}\n\n{LONG}\n{line}"
    assert texts(page) == [(T1, A1), (T2, LONG)]
    assert skipped(page) == []


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        pytest.param(f"{T1}\n\n{A1}\n\nSome Lab\n\n{T2}\n\n{A2}", [5], id="fragment"),
        pytest.param(f"{T1}\n\nAda Reed, Bo Marsh and Cy Stone\n\n{A1}", [3], id="byline"),
        pytest.param(f"{T1}\n\nComments: 12 pages, 3 of birds\n\n{A1}", [3], id="field"),
        pytest.param(
            f"{T1}\n\n{A1}\n\nhttps://example.org/wall\n\n{T2}\n\n{A2}", [5], id="address"
        ),
        pytest.param(f"{T1}\n\n{A1}\n\nMar 11", [], id="date below"),
        pytest.param(f"{T1}\n{NAMES}\n\n{A1}", [2], id="authors below the title"),
        pytest.param(f"{T1}\n{NAMES},\nand Di Moor\n\n{A1}", [2, 3], id="two lines of authors"),
        pytest.param(f"{T1}\nAda Reed and Bo Marsh\n{A1}\n\n{T2}\n{A2}", [2], id="no blank lines"),
        pytest.param(f"new\n{T1}\n{NAMES}\n\n{A1}", [3], id="furniture above"),
        pytest.param(f"{T1}\n{NAMES}\narXiv:2404.00001\n\n{A1}", [2], id="identifier below"),
    ],
)
def test_lines_not_understood_are_told(page: str, lines: list[int]) -> None:
    assert texts(page)[0] == (T1, A1)
    assert skipped(page) == lines


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(f"{T1}", [(1, "title without abstract")], id="title only"),
        pytest.param(f"{T1}\n\n{T2}\n\n{LONG}", [(1, "title without abstract")], id="two titles"),
        pytest.param(f"{T1}\n\n{LONG}\n\n{T2}", [(5, "title without abstract")], id="at the end"),
        pytest.param(f"{LONG}\n\n{T2}\n\n{A2}", [(1, "abstract without a title")], id="on top"),
        pytest.param(
            f"{T1}\n\n{LONG}\n\n{LONG}\n\n{T2}\n\n{LONG}",
            [(5, "abstract without a title")],
            id="two abstracts",
        ),
        pytest.param(
            f"arXiv:2404.00002\n\n{T1}\n\n{LONG}",
            [(1, "an identifier above the first paper")],
            id="identifier on top",
        ),
        pytest.param(
            f"{T1}\n\n{LONG}\n\narXiv:2404.00001\n\narXiv:2404.00002",
            [(1, "one paper with two identifiers")],
            id="two identifiers",
        ),
    ],
)
def test_half_records_are_errors(page: str, expected: list[tuple[int, str]]) -> None:
    assert problems(page) == expected


def test_a_title_without_abstract_is_still_a_record() -> None:
    records = [f.paper for f in findings(f"{T1}\n\n{T2}\n\n{A2}") if isinstance(f, Record)]
    assert [(paper.title, paper.abstract) for paper in records] == [(T1, ""), (T2, A2)]


@pytest.mark.parametrize(
    ("line", "arxiv_id", "doi", "url"),
    [
        ("arXiv:1706.03762", "1706.03762", "", ""),
        (
            "https://arxiv.org/abs/1706.03762v2",
            "1706.03762",
            "",
            "https://arxiv.org/abs/1706.03762v2",
        ),
        ("doi:10.1000/Moss.7", "", "10.1000/moss.7", ""),
        ("https://doi.org/10.1000/Moss.7", "", "10.1000/moss.7", "https://doi.org/10.1000/Moss.7"),
        ("arXiv:2404.00001 | doi:10.1000/moss", "2404.00001", "10.1000/moss", ""),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["right below", "blank line"])
def test_identifiers_below_an_abstract(
    line: str, arxiv_id: str, doi: str, url: str, gap: str
) -> None:
    found = findings(f"{T1}\n\n{LONG}{gap}{line}\n\n{T2}\n\n{WRAPPED}{gap}{line}")
    papers = [f.paper for f in found if isinstance(f, Record)]
    assert [(p.title, p.abstract) for p in papers] == [(T1, LONG), (T2, WRAPPED)]
    assert {(p.arxiv_id, p.doi, p.url) for p in papers} == {(arxiv_id, doi, url)}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("head", "date"),
    [("Mar 11", "--03-11"), ("new\n\nMarch 11, 2024", "2024-03-11"), ("March of Herons", "")],
)
def test_the_date_of_a_page(head: str, date: str) -> None:
    dates = [f.date for f in findings(f"{head}\n\n{T1}\n\n{A1}") if isinstance(f, Dated)]
    assert dates == [date] * bool(date)


@pytest.mark.parametrize("text", [A1, "We wait.", LONG, LONG[:250] + "…", "Why? Because it is."])
def test_abstracts_look_like_abstracts(text: str) -> None:
    assert abstract_odds(text) >= 0


@pytest.mark.parametrize("text", [T1, "Why Wait?", "X", "One vs. Many", T1 * 8])
def test_titles_look_like_titles(text: str) -> None:
    assert abstract_odds(text) < 0


@given(st.lists(st.sampled_from([T1, T2, LONG, "new", "Mar 11", "arXiv:2404.00001", ""])))
def test_every_title_becomes_one_record(parts: list[str]) -> None:
    found = findings("\n\n".join(parts))
    titles = [f.paper.title for f in found if isinstance(f, Record)]
    assert sorted(titles) == sorted(p for p in parts if p in (T1, T2))


def test_the_real_pages(seeds: list[Path]) -> None:
    reading = read(seeds)
    assert len(reading.papers) == 318
    assert sum(report.records for report in reading.reports) == 367
    assert sum(report.joined for report in reading.reports) == 49
    assert {report.skipped_lines for report in reading.reports} == {()}
    assert {report.page.date for report in reading.reports if report.page} >= {"--03-11", "--04-24"}
    lines = {line for page in seeds for line in page.read_bytes().decode().split("\n")}
    assert {text for paper in reading.papers for text in (paper.title, paper.abstract)} <= lines


def test_the_sample_reads_cleanly() -> None:
    reading = read(PAGES)
    assert {(r.errors, r.skipped_lines, r.without_abstract) for r in reading.reports} == {
        ((), (), 0)
    }
    assert all(paper.arxiv_id for paper in reading.papers)
    assert sum(report.joined for report in reading.reports) == 3
