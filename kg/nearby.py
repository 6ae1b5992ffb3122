"""A node and what lies near it in, a small picture of them out: a tree to both sides, as SVG.

The picture is drawn without libraries, so that pages of a server and cells of a notebook can have
one at once.
"""

from __future__ import annotations

from collections import defaultdict
from importlib.resources import files
from math import sqrt
from typing import TYPE_CHECKING

from kg.displayed import shortened
from kg.html import Html, joined, tag
from kg.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.lookup.names import Ref

    Tree = Mapping[str, Sequence[Ref]]
    Row = tuple[Ref, str, int]
    Place = tuple[float, float]

_LABEL = 24
_ROW, _STEP, _NAME = 22, 190, 176
"""Heights and widths: of a row, from a node to the next, of a name."""
_NEAREST, _ACROSS = 30, 50
"""How far from the middle the first nodes stand, at least and beyond that."""


def nearby(
    centre: Ref, near: Iterable[tuple[Ref, Ref]], href: Callable[[str], str] | None = None
) -> Html:
    """Return the picture of a node and of pairs: a node, and the one over which it is reached.

    What is reached over something that is not among the nodes brings that along. With `href`, which
    returns the address of an id, names are links. Its style is that of `style`.
    """
    rows = list(_rows(centre, near))
    right, left = _halves(rows)
    depth = max((level for *_, level in rows), default=1)
    wide = round(2 * (_NEAREST + _ACROSS + (depth - 1) * _STEP + _NAME))
    high = _ROW * (max(len(right), len(left), 3) + 1)
    middle = (wide / 2, high / 2)
    places = {centre.id: middle, **_column(right, 1, middle), **_column(left, -1, middle)}
    lines = [_line(places[parent], places[node.id]) for node, parent, _ in rows]
    drawn = [_named(node, places[node.id], middle, href) for node, *_ in rows]
    x, y = map(_number, middle)
    own = tag("circle", tag("title", centre.name), cx=x, cy=y, r="11")
    return tag(
        "svg",
        *lines,
        tag("g", own, class_=centre.kind),
        *drawn,
        class_="nearby",
        viewBox=f"0 0 {wide} {high}",
        width=str(wide),
        role="img",
        aria_label=f"neighbours of {centre.name[:200]}",
    )


def style() -> str:
    """Return the style sheet of the picture, which touches nothing else on a page."""
    return _read("render/colours.css").replace(":root", ".nearby") + sheet()


def sheet() -> str:
    """Return the style sheet of the picture for a page that has the colours already."""
    kinds = "".join(f".nearby .{kind} {{ --kind: var(--{kind}) }}\n" for kind in KINDS)
    return kinds + _read("nearby.css")


def _read(name: str) -> str:
    # By its path: importing kg.render would bring in all that draws large pictures.
    return files("kg").joinpath(name).read_text("utf-8")


def _rows(centre: Ref, near: Iterable[tuple[Ref, Ref]]) -> Iterator[Row]:
    """Yield each node with its parent and how far it stands from the centre, branch by branch."""
    tree: defaultdict[str, list[Ref]] = defaultdict(list)
    seen = {centre.id}
    for node, parent in near:
        if node.id in seen:
            continue
        if parent.id not in seen:
            tree[centre.id].append(parent)
        tree[parent.id].append(node)
        seen |= {parent.id, node.id}
    return _branch(tree, centre.id, 1)


def _branch(tree: Tree, parent: str, level: int) -> Iterator[Row]:
    for node in tree.get(parent, ()):
        yield node, parent, level
        yield from _branch(tree, node.id, level + 1)


def _halves(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the rows of the right side and of the left: whole branches, about as many on each."""
    starts = [place for place, (*_, level) in enumerate(rows) if level == 1]
    half = min(starts, key=lambda start: (abs(2 * start - len(rows)), -start), default=0)
    return (rows[:half], rows[half:]) if half else (rows, [])


def _column(rows: list[Row], side: int, middle: Place) -> dict[str, Place]:
    """Return places right (1) or left (-1) of the middle: one below the other, bent around it."""
    places = {}
    for place, (node, _, level) in enumerate(rows):
        height = (2 * place + 1) / len(rows) - 1
        aside = _NEAREST + _ACROSS * sqrt(1 - height * height) + _STEP * (level - 1)
        places[node.id] = middle[0] + side * aside, middle[1] + height * len(rows) * _ROW / 2
    return places


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _line(start: Place, end: Place) -> Html:
    (x1, y1), (x2, y2) = (map(_number, place) for place in (start, end))
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2)


def _named(node: Ref, place: Place, middle: Place, href: Callable[[str], str] | None) -> Html:
    x, y = place
    side = 1 if x > middle[0] else -1
    label = tag(
        "text",
        shortened(node.name, _LABEL) or "(no name)",
        x=_number(x + side * 12),
        y=_number(y + 4),
        text_anchor="start" if side > 0 else "end",
    )
    title = tag("title", f"{node.kind}: {node.name}")
    dot = tag("circle", cx=_number(x), cy=_number(y), r="7")
    parts = joined([title, dot, label])
    if href:
        return tag("a", parts, href=href(node.id), class_=node.kind)
    return tag("g", parts, class_=node.kind)
