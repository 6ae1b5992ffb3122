"""Nodes and edges in; NetworkX views, communities, a cut that fits a screen and a layout out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from math import ceil, log2, sqrt
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from kg.forces import arranged, in_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kg.forces import Array
    from kg.model import ClaimedResult, Field, Paper

_SEED = 0
_GAP = 4.0


@dataclass(frozen=True, slots=True)
class Node:
    """A paper or entity; `kind` is its main kind, `detail` a paper's abstract."""

    id: str
    kind: str
    name: str
    kinds: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    detail: str = ""
    url: str = ""
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """One fact, and one sentence it was read from; ``quote[start:end]`` is the mention.

    The sentence begins at `at` in the `field` of `paper`, where that is known.
    """

    source: str
    relation: str
    target: str
    confidence: float
    quote: str = ""
    start: int = 0
    end: int = 0
    paper: str = ""
    field: Field = "abstract"
    at: int = 0


@dataclass(frozen=True, slots=True)
class Network:
    """A part of the graph; node ids are unique, and both ends of an edge are among the nodes.

    A fact with several sentences has one edge for each. Breaking either rule is a ValueError.
    `claims` are what the papers among the nodes claim to reach.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    title: str = ""
    claims: tuple[ClaimedResult, ...] = ()

    def __post_init__(self) -> None:
        ids = {node.id for node in self.nodes}
        if len(ids) < len(self.nodes):
            raise ValueError("two nodes of a network have the same id")
        for edge in self.edges:
            if edge.source not in ids or edge.target not in ids:
                raise ValueError(
                    f"edge {edge.source} {edge.relation} {edge.target} has a loose end"
                )

    def among(self, ids: Collection[str]) -> Network:
        """Return the network of these nodes and the edges between them.

        >>> toy = Network((Node("a", "paper", "A"), Node("b", "task", "B")), ())
        >>> [node.name for node in toy.among({"b"}).nodes]
        ['B']
        """
        return Network(
            tuple(node for node in self.nodes if node.id in ids),
            tuple(edge for edge in self.edges if edge.source in ids and edge.target in ids),
            self.title,
            tuple(claim for claim in self.claims if claim.paper in ids),
        )


def to_networkx(network: Network) -> nx.MultiDiGraph:
    """Return the NetworkX view: nodes by id, edges keyed by relation.

    Of several sentences for one fact, the surest one is kept.

    >>> nodes = (Node("p", "paper", "P"), Node("m", "method", "LoRA"))
    >>> graph = to_networkx(Network(nodes, (Edge("p", "uses", "m", 0.9),)))
    >>> graph.nodes["m"]["name"], graph.edges["p", "m", "uses"]["confidence"]
    ('LoRA', 0.9)
    """
    graph = nx.MultiDiGraph(title=network.title)
    for node in network.nodes:
        graph.add_node(
            node.id,
            kind=node.kind,
            name=node.name,
            kinds=node.kinds,
            aliases=node.aliases,
            detail=node.detail,
            url=node.url,
        )
    for edge in sorted(network.edges, key=lambda edge: (edge.confidence, edge.quote)):
        graph.add_edge(
            edge.source,
            edge.target,
            key=edge.relation,
            confidence=edge.confidence,
            quote=edge.quote,
            start=edge.start,
            end=edge.end,
        )
    return graph


def communities(network: Network) -> tuple[tuple[str, ...], ...]:
    """Return groups of ids that are tied more closely to each other than to the rest.

    Every node is in exactly one group; the largest group comes first, ids are sorted in each.
    Louvain's method (Blondel et al. 2008).

    >>> nodes = tuple(Node(id, "paper", id) for id in "abc")
    >>> communities(Network(nodes, (Edge("a", "uses", "c", 1.0),)))
    (('a', 'c'), ('b',))
    """
    ids, graph = _numbered(network)
    return tuple(tuple(ids[i] for i in group) for group in _louvain(graph))


def neighbour_counts(network: Network) -> dict[str, int]:
    """Return how many different other nodes each node touches.

    >>> nodes = (Node("p", "paper", "P"), Node("m", "method", "M"))
    >>> two = (Edge("p", "uses", "m", 0.9), Edge("p", "proposes", "m", 0.8))
    >>> neighbour_counts(Network(nodes, two))
    {'m': 1, 'p': 1}
    """
    ids, graph = _numbered(network)
    return {ids[i]: graph.degree[i] for i in graph}


def radii(network: Network) -> dict[str, float]:
    """Return the radius each node is drawn with, in units of `layout`: the more used, the larger.

    A paper's use is only its number of facts, so papers grow slowly: the entities that connect
    them stand out.
    """
    counts = neighbour_counts(network)
    growth = {node.id: 1.0 if node.kind == "paper" else 3.2 for node in network.nodes}
    return {id_: round(min(4.5 + growth[id_] * sqrt(n), 36.0), 1) for id_, n in counts.items()}


def sensible_cut(network: Network, most: int = 600) -> Network:
    """Return at most `most` nodes that make a good first picture of a large network.

    Papers, and the entities that connect at least two of them, the most connecting first; a
    third of the places is kept for entities. Pages are left out: which list a paper stood on
    says nothing of its content, yet would pull the whole picture together. A network that is
    small enough stays as it is.
    """
    if len(network.nodes) <= most:
        return network
    kinds = {node.id: node.kind for node in network.nodes}
    papers_of = joining(network, kinds)
    connecting = [id_ for id_, papers in papers_of.items() if len(papers) > 1]
    connecting.sort(key=lambda id_: (-len(papers_of[id_]), id_))
    papers = sorted(id_ for id_, kind in kinds.items() if kind == "paper")
    room = max(most - len(papers), ceil(most / 3))
    entities = connecting[:room]
    shared = Counter(chain.from_iterable(papers_of[id_] for id_ in entities))
    papers.sort(key=lambda id_: (-shared[id_], id_))
    return network.among({*entities, *papers[: most - len(entities)]})


def joining(network: Network, kinds: dict[str, str]) -> dict[str, set[str]]:
    """Return the papers of each entity, given the kind of every node; pages are left out."""
    papers_of: defaultdict[str, set[str]] = defaultdict(set)
    for edge in network.edges:
        if kinds[edge.source] == "paper" and kinds[edge.target] not in ("paper", "page"):
            papers_of[edge.target].add(edge.source)
    return papers_of


def layout(
    network: Network,
    sizes: Mapping[str, float] | None = None,
    groups: Iterable[Collection[str]] | None = None,
) -> dict[str, tuple[float, float]]:
    """Return the place of every node: linked nodes near each other, none on top of another.

    Nodes are as large as `radii` says if no `sizes` are given; those of a group, which is a
    community if no `groups` are given, stand together. Each connected part is laid out on its own
    and turned so that it is wider than high; the largest comes first, the others in rows below it.
    Every coordinate is finite; y grows downwards. The same network gives the same places, in any
    order of its nodes and edges.
    """
    if not network.nodes:
        return {}
    ids, graph = _numbered(network)
    sizes = sizes or radii(network)
    group_of = _group_of(ids, groups if groups is not None else communities(network))
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=_largest_first)
    rooms = [_room(np.array([sizes[ids[i]] for i in part])) for part in parts]
    spread = [
        arranged(_split(part, group_of), list(_part(graph, part).edges), room)
        for part, room in zip(parts, rooms, strict=True)
    ]
    places = np.concatenate(in_rows(spread, rooms))
    return {
        ids[i]: (round(float(x), 1), round(float(y), 1))
        for i, (x, y) in zip(chain.from_iterable(parts), places, strict=True)
    }


def _group_of(ids: list[str], groups: Iterable[Collection[str]]) -> list[int]:
    """Return the group of each node; those of none are one group more."""
    number = {id_: i for i, group in enumerate(groups) for id_ in group}
    return [number.get(id_, -1) for id_ in ids]


def _split(part: list[int], group_of: list[int]) -> list[list[int]]:
    """Return the groups of a part, its nodes numbered from 0, largest first."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for i, node in enumerate(part):
        members[group_of[node]].append(i)
    return sorted(members.values(), key=_largest_first)


def _room(radius: Array) -> Array:
    """Return the radius each node needs with its label; there is more of it in a small part."""
    return radius + _GAP * (1 + 6 / sqrt(len(radius) + 3))


def _largest_first(group: list[int]) -> tuple[int, list[int]]:
    return (-len(group), group)


def _numbered(network: Network) -> tuple[list[str], nx.Graph]:
    """Return the sorted ids and the plain graph of their numbers.

    Numbers, because the order in which sets of strings are walked differs between two runs.
    """
    ids = sorted(node.id for node in network.nodes)
    number = {id_: i for i, id_ in enumerate(ids)}
    graph = nx.Graph()
    graph.add_nodes_from(range(len(ids)))
    pairs = {(number[edge.source], number[edge.target]) for edge in network.edges}
    graph.add_edges_from(sorted((a, b) for a, b in pairs if a != b))
    return ids, graph


def _part(graph: nx.Graph, members: list[int]) -> nx.Graph:
    """Return the graph of some sorted nodes, numbered again from 0."""
    number = {node: i for i, node in enumerate(members)}
    part = nx.Graph()
    part.add_nodes_from(range(len(members)))
    part.add_edges_from(sorted((number[a], number[b]) for a, b in graph.edges(members)))
    return part


def _louvain(graph: nx.Graph) -> list[list[int]]:
    for one, other, link in graph.edges(data=True):
        # What few share ties them more closely than what all share.
        link["weight"] = 1 / log2(1 + max(graph.degree[one], graph.degree[other]))
    groups = nx.community.louvain_communities(graph, seed=_SEED)
    return sorted((sorted(group) for group in groups), key=_largest_first)
