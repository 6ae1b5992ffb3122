"""Records of one paper meet, and those of two stay apart, in whatever order they come."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Listing, Page, Paper
from kg.sources.merge import merge, papers_of

X, Y = "2404.00001", "2404.00002"


def record(title: str, arxiv_id: str = "", doi: str = "", abstract: str = "A.") -> Paper:
    return Paper("", title, abstract, arxiv_id=arxiv_id, doi=doi)


@pytest.mark.parametrize(
    ("records", "papers"),
    [
        pytest.param([record("Herons"), record("HERONS!")], 1, id="one title"),
        pytest.param([record("Herons"), record("Heron")], 2, id="two titles"),
        pytest.param([record("Herons", X), record("Gulls", X)], 1, id="one arXiv id"),
        pytest.param([record("Herons", doi="10.1/a"), record("Gulls", doi="10.1/a")], 1, id="DOI"),
        pytest.param([record("Herons", X), record("Herons")], 1, id="title and arXiv id"),
        pytest.param([record("Herons", X), record("Herons", doi="10.1/a")], 1, id="preprint"),
        pytest.param([record("Herons", X), record("Herons", Y)], 2, id="arXiv ids contradict"),
        pytest.param(
            [record("Herons", doi="10.1/a"), record("Herons", doi="10.1/b")],
            2,
            id="DOIs contradict",
        ),
        pytest.param(
            [record("Herons", X), record("Herons", Y), record("Herons"), record("herons")],
            3,
            id="no id where ids contradict",
        ),
        pytest.param(
            [record("Herons", X, "10.1/a"), record("Gulls", Y, "10.1/a"), record("", "", "10.1/a")],
            3,
            id="one DOI for two arXiv ids",
        ),
        pytest.param(
            [
                record("Herons", X),
                record("Gulls", X),
                record("Gulls", doi="10.1/a"),
                record("Moss", doi="10.1/a"),
                record("moss"),
            ],
            1,
            id="transitive",
        ),
        pytest.param([record("?!"), record("?!"), record("!")], 2, id="titles of signs"),
    ],
)
def test_how_many_papers(records: list[Paper], papers: int) -> None:
    assert len(merge(records)) == papers
    assert merge(records[::-1]) == merge(records)


@pytest.mark.parametrize(
    ("one", "id_"),
    [
        (record("Herons", X, "10.1/a"), "paper/arxiv-2404.00001"),
        (record("Herons", "cs/0101001"), "paper/arxiv-cs-0101001"),
        (record("Herons", doi="10.1/a(b)/c"), "paper/doi-10.1-a-b--c"),
        (record("Herons & Gulls"), "paper/herons-gulls"),
        (record("heron " * 20), "paper/" + "-".join(["heron"] * 13)),
        (record("h" * 5000), "paper/" + "h" * 80),
        (record("?!"), "paper/untitled-545f940d"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_ids(one: Paper, id_: str) -> None:
    assert [paper.id for paper in merge([one])] == [id_]


def test_titles_that_are_cut_to_the_same_id_get_two() -> None:
    one, two = merge([record("heron " * 20 + "one"), record("heron " * 20 + "two")])
    assert one.id != two.id
    assert one.id[:-9] == two.id[:-9] == "paper/" + "-".join(["heron"] * 13)


def test_values_are_taken_unchanged() -> None:
    page = Page("page/a", "a")
    first = Paper("", "herons", "Short.", year=2025, authors=("A",), listings=(Listing(page, 2),))
    second = Paper("", "Herons ", "Longer  text.", venue="W", listings=(Listing(page, 1),))
    third = Paper("", "Herons", year=2024, url="https://example.org", authors=("B", "C"))
    [paper] = merge([first, second, third])
    assert (paper.title, paper.abstract) == ("Herons ", "Longer  text.")
    assert (paper.year, paper.venue, paper.url) == (2024, "W", "https://example.org")
    assert paper.authors == ("B", "C")
    assert paper.listings == (Listing(page, 1), Listing(page, 2))


def test_each_record_gets_its_paper() -> None:
    herons, gulls, again = papers_of([record("Herons"), record("Gulls"), record("herons")])
    assert herons is again
    assert gulls.id == "paper/gulls"


RECORDS = st.builds(
    record,
    st.sampled_from(["Herons", "herons!", "Gulls", "Moss", "?!", "heron " * 20 + "a"]),
    st.sampled_from(["", "", X, Y]),
    st.sampled_from(["", "", "10.1/a", "10.1/b"]),
    st.sampled_from(["", "A.", "B.", "Longer."]),
)


@given(
    st.lists(RECORDS, max_size=9).flatmap(lambda rs: st.tuples(st.just(rs), st.permutations(rs)))
)
def test_the_order_of_records_is_no_matter(case: tuple[list[Paper], list[Paper]]) -> None:
    records, shuffled = case
    assert merge(records) == merge(shuffled)


@given(st.lists(RECORDS, max_size=9))
def test_ids_are_unique_and_no_record_is_lost(records: list[Paper]) -> None:
    page = Page("page/a", "a")
    listed = [replace(r, listings=(Listing(page, n),)) for n, r in enumerate(records, 1)]
    papers = merge(listed)
    assert len({paper.id for paper in papers}) == len(papers)
    assert sorted(place.rank for p in papers for place in p.listings) == [
        *range(1, len(records) + 1)
    ]
    for one, paper in zip(listed, papers_of(listed), strict=True):
        assert set(one.listings) <= set(paper.listings)
        assert not one.arxiv_id or one.arxiv_id == paper.arxiv_id
