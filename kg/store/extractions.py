"""Extractions kept between builds, so that an unchanged paper is not read again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Self

from kg.errors import StoreError
from kg.records import from_record, to_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.model import Extraction, Paper

_TABLE = """
CREATE TABLE IF NOT EXISTS extraction
    (text TEXT, fingerprint TEXT, record TEXT, PRIMARY KEY (text, fingerprint)) WITHOUT ROWID
"""


class Extractions:
    """A SQLite file of extraction records, each under its paper's text and the pipeline version.

    Nothing in it is needed for good: what is not there is read from the papers again. All raise
    `StoreError` where the file cannot be read or written.
    """

    def __init__(self, path: Path, fingerprint: str) -> None:
        self._path, self._fingerprint = path, fingerprint
        with self._translated(), ExitStack() as on_error:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = on_error.enter_context(closing(sqlite3.connect(path)))
            self._database.execute(_TABLE)
            on_error.pop_all()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, LookupError, TypeError) as error:
            problem = f"cannot be used ({error}); remove the file and build again"
            raise StoreError(str(self._path), problem) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def get(self, paper: Paper) -> Extraction | None:
        """Return the kept extraction of a paper with this very text, or None."""
        with self._translated():
            row = self._database.execute(
                "SELECT record FROM extraction WHERE text = ? AND fingerprint = ?",
                (_digest(paper), self._fingerprint),
            ).fetchone()
            return from_record(json.loads(row[0])) if row else None

    def put(self, extractions: Iterable[tuple[Paper, Extraction]]) -> None:
        """Keep some extractions; all of them or, on a crash, none."""
        with self._translated(), self._database:
            self._database.executemany(
                "INSERT OR REPLACE INTO extraction VALUES (?, ?, ?)",
                (
                    (_digest(paper), self._fingerprint, json.dumps(to_record(paper, extraction)))
                    for paper, extraction in extractions
                ),
            )

    def forget_others(self) -> None:
        """Drop what other versions of the pipeline have left."""
        with self._translated(), self._database:
            self._database.execute(
                "DELETE FROM extraction WHERE fingerprint != ?", (self._fingerprint,)
            )


def _digest(paper: Paper) -> str:
    # As JSON: joined by any character, two papers that hold that character would meet.
    text = json.dumps([paper.title, paper.abstract])
    return hashlib.sha256(text.encode()).hexdigest()
