"""A part of the graph in, one HTML page that needs nothing else out."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import defaultdict
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

import pyvis
import pyvis.network

from kg.displayed import displayed, shortened
from kg.errors import NotFoundError
from kg.network import layout, radii
from kg.render.looks import MANNER_OF, MANNERS, OPTIONS, SHAPES
from kg.vocabulary import KINDS, RELATIONS

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from kg.network import Edge, Network, Node

__all__ = ["render"]

_LABEL = 34
_TITLE = 80
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def render(network: Network, *, total_nodes: int | None = None, focus: str | None = None) -> str:
    """Return the text of an HTML page with an interactive picture of `network`.

    The page asks for nothing from anywhere; it works from a file, without a network. Given
    `total_nodes`, it says how many of them it shows; the node with id `focus` is emphasised.
    The same network gives the same text.

    Raises `NotFoundError` where `focus` is not in the network.
    """
    if focus is not None and all(node.id != focus for node in network.nodes):
        raise NotFoundError(focus)
    title = shortened(network.title, _TITLE) or "Papers and what they are about"
    graph = _json(_graph(network) | {"total": total_nodes, "focus": focus})
    vis, explorer = _vis_script(), _own("explorer.js")
    return Template(_own("template.html")).substitute(
        title=escape(title),
        style=_own("colours.css") + _own("style.css"),
        scripts=f"{_hash(vis)} {_hash(explorer)}",
        graph=graph,
        vis=vis,
        explorer=explorer,
    )


def _graph(network: Network) -> dict[str, Any]:
    """Return all that explorer.js draws and shows; nodes and sentences are named by number."""
    nodes = sorted(network.nodes, key=lambda node: node.id)
    quotes = sorted({displayed(edge.quote) for edge in network.edges if edge.quote})
    picture = pyvis.network.Network(directed=True)
    picture.set_options(json.dumps(OPTIONS))
    _add_nodes(picture, nodes, network)
    _add_edges(picture, network, {node.id: i for i, node in enumerate(nodes)}, quotes)
    return {
        "options": picture.options,
        "nodes": picture.nodes,
        "edges": picture.edges,
        "quotes": quotes,
        "kinds": {kind.name: [kind.name, kind.plural] for kind in KINDS.values()},
        "relations": {
            relation.name: [relation.label, relation.inverse, MANNER_OF[relation.name]]
            for relation in RELATIONS.values()
        },
        "manners": {manner: words for manner, (words, _) in MANNERS.items()},
    }


def _add_nodes(picture: pyvis.network.Network, nodes: list[Node], network: Network) -> None:
    places, sizes = layout(network), radii(network)
    for number, node in enumerate(nodes):
        x, y = places[node.id]
        picture.add_node(
            number,
            # A label that is empty would make pyvis write the number instead.
            label=shortened(node.name, _LABEL) or "(no name)",
            shape=SHAPES[node.kind],
            group=node.kind,
            size=sizes[node.id],
            x=x,
            y=y,
            key=node.id,
            name=displayed(node.name),
            kinds=list(node.kinds) or [node.kind],
            aliases=[displayed(alias) for alias in node.aliases],
            detail=displayed(node.detail),
            url=node.url,
        )


def _add_edges(
    picture: pyvis.network.Network, network: Network, number: dict[str, int], quotes: list[str]
) -> None:
    """Add one edge for each fact, with all the sentences that it was read from."""
    facts: defaultdict[tuple[int, int, str], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        facts[number[edge.source], number[edge.target], edge.relation].append(edge)
    row = {quote: i for i, quote in enumerate(quotes)}
    for source, target, relation in sorted(facts):
        edges = sorted(facts[source, target, relation], key=lambda e: (-e.confidence, e.quote))
        picture.add_edge(
            source,
            target,
            arrows="to" if relation == "broader" else "",
            relation=relation,
            confidence=round(edges[0].confidence, 2),
            evidence=[_evidence(edge, row) for edge in edges if edge.quote],
        )


def _evidence(edge: Edge, row: dict[str, int]) -> list[int]:
    """Return the row of the sentence and the mention's offsets in it, in code points."""
    start = len(displayed(edge.quote[: edge.start]))
    end = start + len(displayed(edge.quote[edge.start : edge.end]))
    return [row[displayed(edge.quote)], start, end]


def _json(value: object) -> str:
    """Return JSON that can stand inside a script element, whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def _own(name: str) -> str:
    return files(__name__).joinpath(name).read_text("utf-8")


def _vis_script() -> str:
    """Return vis-network's script as pyvis ships it, newest version, without its source map.

    Its style sheet is left out: 220 kB for controls that the page does not use.
    """
    versions = [entry for entry in (files(pyvis) / "lib").iterdir() if "vis-" in entry.name]
    newest = max(versions, key=_version)
    script = newest.joinpath("vis-network.min.js").read_text("utf-8")
    return _SOURCE_MAP.sub("", script)


def _version(folder: Traversable) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", folder.name)]


def _hash(script: str) -> str:
    """Return the source expression that lets a Content-Security-Policy run just this script."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
