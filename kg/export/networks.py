"""A network in, files that NetworkX, Gephi and Cytoscape open out."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.network import to_networkx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.network import Network

_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""


def graphml(network: Network, path: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield the file of a network as GraphML."""
    buffer = io.BytesIO()
    nx.write_graphml_xml(_flat(network), buffer, named_key_ids=True)
    yield path, buffer.getvalue()


def gexf(network: Network, path: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield the file of a network as GEXF, without a date."""
    buffer = io.BytesIO()
    nx.write_gexf(_flat(network), buffer)
    # The writer notes today's date; the same graph must give the same bytes.
    yield path, re.sub(rb' lastmodifieddate="[^"]*"', b"", buffer.getvalue())


def node_link(network: Network, path: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield the file of a network as JSON, as `networkx.node_link_graph` reads it."""
    data = nx.node_link_data(to_networkx(network), edges="edges")
    yield path, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _flat(network: Network) -> nx.MultiDiGraph:
    """Return the NetworkX view with attributes that XML formats can hold: texts and numbers."""
    graph = to_networkx(network)
    for _, attributes in graph.nodes(data=True):
        attributes.update({key: _text(value) for key, value in attributes.items()})
        attributes["label"] = attributes["name"]
    for *_, key, attributes in graph.edges(keys=True, data=True):
        # GEXF would take a "start" and an "end" for times, and the graph for a moving one.
        offsets = {f"quote_{name}": attributes.pop(name) for name in ("start", "end")}
        attributes.update({name: _text(value) for name, value in attributes.items()} | offsets)
        attributes["relation"] = key
    return graph


def _text(value: Any) -> Any:
    if isinstance(value, tuple):
        value = "; ".join(value)
    return _NOT_IN_XML.sub("", value) if isinstance(value, str) else value
