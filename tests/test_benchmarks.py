"""What the benchmarks call wrong is wrong, and nothing else is."""

import pytest

from kg.model import Paper
from tests.benchmarks.links import problem, report
from tests.benchmarks.spans import scores


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("https://github.com/ada/engine", ""),
        ("https://github.com/ada/engine/tree/main/x_y#part", ""),
        ("https://e.org/a_(b)?c=d%20e", ""),
        ("http://e.org:8080/x", ""),
        ("ftp://e.org/x", "scheme"),
        ("https://e/x", "host"),
        ("https://-e.org/x", "host"),
        ("https://ada@e.org/x", "name of a user"),
        ("https://e.org/{x}", "character"),
        ("https://e.org/xhttps://e.org/x", "two addresses in one"),
        ("https://e.org/x.", "punctuation at the end"),
        ("https://e.org/x)", "brackets"),
        ("https://github.com/", "account on GitHub"),
        ("https://github.com/a_b/c", "account on GitHub"),
        ("https://github.com/ada/c++", "repository on GitHub"),
    ],
)
def test_links_that_are_not_well_formed(url: str, wrong: str) -> None:
    assert problem(url) == wrong


def test_report_on_links_counts_and_lists_what_was_refused() -> None:
    abstract = "Code: https://github.com/ada/engine, soon at https://github.com/."
    assert list(report([Paper("paper/x", "", abstract)])) == [
        "       1 papers",
        "       1 links",
        "       0 links to a GitHub account alone",
        "       1 refused",
        "       0 malformed",
        "       1 of kind code",
        "refused: no name on GitHub (1)",
        "         https://github.com/",
    ]


def test_spans_are_compared_to_the_letter_and_by_overlap() -> None:
    text = "We use low-rank adaptation (LoRA)."
    spans = [
        {"label": "long", "start": 7, "end": 26},
        {"label": "short", "start": 28, "end": 31},
        {"label": "short", "start": 0, "end": 2},
    ]
    assert scores([{"text": text, "spans": spans}]) == {
        "short, to the letter": (0, 0),
        "short, by overlap": (1, 0.5),
        "long, to the letter": (1, 1),
        "long, by overlap": (1, 1),
    }
