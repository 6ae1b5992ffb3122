"""The graph in force as files of other programs, chosen by suffix."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.errors import ExportError
from kg.files import write_whole
from kg.network import to_networkx
from kg.store.dump import RDF_FORMATS, dump
from kg.view import whole
from kg.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.network import Network
    from kg.store.reader import Reader

_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""


def export(reader: Reader, path: Path) -> tuple[Path, ...]:
    """Write the whole graph in the format of the suffix of `path`; return the files written.

    The same graph gives the same bytes. Raises `ExportError` for an unknown suffix and where the
    file cannot be written.
    """
    suffix = path.suffix.lower().lstrip(".")
    if suffix in RDF_FORMATS:
        write_whole(path, dump(reader, suffix))
        return (path,)
    if suffix not in NETWORK_FORMATS:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise ExportError(f"{path}: no format of that suffix; write one of {known}")
    network = whole(reader, tuple(KINDS), sentences=1)
    written = tuple(NETWORK_FORMATS[suffix](network, path))
    for file, content in written:
        write_whole(file, [content])
    return tuple(file for file, _ in written)


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


def _graphml(network: Network, path: Path) -> Iterator[tuple[Path, bytes]]:
    buffer = io.BytesIO()
    nx.write_graphml_xml(_flat(network), buffer, named_key_ids=True)
    yield path, buffer.getvalue()


def _gexf(network: Network, path: Path) -> Iterator[tuple[Path, bytes]]:
    buffer = io.BytesIO()
    nx.write_gexf(_flat(network), buffer)
    # The writer notes today's date; the same graph must give the same bytes.
    yield path, re.sub(rb' lastmodifieddate="[^"]*"', b"", buffer.getvalue())


def _json(network: Network, path: Path) -> Iterator[tuple[Path, bytes]]:
    data = nx.node_link_data(to_networkx(network), edges="edges")
    yield path, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(network: Network, path: Path) -> Iterator[tuple[Path, bytes]]:
    nodes = [("id", "kind", "name", "kinds", "aliases", "url", "abstract")]
    nodes += [
        (
            node.id,
            node.kind,
            node.name,
            "; ".join(node.kinds),
            "; ".join(node.aliases),
            node.url,
            node.detail,
        )
        for node in network.nodes
    ]
    edges: list[tuple[object, ...]] = [("source", "relation", "target", "confidence", "sentence")]
    edges += [(e.source, e.relation, e.target, e.confidence, e.quote) for e in network.edges]
    yield path.with_suffix(".nodes.csv"), _rows(nodes)
    yield path.with_suffix(".edges.csv"), _rows(edges)


def _rows(rows: list[Any]) -> bytes:
    buffer = io.StringIO(newline="")
    # The line end of RFC 4180: with another, Python 3.11 leaves a lone "\r" in a text unquoted.
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode()


NETWORK_FORMATS: dict[str, Callable[[Network, Path], Iterator[tuple[Path, bytes]]]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "json": _json,
    "csv": _csv,
}
"""Suffix → writer of a network; ``csv`` writes two files, of nodes and of edges."""

FORMATS = (*RDF_FORMATS, *NETWORK_FORMATS)
"""Every suffix that `export` knows."""
