"""A network in, the regions that it falls into out, each named by the themes that set it apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain
from math import ceil, log
from typing import TYPE_CHECKING

from kg.network import communities, joining

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.network import Network

_NAMED_BY = ("hasTheme", "addresses")
_NAMES = 2
_FEWEST = 3
_SHARE = 0.001
"""Papers that make a region, and share of all; fewer join that which they have most in common with.
"""
_MOST = 300
"""Papers above which a region falls into smaller ones, if it can."""
_HUB = 0.15
"""Share of the papers from which on an entity says nothing of where a paper belongs."""


@dataclass(frozen=True, slots=True)
class Region:
    """Papers and entities that belong together; `members` are sorted ids, `papers` counts."""

    name: str
    members: tuple[str, ...]
    papers: int


def regions(network: Network) -> tuple[Region, ...]:
    """Return the regions of a network, the one with the most papers first.

    Every node that a path of facts joins to another paper is in exactly one region; what nothing
    joins is in none. The same network gives the same regions.

    >>> from kg.network import Edge, Network, Node
    >>> nodes = [Node(f"paper/{i}", "paper", f"Paper {i}") for i in range(3)]
    >>> edges = [Edge(node.id, "hasTheme", "concept/x", 1.0) for node in nodes]
    >>> regions(Network((*nodes, Node("concept/x", "theme", "robots")), tuple(edges)))[0].name
    'robots'
    """
    papers_of = _by_target(network)
    papers = {node.id for node in network.nodes if node.kind == "paper"}
    most = max(ceil(_HUB * len(papers)), 8)
    telling = {id_ for id_, of in papers_of.items() if 2 <= len(of) <= most}
    groups = _split(network.among(papers | telling), papers)
    home = _settlers(groups, papers, papers_of)
    # Themes above themes follow step by step.
    while fresh := dict(_followers(network, home)):
        home |= fresh
    members: defaultdict[int, list[str]] = defaultdict(list)
    for id_ in sorted(home):
        members[home[id_]].append(id_)
    found = sorted(members.values(), key=lambda ids: (-len(papers.intersection(ids)), ids))
    return tuple(_named(network, found, papers))


def _by_target(network: Network) -> dict[str, set[str]]:
    return joining(network, {node.id: node.kind for node in network.nodes})


def _split(network: Network, papers: set[str]) -> list[set[str]]:
    """Return the communities of a network, those with very many papers split again."""
    groups: list[set[str]] = []
    for group in map(set, communities(network)):
        is_part = len(group) < len(network.nodes)
        if is_part and len(papers.intersection(group)) > _MOST:
            groups += _split(network.among(group), papers)
        else:
            groups.append(group)
    return groups


def _settlers(
    groups: list[set[str]], papers: set[str], papers_of: dict[str, set[str]]
) -> dict[str, int]:
    """Return the groups of papers and entities; papers of tiny groups go to a larger one."""
    fewest = max(_FEWEST, _SHARE * len(papers))
    large = [i for i, group in enumerate(groups) if len(papers.intersection(group)) >= fewest]
    home = {id_: i for i in large for id_ in groups[i]}
    entities: defaultdict[str, list[str]] = defaultdict(list)
    for entity, of in sorted(papers_of.items()):
        for paper in of:
            entities[paper].append(entity)
    strays = sorted(papers - home.keys())
    for paper in strays:
        neighbours = chain.from_iterable(papers_of[entity] for entity in entities[paper])
        votes = Counter(home[other] for other in neighbours if other in home)
        if votes:
            home[paper] = min(votes, key=lambda i: (-votes[i], i))
    return home


def _followers(network: Network, home: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Yield the region of each other entity: that of most of the papers it stands in."""
    votes: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for edge in network.edges:
        if edge.source in home and edge.target not in home:
            votes[edge.target][home[edge.source]] += 1
    for id_ in sorted(votes):
        yield id_, min(votes[id_], key=lambda i: (-votes[id_][i], i))


def _named(network: Network, groups: list[list[str]], papers: set[str]) -> Iterator[Region]:
    themes = _themes(network)
    counts = [
        Counter(chain.from_iterable(themes[paper] for paper in papers.intersection(members)))
        for members in groups
    ]
    sizes = [len(papers.intersection(members)) for members in groups]
    for members, size, chosen in zip(groups, sizes, _telling(counts, sizes), strict=True):
        name = " · ".join(chosen)
        yield Region(name or "other papers", tuple(members), size)


def _telling(counts: list[Counter[str]], sizes: list[int]) -> list[list[str]]:
    """Return the themes that name each group, the most telling first.

    A theme tells the more of a group the more of its papers have it, and the larger a share of the
    theme's papers these are. It names one group alone, that of which it tells most, and a second
    name is no part of the first; where nothing else is left, a name is given twice.
    """
    of_all = Counter(chain.from_iterable(here.elements() for here in counts))
    papers = max(sum(sizes), 1)
    weight = {
        (group, name): count * log(1 + count * papers / (of_all[name] * sizes[group]))
        for group, here in enumerate(counts)
        for name, count in here.items()
    }
    chosen: list[list[str]] = [[] for _ in counts]
    taken: set[str] = set()
    ranked = sorted(weight, key=lambda pair: (-weight[pair], pair))
    for group, name in ranked:
        here = chosen[group]
        is_new = all(name not in other and other not in name for other in here)
        if name not in taken and len(here) < _NAMES and is_new:
            here.append(name)
            taken.add(name)
    for group, name in ranked:
        if not chosen[group]:
            chosen[group].append(name)
    return chosen


def _themes(network: Network) -> defaultdict[str, set[str]]:
    """Return the names of what each paper is about."""
    names = {node.id: node.name for node in network.nodes}
    themes: defaultdict[str, set[str]] = defaultdict(set)
    for edge in network.edges:
        if edge.relation in _NAMED_BY:
            themes[edge.source].add(names[edge.target])
    return themes
