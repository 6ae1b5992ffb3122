"""Groups, links and sizes in, places on a plane out: linked nodes near, none on another.

Plain numpy: `networkx.forceatlas2_layout` is ten times slower, and its others need scipy.
"""

from __future__ import annotations

from collections import Counter
from math import pi, sqrt
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator

Array: TypeAlias = NDArray[np.float64]
_Indices: TypeAlias = NDArray[np.intp]

_GOLDEN_ANGLE = pi * (3 - sqrt(5))
_STEPS = 200
_PUSHES = 80
_AREA_PER_NODE = 4.5
_AREA_PER_DISC = 0.9
_SCREEN = np.array([1.25, 0.8])
"""How much wider and lower than force leaves it a picture is: as screens are."""
_EVENNESS = 0.55
_RIM = 1.5
"""How far out a node may stand in its disc, in root mean squares of all distances."""


def arranged(groups: list[list[int]], links: list[tuple[int, int]], room: Array) -> Array:
    """Return places, of shape (n, 2), for the n nodes of one connected part, around the origin.

    `groups` are its communities, each a sorted list of node numbers; `room` is the radius that
    each node needs. The nodes of each group settle among themselves, in a disc; then the discs
    settle as if each was one node, so that no group lies in another.

    >>> one, other = arranged([[0, 1]], [(0, 1)], np.array([1.0, 1.0]))
    >>> bool(np.hypot(*(one - other)) >= 2)
    True
    """
    pairs = np.array(links, dtype=np.intp).reshape(-1, 2)
    group_of = np.empty(len(room), dtype=np.intp)
    row_of = np.empty(len(room), dtype=np.intp)
    for number, group in enumerate(groups):
        group_of[group], row_of[group] = number, np.arange(len(group))
    first, second = group_of[pairs].T
    within = [row_of[pairs[(first == second) & (first == i)]] for i in range(len(groups))]
    discs = [_disc(own, room[group]) for own, group in zip(within, groups, strict=True)]
    reach = np.array(
        [
            float((np.hypot(*disc.T) + room[group]).max())
            for disc, group in zip(discs, groups, strict=True)
        ]
    )
    centres = _centres(np.stack([first, second], axis=1), reach)
    places = np.empty((len(room), 2))
    for centre, disc, group in zip(centres, discs, groups, strict=True):
        places[group] = centre + disc
    return places


def _disc(pairs: _Indices, room: Array) -> Array:
    """Return the places of the nodes of one group, around the origin."""
    if len(room) == 1:
        return np.zeros((1, 2))
    degree: Array = np.bincount(pairs.ravel(), minlength=len(room)).astype(float)
    start = _sunflower(len(room)) * 10
    places = _turned(_settled(start, pairs, np.ones(len(pairs)), (1 + degree) ** 0.7))
    scaled = _scaled(places, room, _AREA_PER_NODE)
    # What nothing ties to the others drifts away, and would make the disc a large one.
    distance = np.maximum(np.hypot(*scaled.T), 1e-9)
    rim = _RIM * sqrt(float((distance**2).mean()))
    placed: Array = _separated(scaled * np.minimum(1, rim / distance)[:, None], room)
    middle: Array = (placed.max(axis=0) + placed.min(axis=0)) / 2
    return np.subtract(placed, middle)


def _centres(pairs: _Indices, reach: Array) -> Array:
    """Return the centres of discs, those tied by more links nearer to each other."""
    if len(reach) == 1:
        return np.zeros((1, 2))
    between = Counter((int(a), int(b)) for a, b in np.sort(pairs, axis=1) if a != b)
    ties = np.array(sorted(between), dtype=np.intp).reshape(-1, 2)
    strength = np.array([between[a, b] for a, b in sorted(between)])
    size = reach / reach.mean()
    settled = _settled(_sunflower(len(reach)) * 10, ties, strength / strength.mean(), size)
    return _separated(_scaled(_turned(settled), reach, _AREA_PER_DISC) * _SCREEN, reach)


def _sunflower(count: int) -> Array:
    """Return `count` points that fill a disc evenly, about pi units of area for each."""
    number = np.arange(count)
    distance, turn = np.sqrt(number + 0.5), number * _GOLDEN_ANGLE
    return np.stack([distance * np.cos(turn), distance * np.sin(turn)], axis=1)


def _settled(start: Array, pairs: _Indices, weights: Array, mass: Array) -> Array:
    """Return the places after some moves under forces like ForceAtlas2's (Jacomy et al. 2014).

    Every two nodes repel each other by the product of their masses over their distance, linked
    ones attract each other by their distance to the 1.5, and all are drawn a little to the
    middle. The longest allowed move shrinks to nothing, as in Fruchterman and Reingold (1991).
    """
    places: Array = start - start.mean(axis=0)
    reach = float(np.abs(places).max()) or 1.0
    first, second = pairs[:, 0], pairs[:, 1]
    for step in range(_STEPS):
        force = _repulsion(places, mass) - 0.02 * mass[:, None] * places
        apart = places[second] - places[first]
        pull = apart * (weights * (apart**2).sum(axis=1) ** 0.25)[:, None]
        np.add.at(force, first, pull)
        np.add.at(force, second, -pull)
        length = np.sqrt((force**2).sum(axis=1))
        longest = reach * 0.2 * (1 - step / _STEPS) ** 1.5
        # A heavy node moves less under the same force, or hubs would swing to and fro.
        move = np.minimum(length / mass, longest) / np.maximum(length, 1e-9)
        places = places + force * move[:, None]
    return places


def _repulsion(places: Array, mass: Array) -> Array:
    dx, dy = _differences(places)
    strength = dx * dx + dy * dy
    strength += np.float32(0.01)
    np.divide(mass.astype(np.float32), strength, out=strength)
    along = np.stack([np.einsum("ij,ij->i", dx, strength), np.einsum("ij,ij->i", dy, strength)], 1)
    return along.astype(np.float64) * mass[:, None]


def _turned(places: Array) -> Array:
    """Return the places turned so that their longest extent lies flat, as screens do."""
    centred = places - places.mean(axis=0)
    spread_x, spread_xy, _, spread_y = (centred.T @ centred).ravel()
    angle = 0.5 * np.arctan2(2 * spread_xy, spread_x - spread_y)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned: Array = centred @ turn
    return turned


def _scaled(places: Array, room: Array, share: float) -> Array:
    """Return the places at a scale that leaves each node `share` times its own area.

    Distances from the middle are evened out, so that a few long chains at the rim do not leave
    everybody else crowded in the middle.
    """
    distance = np.sqrt((places**2).sum(axis=1, keepdims=True))
    evened: Array = places * np.maximum(distance, 1e-9) ** (_EVENNESS - 1)
    wanted = sqrt(share * float((room**2).sum()))
    extent = 2 * float(np.sqrt((evened**2).sum(axis=1).mean())) or 1.0
    return evened * (wanted / extent)


def _separated(places: Array, room: Array) -> Array:
    """Return the places after pushing apart, pair by pair, the nodes that take others' room."""
    # Nodes in exactly the same place have no direction to part in: give every node its own.
    places = places + _sunflower(len(places)) * 1e-3
    needed = room[:, None] + room
    np.fill_diagonal(needed, 0)
    too_near = (needed**2).astype(np.float32)
    for _ in range(_PUSHES):
        dx, dy = _differences(places)
        first, second = np.nonzero(dx * dx + dy * dy < too_near)
        if not len(first):
            break
        apart = places[first] - places[second]
        distance = np.maximum(np.sqrt((apart**2).sum(axis=1)), 1e-9)
        short = needed[first, second] - distance
        np.add.at(places, first, apart * (0.5 * short / distance)[:, None])
    return places


def _differences(places: Array) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return x and y of every place less those of every other place."""
    # Single precision takes half the time, and a screen shows less.
    x, y = places.astype(np.float32).T
    return x[:, None] - x, y[:, None] - y


def in_rows(spread: list[Array], rooms: list[Array]) -> list[Array]:
    """Return the parts' places moved side by side into rows, in their order.

    A row is as wide as the first part, or wider where the rest would make a tower of rows.
    """
    low = [(places - room[:, None]).min(axis=0) for places, room in zip(spread, rooms, strict=True)]
    high = [
        (places + room[:, None]).max(axis=0) for places, room in zip(spread, rooms, strict=True)
    ]
    boxes = np.array(high) - np.array(low)
    widest = max(boxes[0, 0], sqrt(2.5 * float(boxes[1:].prod(axis=1).sum())))
    moved, top = [], 0.0
    for row in _rows(boxes[:, 0], widest):
        height = float(boxes[row, 1].max())
        left = -float(boxes[row, 0].sum()) / 2
        for part in row:
            corner = np.array([left, top + (height - boxes[part, 1]) / 2])
            moved.append(spread[part] - low[part] + corner)
            left += boxes[part, 0]
        top += height
    return moved


def _rows(widths: Array, widest: float) -> Iterator[list[int]]:
    """Yield the numbers of the parts in each row, filled one after the other."""
    row: list[int] = []
    for part, width in enumerate(widths):
        if row and widths[row].sum() + width > widest:
            yield row
            row = []
        row.append(part)
    yield row
