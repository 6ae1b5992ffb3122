"""How each kind of node and each relation is drawn; colours are in colours.css."""

from __future__ import annotations

SHAPES = {
    "paper": "square",
    "method": "dot",
    "dataset": "diamond",
    "task": "triangle",
    "theme": "hexagon",
    "metric": "triangleDown",
    "repository": "star",
    "page": "square",
}
"""Kind → a shape of vis-network that keeps its label outside."""

MANNERS = {
    "new": ("proposes, introduces", ("proposes", "introduces")),
    "used": ("uses, extends", ("uses", "usesDataset", "reportsMetric", "extends")),
    "compared": ("compares with", ("comparesWith",)),
    "mentioned": ("mentions", ("mentions", "mentionsDataset")),
    "about": ("addresses, has theme", ("addresses", "hasTheme", "broader")),
    "linked": (
        "links, listed on",
        ("hasCode", "hasModel", "hasData", "hasProjectPage", "hasLink", "listedOn"),
    ),
}
"""Manner → its words in the legend and its relations: six ways to draw an edge, not eighteen."""

MANNER_OF = {relation: manner for manner, (_, of) in MANNERS.items() for relation in of}
