"""A card has what the explorer's panel has: facts, rivals, claimed results with their sentences."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kg.amounts import readable, said
from kg.lookup.card import card
from kg.model import ClaimedResult, Evidence, Span
from kg.query import question
from kg.store.reader import Reader
from kg.store.sparql import ask
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph import Graph
    from kg.store.places import Place


@pytest.fixture
def toy_reader(tmp_path: Path) -> Iterator[Reader]:
    with toy.published(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def reader(web_place: Place) -> Iterator[Reader]:
    with Reader(web_place) as opened:
        yield opened


def test_paper_and_what_it_names_have_its_claims(toy_reader: Reader) -> None:
    of_paper, of_dataset, of_metric = (
        card(toy_reader, id_).claims for id_ in (toy.PAPER.id, toy.POND.id, toy.ACCURACY.id)
    )
    assert of_paper == of_dataset == of_metric
    (claim,) = of_paper
    assert (claim.words, claim.value, claim.unit, claim.kind) == ("91.5%", "91.5", "%", "absolute")
    assert [one.name for one in claim.named()] == ["accuracy", "Pond"]
    assert claim.quote.marked_by(str, "«", "»") == "Accuracy is «91.5%» on Pond."


def test_what_no_result_names_has_none(toy_reader: Reader) -> None:
    assert card(toy_reader, toy.KITE.id).claims == ()
    assert card(toy_reader, toy.BARE.id).claims == ()


def test_claims_are_rows_besides_facts(toy_reader: Reader) -> None:
    found = card(toy_reader, toy.POND.id)
    *_, row = found.rows()
    assert row["object"] == "91.5% · accuracy · Pond"
    assert (row["subject"], row["relation"], row["confidence"]) == (toy.PAPER.id, "claims", "")
    assert row["sentence"] == "Accuracy is 91.5% on Pond."


def test_rivals_stand_on_both_sides(reader: Reader) -> None:
    ours, theirs = card(reader, "concept/heron").rivals, card(reader, "concept/kite").rivals
    assert [(one.node.name, one.papers) for one in ours] == [("Kite", 1)]
    assert [(one.node.name, one.papers) for one in theirs] == [("Heron", 1)]
    assert [(one.relation, str(one.quote)) for one in ours[0].facts] == [
        ("comparesWith", "Heron beats Kite.")
    ]


def test_named_question_says_the_same(sample: Graph) -> None:
    named = question("compared-with")
    told = 0
    for method in sample.entities("method"):
        found = card(sample.reader, method.id).rivals
        rows = list(ask(sample.reader, named.bound(sample.reader, {"method": method.id})).rows())
        pairs = Counter((one.object.name, one.relation) for rival in found for one in rival.facts)
        relation = {"is measured against": "comparesWith", "is the rival of": "proposes"}
        assert pairs == {(name, relation[how]): int(papers) for name, how, papers, _ in rows}
        told += len(found)
    assert told > 20


@pytest.mark.parametrize(
    ("text", "number", "kind", "words"),
    [
        ("Kite needs 16 times fewer weights.", "16", "gain", "16 times fewer"),
        (r"The error is reduced by 5.6\%, 4.5\%.", "5.6", "gain", "reduced by 5.6%"),
        ("Kite adds\n3% latency.", "3", "gain", "3%"),
        ("It wins in 13 tasks by more than 2%.", "2", "gain", "by more than 2%"),
        ("Kite is up to\n14x smaller.", "14", "gain", "up to 14x smaller"),
        ("It loses +8.6 on Pond.", "8.6", "gain", "+8.6"),
        (r"A speedup of 1.22times and 2x.", "1.22", "gain", "speedup of 1.22\xd7"),
        ("It improves to 91.5% and is better.", "91.5", "absolute", "91.5%"),
        ("Below 7 FID. It gains.", "7", "absolute", "Below 7"),
    ],
)
def test_words_tell_how_much_and_which_way(text: str, number: str, kind: str, words: str) -> None:
    at = text.index(number)
    place = Evidence("abstract", at, at + len(number), Span("abstract", 0, len(text)), 1.0)
    claim = ClaimedResult("paper/x", number, "", "", "", "", kind, place)
    start, end = said(text, claim)
    assert text[start:end].strip() == text[start:end]
    assert readable(text[start:end]) == words
