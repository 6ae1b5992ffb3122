"""Where a worker sits: the version of the graph that is in force, and what requests may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.query import questions
from kg.store.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from kg.query import Question
    from kg.serve.limits import Limits
    from kg.store.places import Place


class Desk:
    """What jobs read; `reader` opens the graph anew when a build has published a newer version."""

    def __init__(self, output: Place, folder: Path | None, limits: Limits) -> None:
        self.limits = limits
        self._output, self._folder = output, folder
        self._reader: Reader | None = None

    @property
    def reader(self) -> Reader:
        """The version in force; raises `StoreError` where none can be opened."""
        if self._reader is not None and not self._reader.is_in_force():
            self._reader.close()
            self._reader = None
        if self._reader is None:
            self._reader = Reader(self._output)
        return self._reader

    def questions(self) -> dict[str, Question]:
        """Return the named questions: those of the user's folder and those that come with kg."""
        return questions(self._folder)
