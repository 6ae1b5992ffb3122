"""A network in, a table of its nodes and one of its edges out."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from kg.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.network import Network

_NODES = ("id", "kind", "name", "kinds", "aliases", "url", "abstract")
_EDGES = ("source", "relation", "target", "confidence", "sentence")
_NEO4J_NODES = ("id:ID", ":LABEL", "name", "aliases:string[]", "url", "abstract")
_NEO4J_EDGES = (":START_ID", ":TYPE", ":END_ID", "confidence:double", "sentence")
_BREAKS = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")


def plain(network: Network, path: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield ``.nodes.csv`` and ``.edges.csv``; lists are texts with "; " between."""
    nodes = (
        (n.id, n.kind, n.name, "; ".join(n.kinds), "; ".join(n.aliases), n.url, n.detail)
        for n in network.nodes
    )
    edges = ((e.source, e.relation, e.target, e.confidence, e.quote) for e in network.edges)
    yield path.with_suffix(".nodes.csv"), _csv(_NODES, nodes)
    yield path.with_suffix(".edges.csv"), _csv(_EDGES, edges)


def neo4j(network: Network, path: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield what ``neo4j-admin database import full`` reads, with no option but the two files.

    ``.neo4j-nodes.csv`` for ``--nodes`` and ``.neo4j-relationships.csv`` for ``--relationships``.
    A text is on one line, since the importer takes a line for a row; in a list, which it splits at
    ";", that sign becomes a comma.
    """
    nodes = (
        (n.id, _labels(n.kinds), _line(n.name), _list(n.aliases), _line(n.url), _line(n.detail))
        for n in network.nodes
    )
    edges = ((e.source, e.relation, e.target, e.confidence, _line(e.quote)) for e in network.edges)
    yield path.with_suffix(".neo4j-nodes.csv"), _csv(_NEO4J_NODES, nodes)
    yield path.with_suffix(".neo4j-relationships.csv"), _csv(_NEO4J_EDGES, edges)


def _labels(kinds: Iterable[str]) -> str:
    """Return the labels of a node: the names of its classes, the main one first."""
    return ";".join(KINDS[kind].types[0].partition(":")[2] for kind in kinds)


def _line(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()


def _list(texts: Iterable[str]) -> str:
    return ";".join(_line(text).replace(";", ",") for text in texts)


def _csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    buffer = io.StringIO(newline="")
    # The line end of RFC 4180: with another, Python 3.11 leaves a lone "\r" in a text unquoted.
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue().encode()
