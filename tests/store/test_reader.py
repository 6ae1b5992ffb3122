from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.model import Entity
from kg.store.reader import Edge, Reader
from kg.view import whole
from kg.vocabulary import BASE, KINDS
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.store.places import Place

PAPER, BARE, PAGE = toy.PAPER.id, toy.BARE.id, toy.PAGE.id
EDGES = [
    Edge("concept/distillation", "broader", "concept/learning"),
    Edge(PAPER, "hasCode", toy.CODE.id),
    Edge(PAPER, "hasTheme", toy.DISTILLATION.id),
    Edge(PAPER, "listedOn", PAGE),
    Edge(PAPER, "proposes", toy.KITE.id),
    Edge(PAPER, "reportsMetric", toy.ACCURACY.id),
    Edge(PAPER, "uses", toy.DISTILLATION.id),
    Edge(PAPER, "usesDataset", toy.POND.id),
    Edge(BARE, "listedOn", PAGE),
]


@pytest.fixture(scope="module")
def reader(toy_place: Place) -> Iterator[Reader]:
    with Reader(toy_place) as reader:
        yield reader


def test_papers_come_back_as_they_went_in(reader: Reader) -> None:
    assert reader.ids("paper") == [PAPER, BARE]
    assert [reader.paper(PAPER), reader.paper(BARE)] == [toy.PAPER, toy.BARE]


@pytest.mark.parametrize("entity", toy.RESOLVED.entities, ids=lambda entity: entity.id)
def test_entities_come_back_as_they_went_in(reader: Reader, entity: Entity) -> None:
    assert reader.entity(entity.id) == entity


def test_a_page_is_read_like_an_entity(reader: Reader) -> None:
    assert reader.entity(PAGE) == Entity(PAGE, ("page",), "monday")


@pytest.mark.parametrize(
    ("kind", "ids"),
    [
        ("method", [toy.DISTILLATION.id, toy.KITE.id]),
        ("theme", [toy.DISTILLATION.id, toy.LEARNING.id]),
        ("dataset", [toy.POND.id]),
        ("repository", [toy.CODE.id]),
        ("page", [PAGE]),
        ("task", []),
    ],
)
def test_ids_of_a_kind(reader: Reader, kind: str, ids: list[str]) -> None:
    assert kind in KINDS
    assert reader.ids(kind) == ids


@pytest.mark.parametrize(
    ("id_", "kind", "name"),
    [
        (PAPER, "paper", toy.PAPER.title),
        (toy.DISTILLATION.id, "theme", "distillation"),
        (PAGE, "page", "monday"),
        ("concept/unknown", "", ""),
        ("themes", "", ""),
    ],
)
def test_kind_and_name(reader: Reader, id_: str, kind: str, name: str) -> None:
    assert (reader.kind(id_), reader.name(id_)) == (kind, name)


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        (PAPER, True),
        (toy.KITE.id, True),
        ("concept/unknown", False),
        ("concept", False),
        ("", False),
        ("graph/entities", False),
        ("concept/kite> . <x", False),
        ("con cept\x00", False),
        ("{}|^`", False),
    ],
)
def test_has_takes_any_text(reader: Reader, id_: str, expected: bool) -> None:
    assert reader.has(id_) is expected


@pytest.mark.parametrize(
    ("key", "ids"),
    [
        ("kite", [toy.KITE.id, toy.CODE.id]),
        ("kd", [toy.DISTILLATION.id]),
        ("2401.00001", [PAPER]),
        ("10.1000/kite", [PAPER]),
        ("second-title", [BARE]),
        ("Kite", []),
        ('"', []),
    ],
)
def test_ids_of_keys(reader: Reader, key: str, ids: list[str]) -> None:
    assert reader.ids_of_keys(key) == ids


def test_names_are_all_titles_labels_and_aliases(reader: Reader) -> None:
    assert sorted(reader.names()) == sorted(
        [
            (toy.PAPER.title, PAPER),
            (toy.BARE.title, BARE),
            ("monday", PAGE),
            *((name, e.id) for e in toy.RESOLVED.entities for name in (e.name, *e.aliases)),
        ]
    )


def test_edges_are_all_there_once(reader: Reader) -> None:
    assert sorted(reader.edges()) == EDGES


@pytest.mark.parametrize(
    "id_", [PAPER, BARE, PAGE, *(entity.id for entity in toy.RESOLVED.entities)]
)
def test_edges_at_a_node_are_those_of_the_whole(reader: Reader, id_: str) -> None:
    leaving = [edge for edge in EDGES if edge.subject == id_]
    reaching = [edge for edge in EDGES if edge.object == id_]
    assert reader.edges_from(id_) == leaving
    assert reader.edges_to(id_) == reaching
    assert reader.degree(id_) == len(leaving) + len(reaching)


def test_an_unknown_node_has_no_edges(reader: Reader) -> None:
    assert reader.edges_from("concept/unknown") == []
    assert reader.edges_to("concept/unknown") == []


def test_evidence_comes_back_as_it_went_in(reader: Reader) -> None:
    for statement in toy.RESOLVED.facts[0].statements:
        edge = Edge(statement.subject, statement.relation, statement.object)
        assert reader.evidence(edge, statement.subject) == sorted(statement.evidence)


def test_a_listing_and_an_edge_that_is_not_there_have_no_evidence(reader: Reader) -> None:
    assert reader.evidence(Edge(PAPER, "listedOn", PAGE), PAPER) == []
    assert reader.evidence(Edge(PAPER, "mentions", toy.KITE.id), PAPER) == []
    assert reader.evidence(Edge(BARE, "proposes", toy.KITE.id), BARE) == []


def test_other_names_of_a_paper(reader: Reader) -> None:
    assert list(reader.same_as(PAPER)) == [
        "https://arxiv.org/abs/2401.00001",
        "https://doi.org/10.1000/kite",
    ]
    assert list(reader.same_as(BARE)) == []


def test_values_are_sorted_and_a_missing_one_is_empty(reader: Reader) -> None:
    assert reader.values(toy.POND.id, "kg:key") == ["pond", "pondlake"]
    assert reader.value(toy.POND.id, "kg:key") == "pond"
    assert reader.value(toy.POND.id, "dcterms:date") == ""


def test_ids_and_iris(reader: Reader) -> None:
    assert reader.id_of(f"{BASE}concept/kite") == "concept/kite"
    assert reader.id_of("https://example.org/concept/kite") == "https://example.org/concept/kite"
    assert reader.id_of(reader.node("paper/x").value) == "paper/x"


def test_the_agent_is_the_pipeline(reader: Reader) -> None:
    assert reader.agent() == toy.AGENT


def test_a_reader_can_be_closed_twice(tmp_path_factory: pytest.TempPathFactory) -> None:
    with toy.published(tmp_path_factory.mktemp("toy")) as reader:
        reader.close()
        reader.close()


@pytest.mark.parametrize(
    ("least", "left_out"),
    [
        (0.0, set()),
        (0.5, set()),
        (0.51, {"usesDataset"}),
        (0.8, {"usesDataset", "uses", "reportsMetric"}),
        (0.98, {"usesDataset", "uses", "reportsMetric", "hasTheme", "proposes"}),
    ],
)
def test_edges_read_less_surely_are_left_out(
    place: Place, least: float, left_out: set[str]
) -> None:
    toy.publish(place, toy.quads())
    left = [edge for edge in EDGES if edge.relation not in left_out]
    ids = {end for edge in EDGES for end in (edge.subject, edge.object)}
    with Reader(place, least) as reader:
        assert sorted(reader.edges()) == left
        assert sorted(edge for id_ in ids for edge in reader.edges_from(id_)) == left
        assert sorted(edge for id_ in ids for edge in reader.edges_to(id_)) == left


def test_a_picture_of_what_is_sure_has_no_lonely_entities(place: Place) -> None:
    toy.publish(place, toy.quads())
    with Reader(place, 0.98) as reader:
        drawn = {node.id for node in whole(reader).nodes}
    assert drawn == {PAPER, BARE, toy.CODE.id, toy.DISTILLATION.id, toy.LEARNING.id}


def test_a_reader_notices_a_newer_version_and_keeps_its_own(tmp_path: Path) -> None:
    with toy.published(tmp_path) as reader:
        assert reader.is_in_force()
        toy.publish(tmp_path, [], digest="newer")
        assert not reader.is_in_force()
        assert reader.ids("paper")
        (tmp_path / "store" / "CURRENT").unlink()
        assert reader.is_in_force()


def test_what_was_scanned_reads_the_same(toy_place: Place) -> None:
    """Scanning is a matter of speed: values, names and edges are those of one by one."""
    curies = ("dcterms:title", "skos:prefLabel", "skos:altLabel", "fabio:hasArXivId")
    with Reader(toy_place) as plain, Reader(toy_place) as scanned:
        scanned.scan(*curies)
        ids = [id_ for kind in KINDS for id_ in plain.ids(kind)]
        for id_ in (*ids, "paper/none"):
            for curie in curies:
                assert scanned.values(id_, curie) == plain.values(id_, curie)
            assert scanned.name(id_) == plain.name(id_)


def test_edges_of_some_relations(toy_place: Place) -> None:
    with Reader(toy_place) as opened:
        some = [edge for edge in opened.edges() if edge.relation in ("proposes", "hasTheme")]
        assert sorted(opened.edges(("hasTheme", "proposes"))) == sorted(some)
        assert some
