"""Papers that are like one, on a hand-made graph and beside the named question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.lookup.similar import similar
from kg.query import question
from kg.store.reader import Reader
from kg.store.sparql import ask
from tests.web import ALONE, BACKPROP, EVIL, FLIES, FOURTH, KITE, SIEVE, WADES, publish_web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph import Graph


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with Reader(publish_web(tmp_path_factory.mktemp("web"))) as opened:
        yield opened


def test_rare_things_weigh_more_than_those_of_many(reader: Reader) -> None:
    assert [(one.node.id, one.likeness) for one in similar(reader, FLIES.id)] == [
        (WADES.id, 1.25),
        (EVIL.id, 0.25),
        (FOURTH.id, 0.25),
    ]


def test_reasons_are_told_most_telling_first(reader: Reader) -> None:
    shared = [(each.node.id, each.papers) for each in similar(reader, FLIES.id)[0].shared]
    assert shared == [(KITE.id, 2), (SIEVE.id, 2), (BACKPROP.id, 4)]


def test_limit_takes_the_best(reader: Reader) -> None:
    assert [one.node.id for one in similar(reader, FLIES.id, 2)] == [WADES.id, EVIL.id]


def test_paper_that_shares_nothing(reader: Reader) -> None:
    assert similar(reader, ALONE.id) == ()


def test_what_is_unsure_makes_no_paper_similar(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Reader(publish_web(tmp_path_factory.mktemp("web")), 0.85) as sure:
        found = {one.node.id: one.shared for one in similar(sure, FLIES.id)}
    # Of what FLIES shares, only Kite was read as surely as that on both sides.
    assert [(id_, [each.node.id for each in shared]) for id_, shared in found.items()] == [
        (WADES.id, [KITE.id])
    ]


def test_named_question_says_the_same(sample: Graph) -> None:
    asked = question("similar-papers")
    for paper in sample.reader.ids("paper"):
        rows = ask(sample.reader, asked.bound(sample.reader, {"paper": paper})).rows()
        theirs = [(title, float(likeness), names) for _, title, likeness, names in rows]
        ours = [
            (one.node.name, one.likeness, ", ".join(each.node.name for each in one.shared))
            for one in similar(sample.reader, paper)
        ]
        assert ours == theirs
