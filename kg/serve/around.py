"""A node and its facts in, a small picture of its neighbours out: links, drawn as SVG."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

from kg.displayed import shortened
from kg.lookup.facts import far_end
from kg.serve.html import Html, address, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.lookup.facts import Fact
    from kg.lookup.names import Ref

_MOST, _LABEL = 16, 22
_WIDTH, _HEIGHT = 460, 340
_NEAREST, _ACROSS, _UP = 30, 50, 145
"""How far from the middle the neighbours stand: aside, at least and beyond that; up and down."""


def around(node: Ref, facts: Iterable[list[Fact]]) -> Html:
    """Return the picture of some neighbours of a node, of each relation its surest ones."""
    near = _chosen(node.id, facts)
    half = (len(near) + 1) // 2
    places = [*_column(half, 1), *_column(len(near) - half, -1)]
    x, y = _WIDTH // 2, _HEIGHT // 2
    lines = [tag("line", x1=str(x), y1=str(y), x2=str(to_x), y2=str(to_y)) for to_x, to_y in places]
    drawn = [_neighbour(one, *place) for one, place in zip(near, places, strict=True)]
    middle = tag("circle", tag("title", node.name), cx=str(x), cy=str(y), r="11")
    picture = tag(
        "svg",
        *lines,
        tag("g", middle, class_=node.kind),
        *drawn,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        aria_label=f"neighbours of {node.name[:200]}",
    )
    larger = tag("a", "interactive picture", href=address(f"picture/{node.id}"))
    return tag("div", picture, tag("p", larger, class_="links soft"))


def _column(number: int, side: int) -> Iterator[tuple[int, int]]:
    """Yield places right (1) or left (-1) of the middle: one below the other, bent around it."""
    for place in range(number):
        height = (2 * place + 1) / number - 1
        aside = _NEAREST + _ACROSS * sqrt(1 - height * height)
        yield round(_WIDTH / 2 + side * aside), round(_HEIGHT / 2 + height * _UP)


def _chosen(id_: str, facts: Iterable[list[Fact]]) -> list[Ref]:
    """Return some neighbours, taking turns between the relations, then relation by relation."""
    ranked = sorted(
        (place, order, far_end(fact, id_))
        for order, group in enumerate(facts)
        for place, fact in enumerate(group)
    )
    chosen = list(dict.fromkeys(node for _, _, node in ranked))[:_MOST]
    return sorted(chosen, key=lambda node: (node.kind, node.id))


def _neighbour(node: Ref, x: int, y: int) -> Html:
    right = x > _WIDTH // 2
    label = tag(
        "text",
        shortened(node.name, _LABEL) or "(no name)",
        x=str(x + 12 if right else x - 12),
        y=str(y + 4),
        text_anchor="start" if right else "end",
    )
    dot = tag("circle", cx=str(x), cy=str(y), r="7")
    title = tag("title", f"{node.kind}: {node.name}")
    return tag("a", title, dot, label, href=address(node.id), class_=node.kind)
