"""arXiv ids, DOIs and dates, recognised or not."""

from __future__ import annotations

import pytest

from kg.sources.bylines import is_byline
from kg.sources.dates import date_of
from kg.sources.furniture import is_furniture
from kg.sources.identifiers import Identifiers, identifiers_in, identify


@pytest.mark.parametrize(
    ("text", "arxiv_id", "doi"),
    [
        ("1706.03762", "1706.03762", ""),
        ("1706.03762v5", "1706.03762", ""),
        ("arXiv:1706.03762", "1706.03762", ""),
        ("ARXIV: 1706.03762", "1706.03762", ""),
        ("https://arxiv.org/pdf/1706.03762v2.pdf", "1706.03762", ""),
        ("arxiv.org/abs/0704.0001", "0704.0001", ""),
        ("https://huggingface.co/papers/1706.03762", "1706.03762", ""),
        ("cs/0101001v1", "cs/0101001", ""),
        ("math.GT/0309136", "math/0309136", ""),
        ("10.48550/arXiv.1706.03762", "1706.03762", ""),
        ("https://doi.org/10.48550/ARXIV.1706.03762", "1706.03762", ""),
        ("10.1000/ABC(1)x", "", "10.1000/abc(1)x"),
        ("doi: 10.1000/abc.", "", "10.1000/abc"),
        ("http://dx.doi.org/10.1000/abc", "", "10.1000/abc"),
        ("1713.03762", "", ""),
        ("2404.0001", "", ""),
        ("2024.acl-long.566", "", ""),
        ("10.1/abc", "", ""),
        ("https://github.com/a/b", "", ""),
        ("17", "", ""),
        ("", "", ""),
    ],
)
def test_identify(text: str, arxiv_id: str, doi: str) -> None:
    named = identify(text)
    assert (named.arxiv_id, named.doi) == (arxiv_id, doi)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("arXiv: 1706.03762 [cs.CL]", Identifiers("1706.03762")),
        ("doi: 10.1000/a, arXiv:1706.03762v1", Identifiers("1706.03762", "10.1000/a")),
        (
            "https://openreview.net/forum?id=a1",
            Identifiers(url="https://openreview.net/forum?id=a1"),
        ),
        ("1706.03762", Identifiers()),
        ("see arXiv:1706.03762", Identifiers()),
        ("arXiv:1706.03762 arXiv:1810.04805", Identifiers()),
        ("https://github.com/a/b", Identifiers()),
        ("arXiv:1706.03762 " * 100, Identifiers()),
    ],
)
def test_identifiers_in_a_line(line: str, named: Identifiers) -> None:
    assert identifiers_in(line) == named


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Mar 11", "--03-11"),
        ("11 Mar", "--03-11"),
        ("Sept. 1st", "--09-01"),
        ("Mar 11, 2024", "2024-03-11"),
        ("11 March 2024", "2024-03-11"),
        ("2024-03-11", "2024-03-11"),
        ("Feb 29", "--02-29"),
        ("Feb 29, 2023", ""),
        ("Marble 11", ""),
        ("2024-13-01", ""),
        ("11", ""),
        ("On Mar 11 we", ""),
    ],
)
def test_dates(line: str, date: str) -> None:
    assert date_of(line) == date


@pytest.mark.parametrize(
    "line", ["New Results", "Upvote Networks", "1.2k Herons", "GitHub Copilot", "Ω-теория", "苍鹭"]
)
def test_titles_are_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Reed, Bo O'Marsh; Cy van der Stone", True),
        ("Authors: Ada Reed", True),
        ("Comments: 12 pages", True),
        ("Herons, Gulls, and Moss", False),
        ("Author Verification in the Wild", False),
        ("Ada Reed", False),
        ("Planning, reasoning and acting", False),
        ("Ada B. Reed1,2, Bo Marsh\u2020, J.-P. de la Stone*", True),
    ],
)
def test_bylines(text: str, expected: bool) -> None:
    assert is_byline(text) is expected
