"""Lexicon files in, rows of names out; the scheme of themes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.errors import AliasError
from kg.lexicon.scheme import Theme, merged, read_added, read_themes, themes, write_themes

__all__ = [
    "FILES",
    "Theme",
    "load",
    "merged",
    "read_added",
    "read_rows",
    "read_themes",
    "themes",
    "write_themes",
]

FOLDER = Path(__file__).parent
FILES = {
    "method": "methods.tsv",
    "dataset": "datasets.tsv",
    "task": "tasks.tsv",
    "metric": "metrics.tsv",
}
"""Kind → the file with its known names."""


def read_rows(path: Path) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a tab-separated file of names, the canonical name of each first.

    Empty lines and lines that start with ``#`` are skipped. Raises `AliasError` with the line
    number for an empty name, a repeated one, or bytes that are not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise AliasError(str(path), line, "not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise AliasError(str(path), 0, f"cannot be read: {error.strerror}") from error
    return tuple(
        _row(path, number, line)
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip() and not line.startswith("#")
    )


def _row(path: Path, number: int, line: str) -> tuple[str, ...]:
    row = tuple(name.strip() for name in line.split("\t"))
    if not all(row):
        raise AliasError(str(path), number, "an empty name; separate names by one tab")
    if len(set(row)) < len(row):
        raise AliasError(str(path), number, "a name stands twice in the line; remove one")
    return row


@cache
def load(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the known names of a kind, one row per entity, its canonical name first.

    >>> all(row[0] for row in load("method"))
    True
    """
    return read_rows(FOLDER / FILES[kind])
