"""A node and its facts in, a small picture of its neighbours out, each a link to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.html import Html, address, tag
from kg.lookup.facts import far_end
from kg.nearby import nearby

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.lookup.facts import Fact
    from kg.lookup.names import Ref

_MOST = 16


def around(node: Ref, facts: Iterable[list[Fact]]) -> Html:
    """Return the picture of some neighbours of a node, of each relation its surest ones."""
    picture = nearby(node, ((near, node) for near in _chosen(node.id, facts)), address)
    larger = tag("a", "interactive picture", href=address(f"picture/{node.id}"))
    return tag("div", picture, tag("p", larger, class_="links soft"))


def _chosen(id_: str, facts: Iterable[list[Fact]]) -> list[Ref]:
    """Return some neighbours, taking turns between the relations, then relation by relation."""
    ranked = sorted(
        (place, order, far_end(fact, id_))
        for order, group in enumerate(facts)
        for place, fact in enumerate(group)
    )
    chosen = list(dict.fromkeys(node for _, _, node in ranked))[:_MOST]
    return sorted(chosen, key=lambda node: (node.kind, node.id))
