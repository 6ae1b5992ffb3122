from __future__ import annotations

import json
import subprocess
import sys
from itertools import combinations
from math import dist, isfinite
from pathlib import Path

import numpy as np
import pytest

from kg.network import (
    Edge,
    Network,
    Node,
    communities,
    layout,
    neighbour_counts,
    radii,
    sensible_cut,
    to_networkx,
)

ROOT = Path(__file__).parents[1]


def invented(papers: int, concepts: int, facts: int, seed: int = 7) -> Network:
    """Return a network in which a few concepts are in many papers and most are in few."""
    chance = np.random.default_rng(seed)
    nodes = [Node(f"paper/{i}", "paper", f"Paper number {i}") for i in range(papers)]
    nodes += [Node(f"concept/{i}", "method", f"Method {i}") for i in range(concepts)]
    which_paper = chance.integers(papers, size=facts)
    which_concept = np.minimum(chance.pareto(0.6, size=facts), concepts - 1).astype(int)
    pairs = set(zip(which_paper.tolist(), which_concept.tolist(), strict=True))
    edges = [Edge(f"paper/{p}", "uses", f"concept/{c}", 0.8) for p, c in sorted(pairs)]
    return Network(tuple(nodes), tuple(edges))


def shared_by(*counts: int, papers: int) -> Network:
    """Return papers and one concept for each count, which the first so many papers use."""
    nodes = [Node(f"paper/{i:03}", "paper", f"P{i}") for i in range(papers)]
    nodes += [Node(f"concept/{i}", "method", f"M{i}") for i in range(len(counts))]
    edges = [
        Edge(f"paper/{p:03}", "uses", f"concept/{c}", 0.9)
        for c, count in enumerate(counts)
        for p in range(count)
    ]
    return Network(tuple(nodes), tuple(edges))


def ids(network: Network) -> set[str]:
    return {node.id for node in network.nodes}


PAPER = Node("p", "paper", "P", detail="An abstract.", url="https://example.org/p")
METHOD = Node("m", "method", "LoRA", ("method", "theme"), ("Low-Rank Adaptation",))
SURE = Edge("p", "uses", "m", 0.9, "We use LoRA.", 7, 11)
UNSURE = Edge("p", "uses", "m", 0.6, "LoRA is there.", 0, 4)
NEW = Edge("p", "proposes", "m", 0.7)
PAIR = Network((PAPER, METHOD), (SURE, UNSURE, NEW), "Two")


@pytest.mark.parametrize(
    ("nodes", "edges", "problem"),
    [
        ((PAPER, PAPER), (), "same id"),
        ((PAPER,), (SURE,), "loose end"),
        ((METHOD,), (SURE,), "loose end"),
    ],
)
def test_network_refuses(nodes: tuple[Node, ...], edges: tuple[Edge, ...], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Network(nodes, edges)


def test_among_keeps_edges_between() -> None:
    assert PAIR.among({"p", "m"}) == PAIR
    assert PAIR.among({"p"}) == Network((PAPER,), (), "Two")


def test_to_networkx_has_attributes() -> None:
    graph = to_networkx(PAIR)
    assert graph.graph == {"title": "Two"}
    assert graph.nodes["m"]["kinds"] == ("method", "theme")
    assert graph.nodes["m"]["aliases"] == ("Low-Rank Adaptation",)
    assert graph.nodes["p"]["detail"] == "An abstract."
    assert graph.nodes["p"]["url"] == "https://example.org/p"


@pytest.mark.parametrize("edges", [(SURE, UNSURE, NEW), (UNSURE, NEW, SURE)])
def test_to_networkx_keeps_surest_sentence(edges: tuple[Edge, ...]) -> None:
    graph = to_networkx(Network((PAPER, METHOD), edges))
    assert sorted(graph.edges(keys=True)) == [("p", "m", "proposes"), ("p", "m", "uses")]
    assert graph.edges["p", "m", "uses"] == {
        "confidence": 0.9,
        "quote": "We use LoRA.",
        "start": 7,
        "end": 11,
    }


def test_communities_part_two_cliques() -> None:
    names = [f"{side}{i}" for side in "ab" for i in range(4)]
    nodes = tuple(Node(name, "theme", name) for name in names)
    within = [(x, y) for x, y in combinations(names, 2) if x[0] == y[0]]
    edges = tuple(Edge(x, "broader", y, 1.0) for x, y in [*within, ("a0", "b0")])
    assert communities(Network(nodes, edges)) == (tuple(names[:4]), tuple(names[4:]))


def test_communities_hold_every_node_once() -> None:
    network = invented(30, 40, 120)
    groups = communities(network)
    assert sorted(id_ for group in groups for id_ in group) == sorted(ids(network))
    assert [len(group) for group in groups] == sorted(map(len, groups), reverse=True)


def test_counts_do_not_count_twice() -> None:
    loop = Edge("m", "broader", "m", 1.0)
    network = Network((PAPER, METHOD, Node("x", "task", "X")), (SURE, NEW, loop))
    assert neighbour_counts(network) == {"m": 1, "p": 1, "x": 0}


def test_radii_grow_with_use() -> None:
    sizes = radii(shared_by(1, 4, 9, 400, papers=400))
    order = [sizes[f"concept/{i}"] for i in range(4)]
    assert order == sorted(set(order))
    assert sizes["paper/000"] < sizes["concept/1"]
    assert max(sizes.values()) <= 36


@pytest.mark.parametrize(
    ("network", "most", "kept"),
    [
        pytest.param(shared_by(2, 1, papers=3), 5, {0, 1}, id="small enough stays"),
        pytest.param(shared_by(2, 1, 3, 1, papers=3), 6, {0, 2}, id="in one paper goes"),
        pytest.param(shared_by(2, 4, 3, 2, papers=4), 6, {1, 2}, id="most papers first"),
    ],
)
def test_sensible_cut_keeps_papers_and_connecting(
    network: Network, most: int, kept: set[int]
) -> None:
    cut = sensible_cut(network, most)
    papers = {id_ for id_ in ids(network) if id_.startswith("paper/")}
    assert ids(cut) == papers | {f"concept/{i}" for i in kept}
    assert all(edge in network.edges for edge in cut.edges)


def test_sensible_cut_drops_least_connected_papers() -> None:
    cut = sensible_cut(shared_by(5, 3, 2, papers=30), 9)
    assert ids(cut) == {f"concept/{i}" for i in range(3)} | {f"paper/00{i}" for i in range(6)}


def test_sensible_cut_leaves_pages_out() -> None:
    nodes = [Node(f"p{i}", "paper", "P") for i in range(9)] + [Node("page", "page", "Today")]
    edges = [Edge(f"p{i}", "listedOn", "page", 1.0) for i in range(9)]
    assert "page" not in ids(sensible_cut(Network(tuple(nodes), tuple(edges)), 9))


NETWORKS = [
    pytest.param(Network((), ()), id="empty"),
    pytest.param(Network((PAPER,), ()), id="one node"),
    pytest.param(PAIR, id="two nodes"),
    pytest.param(shared_by(60, papers=60), id="star"),
    pytest.param(shared_by(20, 20, 20, 20, papers=20), id="dense"),
    pytest.param(shared_by(*[1] * 40, papers=80), id="many parts"),
    pytest.param(invented(60, 120, 400), id="skewed"),
]


@pytest.mark.parametrize("network", NETWORKS)
def test_layout_places_all_apart(network: Network) -> None:
    places, sizes = layout(network), radii(network)
    assert set(places) == ids(network)
    assert all(isfinite(x) and isfinite(y) for x, y in places.values())
    touching = [
        (a, b)
        for a, b in combinations(places, 2)
        if dist(places[a], places[b]) < sizes[a] + sizes[b]
    ]
    assert touching == []


def test_layout_puts_linked_nearer() -> None:
    network = invented(60, 120, 400)
    places = layout(network)
    linked = [dist(places[edge.source], places[edge.target]) for edge in network.edges]
    every = [dist(a, b) for a, b in combinations(places.values(), 2)]
    assert sum(linked) / len(linked) < 0.7 * sum(every) / len(every)


def test_layout_lays_a_chain_flat() -> None:
    nodes = tuple(Node(f"t{i:02}", "theme", f"T{i}") for i in range(30))
    edges = tuple(Edge(f"t{i:02}", "broader", f"t{i + 1:02}", 1.0) for i in range(29))
    xs, ys = zip(*layout(Network(nodes, edges)).values(), strict=True)
    assert max(xs) - min(xs) > 1.5 * (max(ys) - min(ys))


def test_layout_does_not_depend_on_order() -> None:
    network = invented(20, 30, 90)
    turned = Network(network.nodes[::-1], network.edges[::-1])
    assert layout(turned) == layout(network)
    assert communities(turned) == communities(network)


def test_layout_does_not_depend_on_hash_seed() -> None:
    program = (
        "import json; from tests.test_network import *; network = invented(20, 30, 90);"
        "print(json.dumps([layout(network), communities(network)]))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert len(json.loads(runs[0])[0]) == 50
