"""Regions of a network: what they are named by."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from kg.network import Edge, Network, Node
from kg.regions import regions

if TYPE_CHECKING:
    from collections.abc import Mapping

THEMES = {
    # Both groups are about robots; each has a theme of its own, and one that is a part of that.
    "a": ("robots", "grasping", "robotic grasping", "hands"),
    "b": ("robots", "walking", "legged walking", "feet"),
}


def groups(themes: Mapping[str, tuple[str, ...]], papers: int = 6) -> Network:
    """Return as many papers for each group, all with all themes of the group."""
    names = sorted({theme for of in themes.values() for theme in of})
    nodes = [Node(f"concept/{name}", "theme", name) for name in names]
    nodes += [Node(f"paper/{group}{i}", "paper", "") for group in themes for i in range(papers)]
    edges = (
        Edge(f"paper/{group}{i}", "hasTheme", f"concept/{theme}", 0.9)
        for group, of in themes.items()
        for i in range(papers)
        for theme in of
    )
    return Network(tuple(nodes), tuple(edges))


def test_a_theme_names_one_region() -> None:
    found = regions(groups(THEMES))
    assert [region.papers for region in found] == [6, 6]
    named = [set(region.name.split(" · ")) for region in found]
    assert all(one.isdisjoint(other) for one, other in combinations(named, 2))


def test_a_second_name_says_more_than_the_first() -> None:
    for region in regions(groups(THEMES)):
        one, other = region.name.split(" · ")
        assert one not in other
        assert other not in one


def test_a_region_without_a_theme_of_its_own_shares_one() -> None:
    alike = {"a": ("robots",), "b": ("robots",)}
    network = groups(alike)
    tied = [Node(f"concept/{group}", "method", group) for group in alike]
    edges = (
        Edge(f"paper/{group}{i}", "uses", f"concept/{group}", 0.9)
        for group in alike
        for i in range(6)
    )
    found = regions(Network((*network.nodes, *tied), (*network.edges, *edges)))
    assert {region.name for region in found} == {"robots"}
