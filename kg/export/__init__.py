"""The graph in force as files of other programs, chosen by suffix."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kg.errors import ExportError
from kg.export import networks, sssom, tables
from kg.files import write_whole
from kg.store.dump import RDF_FORMATS, dump
from kg.view import whole
from kg.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.network import Network
    from kg.store.reader import Reader

    Written = Iterator[tuple[Path, Iterable[bytes]]]


def export(reader: Reader, path: Path) -> tuple[Path, ...]:
    """Write the whole graph in the format of the suffix of `path`; return the files written.

    The same graph gives the same bytes. Raises `ExportError` for an unknown suffix and where the
    file cannot be written.
    """
    suffix = _suffix(path.name)
    if not suffix:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise ExportError(f"{path}: no format of that suffix; write one of {known}")
    files = []
    for file, content in FORMATS[suffix](reader, path):
        write_whole(file, content)
        files.append(file)
    return tuple(files)


def _suffix(name: str) -> str:
    """Return the longest known suffix of a file's name, or "" where there is none."""
    found = [known for known in FORMATS if name.lower().endswith(f".{known}")]
    longest = max(found, key=len, default="")
    return longest if len(name) > len(longest) + 1 else ""


def _rdf(suffix: str, reader: Reader, path: Path) -> Written:
    yield path, dump(reader, suffix)


def _sssom(reader: Reader, path: Path) -> Written:
    yield path, sssom.document(reader)


def _network(
    write: Callable[[Network, Path], Iterator[tuple[Path, bytes]]], reader: Reader, path: Path
) -> Written:
    network = whole(reader, tuple(KINDS), sentences=1)
    # All of them before one is written: then there are all, or none.
    for file, content in tuple(write(network, path)):
        yield file, [content]


NETWORK_FORMATS = {
    "graphml": networks.graphml,
    "gexf": networks.gexf,
    "json": networks.node_link,
    "csv": tables.plain,
    "neo4j": tables.neo4j,
}
"""Suffix → writer of a network; ``csv`` and ``neo4j`` write two files, of nodes and of edges."""

FORMATS: dict[str, Callable[[Reader, Path], Written]] = {
    **{suffix: partial(_rdf, suffix) for suffix in RDF_FORMATS},
    **{suffix: partial(_network, write) for suffix, write in NETWORK_FORMATS.items()},
    "sssom.tsv": _sssom,
}
"""Suffix → writer of the files of a format: every suffix that `export` knows."""
