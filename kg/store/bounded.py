"""What a query found in, a document that is whole and not too large out."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import LimitError
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

_TSV = ox.QueryResultsFormat.TSV


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many rows or triples, and how many bytes, an answer may have."""

    rows: int
    bytes: int


class _Document:
    """Bytes that are written piece by piece, until there are too many of them, or of their lines.

    Raises `LimitError` at that moment, so that nothing more is computed.
    """

    def __init__(self, bounds: Bounds, lines: int = sys.maxsize) -> None:
        self._bounds, self._lines = bounds, lines
        self._size = 0
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._size += len(piece)
        self._lines -= piece.count(b"\n")
        if self._lines < 0:
            raise _too_many(self._bounds)
        if self._size > self._bounds.bytes:
            problem = f"the answer has more than {self._bounds.bytes:,} bytes"
            raise LimitError(f"{problem}; ask for less, or add LIMIT")
        self._pieces.append(bytes(piece))
        return len(piece)

    # What pyoxigraph calls on a file besides.
    def flush(self) -> None:
        pass

    def content(self) -> bytes:
        return b"".join(self._pieces)


def solutions(found: ox.QuerySolutions, format_: ox.QueryResultsFormat, bounds: Bounds) -> bytes:
    """Return the rows of a SELECT; raises `LimitError` as soon as there are too many.

    They are counted as TSV, where one line is one row whatever the values hold, and which keeps
    everything that the other formats say.
    """
    lines = _Document(bounds, lines=bounds.rows + 1)
    found.serialize(lines, _TSV)  # type: ignore[arg-type]
    if format_ == _TSV:
        return lines.content()
    document = _Document(bounds)
    ox.parse_query_results(lines.content(), _TSV).serialize(document, format_)  # type: ignore[arg-type]
    return document.content()


def triples(found: Iterable[ox.Triple], format_: ox.RdfFormat, bounds: Bounds) -> bytes:
    """Return the triples of a graph; raises `LimitError` as soon as there are too many."""
    kept = list(islice(found, bounds.rows + 1))
    if len(kept) > bounds.rows:
        raise _too_many(bounds)
    document = _Document(bounds)
    ox.serialize(kept, document, format_, prefixes=PREFIXES)  # type: ignore[arg-type]
    return document.content()


def _too_many(bounds: Bounds) -> LimitError:
    return LimitError(f"the answer has more than {bounds.rows:,} rows; ask for less, or add LIMIT")
