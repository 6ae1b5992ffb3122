"""Neighbourhoods and paths, on a graph with a hub, a rare node and an island."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kg.lookup.walk import neighbourhood, path
from kg.store.reader import Reader
from tests.web import (
    ALONE,
    BACKPROP,
    BARE,
    BIRD,
    EVIL,
    FLIES,
    FOURTH,
    HERON,
    KITE,
    POND,
    ROBINSON,
    SIEVE,
    WADES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.places import Place


@pytest.fixture(scope="module")
def reader(web_place: Place) -> Iterator[Reader]:
    with Reader(web_place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("id_", "options", "found"),
    [
        (KITE.id, {}, [(1, FLIES.id), (1, WADES.id)]),
        (KITE.id, {"relations": ["comparesWith"]}, [(1, WADES.id)]),
        (KITE.id, {"kinds": ["dataset"]}, []),
        (
            KITE.id,
            {"kinds": ["dataset"], "depth": 2},
            [(2, POND.id), (2, "dataset/koala")],
        ),
        (KITE.id, {"kinds": ["page"], "depth": 2}, [(2, "page/monday")]),
        (KITE.id, {"limit": 1}, [(1, FLIES.id)]),
        (KITE.id, {"depth": 2, "relations": ["proposes"]}, [(1, FLIES.id)]),
        (ALONE.id, {"depth": 9}, [(1, ROBINSON.id), (1, "page/tuesday")]),
        (BARE.id, {"kinds": ["method"], "depth": 9}, []),
        ("page/tuesday", {}, [(1, ALONE.id), (1, BARE.id)]),
        ("page/tuesday", {"depth": 9, "kinds": ["method"]}, [(2, ROBINSON.id)]),
        (BIRD.id, {}, [(1, FLIES.id), (1, "concept/animal")]),
    ],
)
def test_neighbourhood(
    reader: Reader, id_: str, options: dict[str, Any], found: list[tuple[int, str]]
) -> None:
    near = neighbourhood(reader, id_, **options)
    assert [(one.hops, one.node.id) for one in near] == found


def test_neighbourhood_is_ordered_by_relation_and_has_its_facts(reader: Reader) -> None:
    near = neighbourhood(reader, FLIES.id)
    assert [(one.fact.relation, one.node.id) for one in near] == [
        ("proposes", KITE.id),
        ("uses", BACKPROP.id),
        ("uses", SIEVE.id),
        ("usesDataset", POND.id),
        ("hasTheme", BIRD.id),
        ("hasCode", "repository/github.com/x/kite"),
        ("listedOn", "page/monday"),
    ]
    assert near[0].fact.quotes[0].text == "We propose Kite and test it on Pond."


def test_neighbourhood_never_walks_through_pages(reader: Reader) -> None:
    """Both papers of Tuesday stand on that page, and nothing else joins them."""
    ids = {one.node.id for one in neighbourhood(reader, ALONE.id, depth=20)}
    assert BARE.id not in ids


def test_neighbourhood_reaches_no_node_twice(reader: Reader) -> None:
    ids = [one.node.id for one in neighbourhood(reader, BACKPROP.id, depth=9)]
    assert len(ids) == len(set(ids))
    assert BACKPROP.id not in ids
    assert ROBINSON.id not in ids


@pytest.mark.parametrize(
    ("one", "other", "nodes"),
    [
        (FLIES.id, KITE.id, [KITE.id]),
        (KITE.id, FLIES.id, [FLIES.id]),
        (FLIES.id, WADES.id, [KITE.id, WADES.id]),
        (HERON.id, POND.id, [WADES.id, KITE.id, FLIES.id, POND.id]),
        (KITE.id, "concept/koala", [WADES.id, BACKPROP.id, FOURTH.id, "concept/koala"]),
        ("concept/animal", KITE.id, [BIRD.id, FLIES.id, KITE.id]),
        (KITE.id, "page/monday", [WADES.id, "page/monday"]),
        ("page/monday", EVIL.id, [EVIL.id]),
        (KITE.id, KITE.id, []),
        (KITE.id, ROBINSON.id, []),
        (ALONE.id, BARE.id, []),
        ("page/monday", "page/tuesday", []),
    ],
)
def test_path(reader: Reader, one: str, other: str, nodes: list[str]) -> None:
    here, passed = one, []
    for step in path(reader, one, other):
        assert here in (step.subject.id, step.object.id)
        here = step.object.id if step.subject.id == here else step.subject.id
        passed.append(here)
    assert passed == nodes


def test_path_prefers_rare_nodes(reader: Reader) -> None:
    """Sieve has two papers and backprop four; by name the hub would come first."""
    nodes = {step.object.id for step in path(reader, "dataset/koala", POND.id)}
    assert BACKPROP.id not in nodes


def test_path_takes_the_stronger_of_parallel_edges(reader: Reader) -> None:
    assert [step.relation for step in path(reader, FLIES.id, BACKPROP.id)] == ["uses"]


def test_path_explains_its_steps(reader: Reader) -> None:
    assert [step.quotes[0].text for step in path(reader, KITE.id, POND.id)] == [
        "We propose Kite and test it on Pond.",
        "We propose Kite and test it on Pond.",
    ]
