"""Facts carry their sentences; cards and reasons are made of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.lookup.card import card
from kg.lookup.facts import Fact, Quote, fact, why
from kg.store.reader import Edge, Reader
from kg.vocabulary import RELATIONS, expand, relation_iri
from tests import toy
from tests.web import (
    ALONE,
    BACKPROP,
    BARE,
    BIRD,
    FLIES,
    FOURTH,
    KITE,
    POND,
    RESOLVED,
    WADES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.store.places import Place


@pytest.fixture(scope="module")
def reader(web_place: Place) -> Iterator[Reader]:
    with Reader(web_place) as opened:
        yield opened


def marked(quote: Quote) -> list[str]:
    return [quote.text[start:end] for start, end in quote.marks]


def brief(facts: tuple[Fact, ...]) -> list[tuple[str, str, str]]:
    return [(one.subject.id, one.relation, one.object.id) for one in facts]


def test_fact_has_one_quote_for_each_sentence(reader: Reader) -> None:
    found = fact(reader, Edge(FLIES.id, "proposes", KITE.id))
    assert [(one.field, one.start, one.text) for one in found.quotes] == [
        ("abstract", 0, "We propose Kite and test it on Pond."),
        ("title", 0, "Kite flies over birds"),
    ]
    assert [marked(one) for one in found.quotes] == [["Kite and"], ["Kite flies"]]
    assert (found.confidence, found.quotes[0].confidence, found.quotes[0].rule) == (
        0.9,
        0.9,
        "hand",
    )


@pytest.mark.parametrize(
    "edge",
    [
        Edge(FLIES.id, "hasCode", "repository/github.com/x/kite"),
        Edge(FLIES.id, "listedOn", "page/monday"),
        Edge(BIRD.id, "broader", "concept/animal"),
    ],
    ids=lambda edge: edge.relation,
)
def test_fact_without_evidence_is_certain(reader: Reader, edge: Edge) -> None:
    found = fact(reader, edge)
    assert (found.confidence, found.quotes) == (1.0, ())


def test_every_quote_stands_in_its_paper(reader: Reader) -> None:
    papers = {facts.paper.id: facts.paper for facts in RESOLVED.facts}
    quotes = [quote for edge in reader.edges() for quote in fact(reader, edge).quotes]
    assert len(quotes) > 10
    for quote in quotes:
        whole = (
            papers[quote.paper].abstract if quote.field == "abstract" else papers[quote.paper].title
        )
        assert whole[quote.start : quote.start + len(quote.text)] == quote.text
        assert all(0 <= start < end <= len(quote.text) for start, end in quote.marks)


def test_card_of_paper(reader: Reader) -> None:
    found = card(reader, FLIES.id)
    assert found.paper == FLIES
    assert [(one.relation, one.object.name) for one in found.facts] == [
        ("proposes", "Kite"),
        ("uses", "Sieve"),
        ("uses", "backprop"),
        ("usesDataset", "Pond"),
        ("hasTheme", "backprop"),
        ("hasTheme", "birds"),
        ("hasCode", "github.com/x/kite"),
        ("listedOn", "monday"),
    ]
    assert found.together == {}


def test_card_of_method_counts_what_its_papers_share(reader: Reader) -> None:
    found = card(reader, KITE.id)
    assert found.paper is None
    assert found.entity == KITE
    assert brief(found.facts) == [
        (FLIES.id, "proposes", KITE.id),
        (WADES.id, "comparesWith", KITE.id),
    ]
    together = {
        kind: [(one.node.name, one.papers) for one in shared]
        for kind, shared in found.together.items()
    }
    assert together == {
        "dataset": [("Koala", 1), ("Pond", 1)],
        "method": [("backprop", 2), ("Sieve", 2), ("Heron", 1)],
        "task": [],
        "repository": [("github.com/x/kite", 1)],
    }


def test_card_has_the_surest_facts_first(reader: Reader) -> None:
    uses = [one for one in card(reader, BACKPROP.id).facts if one.relation == "uses"]
    assert [one.confidence for one in uses] == [0.95, 0.9, 0.9, 0.7]
    assert uses[0].subject.id == FOURTH.id


def test_card_of_theme_in_the_middle_tells_broader_from_narrower(reader: Reader) -> None:
    assert brief(card(reader, BIRD.id).facts) == [
        (FLIES.id, "hasTheme", BIRD.id),
        (BIRD.id, "broader", "concept/animal"),
    ]
    assert brief(card(reader, "concept/animal").facts) == [
        (BIRD.id, "broader", "concept/animal"),
    ]


@pytest.mark.parametrize("swapped", [False, True])
def test_why_of_a_direct_edge(reader: Reader, swapped: bool) -> None:
    one, other = (KITE.id, FLIES.id) if swapped else (FLIES.id, KITE.id)
    assert brief(why(reader, one, other)) == [(FLIES.id, "proposes", KITE.id)]


def test_why_of_two_direct_edges_has_the_stronger_first(reader: Reader) -> None:
    assert [one.relation for one in why(reader, FLIES.id, BACKPROP.id)] == ["uses", "hasTheme"]


def test_why_marks_both_in_one_sentence(reader: Reader) -> None:
    left, right = why(reader, KITE.id, POND.id)
    assert brief((left, right)) == [
        (FLIES.id, "proposes", KITE.id),
        (FLIES.id, "usesDataset", POND.id),
    ]
    assert left.quotes[0] == right.quotes[0]
    assert left.quotes[0].text == "We propose Kite and test it on Pond."
    assert marked(left.quotes[0]) == ["Kite and", "Pond"]
    assert [quote.field for quote in left.quotes] == ["abstract", "title"]


def test_why_of_different_sentences_keeps_them_apart(reader: Reader) -> None:
    found = why(reader, KITE.id, "dataset/koala")
    assert [(one.relation, [q.text for q in one.quotes]) for one in found] == [
        ("comparesWith", ["Heron beats Kite."]),
        ("usesDataset", ["The data is Koala."]),
    ]
    assert [marked(one.quotes[0]) for one in found] == [["Kite"], ["Koala"]]


def test_why_has_the_papers_that_say_both_at_once_first(reader: Reader) -> None:
    papers = [one.subject.id for one in why(reader, "concept/sieve", BACKPROP.id)]
    assert papers == [WADES.id, WADES.id, FLIES.id, FLIES.id]
    surest = [one.subject.id for one in why(reader, KITE.id, BACKPROP.id)]
    assert surest == [WADES.id, WADES.id, FLIES.id, FLIES.id]


def test_why_takes_a_theme_where_nothing_stronger_is_said(reader: Reader) -> None:
    assert [one.relation for one in why(reader, BIRD.id, POND.id)] == ["hasTheme", "usesDataset"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (KITE.id, "concept/robinson"),
        (FLIES.id, ALONE.id),
        (ALONE.id, BARE.id),
        (KITE.id, KITE.id),
        (FLIES.id, FLIES.id),
        (KITE.id, "page/monday"),
        ("page/monday", "page/tuesday"),
    ],
)
def test_why_of_unrelated_nodes_is_empty(reader: Reader, one: str, other: str) -> None:
    assert why(reader, one, other) == ()


EVIDENCE = (
    *("itsrdf:taConfidence", "itsrdf:taIdentRef", "kg:rule", "kg:supports", "nif:sentence"),
    *("rdf:subject", "dcterms:title", "dcterms:abstract", "skos:prefLabel", "kg:mainKind"),
    "rdf:type",
)
"""Where a mention stands, what it names and supports; the texts, and what nodes are called."""


def test_why_reads_the_edges_and_their_mentions_alone(reader: Reader, tmp_path: Path) -> None:
    read = {*map(expand, EVIDENCE), *map(relation_iri, RELATIONS)}
    kept = [quad for quad in reader.quads() if quad.predicate.value in read]
    kept = [quad for quad in kept if "linkedpaperswithcode" not in str(quad)]
    with toy.published(tmp_path, kept) as bare:
        for one, other in ((FLIES.id, KITE.id), (KITE.id, POND.id), (KITE.id, BACKPROP.id)):
            assert why(bare, one, other) == why(reader, one, other) != ()
