"""The smallest part that joins several nodes, beside all the trees that there could be."""

from __future__ import annotations

from itertools import combinations
from math import log1p
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from kg.lookup.connect import connect
from kg.store.reader import Reader
from tests.web import (
    ALONE,
    ANIMAL,
    BACKPROP,
    BIRD,
    EVIL,
    FLIES,
    FOURTH,
    HERON,
    KITE,
    KOALA_DATA,
    MONDAY,
    POND,
    ROBINSON,
    WADES,
    publish_web,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph import Graph
    from kg.lookup.facts import Fact
    from kg.model import Entity, Page, Paper


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with Reader(publish_web(tmp_path_factory.mktemp("web"))) as opened:
        yield opened


def joined(steps: Iterable[Fact]) -> list[tuple[str, str]]:
    return [(step.subject.id, step.object.id) for step in steps]


@pytest.mark.parametrize(
    ("ids", "tree"),
    [
        ((KITE.id, FLIES.id), [FLIES, KITE]),
        ((HERON.id, POND.id), [WADES, HERON, WADES, KITE, FLIES, KITE, FLIES, POND]),
        ((HERON.id, KITE.id, KOALA_DATA.id), [WADES, HERON, WADES, KITE, WADES, KOALA_DATA]),
        ((ANIMAL.id, POND.id), [BIRD, ANIMAL, FLIES, BIRD, FLIES, POND]),
        ((MONDAY.id, EVIL.id), [EVIL, MONDAY]),
        ((KITE.id, ROBINSON.id), []),
        ((KITE.id, POND.id, ROBINSON.id), []),
        ((ALONE.id, "paper/bare"), []),
        ((KITE.id,), []),
        ((), []),
    ],
)
def test_connect(reader: Reader, ids: tuple[str, ...], tree: list[Paper | Entity | Page]) -> None:
    nodes = [each.id for each in tree]
    assert joined(connect(reader, ids)) == list(zip(nodes[::2], nodes[1::2], strict=True))


def test_way_around_a_hub_is_taken(reader: Reader) -> None:
    """Kite joins both papers, and so does backprop, which nearly all have."""
    steps = joined(connect(reader, (FLIES.id, WADES.id)))
    assert steps == [(FLIES.id, KITE.id), (WADES.id, KITE.id)]


def test_tree_has_sentences(reader: Reader) -> None:
    steps = connect(reader, (HERON.id, BACKPROP.id))
    assert [step.quotes[0].text for step in steps] == [
        "Heron beats Kite.",
        "It needs a Sieve and backprop.",
    ]


def test_tree_is_at_most_twice_as_long_as_the_shortest(reader: Reader) -> None:
    ends = (KITE.id, BACKPROP.id, KOALA_DATA.id, FOURTH.id, ANIMAL.id)
    graph = measured(reader, ends)
    steps = joined(connect(reader, ends))
    tree = nx.Graph(steps)
    assert nx.is_tree(tree)
    assert set(ends) <= set(tree)
    assert {node for node in tree if tree.degree(node) == 1} <= set(ends)
    others = sorted(set(graph) - set(ends))
    shortest = min(
        nx.minimum_spanning_tree(part).size("length")
        for number in range(len(others) + 1)
        for chosen in combinations(others, number)
        if nx.is_connected(part := graph.subgraph([*chosen, *ends]))
    )
    assert sum(graph.edges[step]["length"] for step in steps) <= 2 * shortest


def measured(reader: Reader, ends: Iterable[str]) -> nx.Graph:
    """Return all nodes but pages; an edge is as long as half of the costs of those it joins."""
    every = nx.Graph((edge.subject, edge.object) for edge in reader.edges())
    cost = {node: 0 if node in ends else log1p(every.degree(node)) for node in every}
    graph = every.subgraph([node for node in every if not node.startswith("page/")]).copy()
    for one, other, length in graph.edges.data():
        length["length"] = (cost[one] + cost[other]) / 2
    return graph


@pytest.mark.parametrize(
    "names",
    [
        ("LoRA", "ImageNet", "BERT"),
        ("concept/mask-r-cnn", "GPT-3", "Adam", "GLUE"),
        ("object detection", "language modeling", "DINO"),
    ],
    ids=" ".join,
)
def test_walk_goes_on_from_what_it_has_passed(sample: Graph, names: tuple[str, ...]) -> None:
    steps = joined(sample.connect(*names))
    passed = {sample.find(names[0]).id}
    for one, other in steps:
        assert (one in passed) != (other in passed)
        passed |= {one, other}
    assert {sample.find(name).id for name in names} <= passed


def test_way_between_two_is_the_shortest(sample: Graph) -> None:
    """Beside NetworkX's Dijkstra over the whole graph."""
    for ends in combinations(sorted(sample.reader.ids("dataset"))[::9], 2):
        graph = measured(sample.reader, ends)
        ours = sum(graph.edges[step]["length"] for step in joined(connect(sample.reader, ends)))
        shortest = nx.dijkstra_path_length(graph, *ends, "length")
        assert ours == pytest.approx(shortest)
