"""A packed table of what a corpus says of names or phrases in, one row of it out."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

from kg.errors import AliasError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class MinedTable:
    """Key → its figures, tab-separated; unpacked when the first key is looked up."""

    def __init__(self, packed: bytes = b"") -> None:
        """Take the content of a file, as `packed_rows` makes it; nothing for an empty table."""
        self.packed = packed
        self._rows: dict[str, str] | None = None

    @classmethod
    def read(cls, path: Path) -> MinedTable:
        """Return the table of a file. Raises `AliasError` if it cannot be read or is none."""
        try:
            table = cls(path.read_bytes())
            # Looked at now: long after it was opened, nobody would know which file is broken.
            table.text()
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise AliasError(str(path), 0, "is no table of a corpus; train again") from error
        return table

    def text(self) -> str:
        """Return the rows as one text, a line each, after a line with the columns."""
        return gzip.decompress(self.packed).decode("utf-8") if self.packed else ""

    def get(self, key: str) -> str | None:
        """Return the figures of a key as they stand in the table, None if it is not there."""
        if self._rows is None:
            self._rows = self._unpacked()
        return self._rows.get(key)

    def _unpacked(self) -> dict[str, str]:
        rows = (line.partition("\t") for line in self.text().split("\n") if line[:1] not in "#")
        return {key: figures for key, _, figures in rows}


def packed_rows(
    what: str, columns: Iterable[str], rows: Iterable[tuple[str, Iterable[int]]]
) -> bytes:
    r"""Return the content of a file of rows: the same bytes for the same rows in any order.

    >>> table = MinedTable(packed_rows("name", ["papers", "titles"], [("lora", (7, 3))]))
    >>> table.get("lora"), table.get("dora")
    ('7\t3', None)
    """
    header = "\t".join((f"# {what}", *columns))
    lines = ["\t".join((key, *map(str, figures))) for key, figures in sorted(rows)]
    return gzip.compress("\n".join([header, *lines, ""]).encode(), 9, mtime=0)
