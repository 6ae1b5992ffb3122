"""What a reader finds in one source, value by value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.errors import SourceError
    from kg.model import Paper
    from kg.sources.lines import Source


@dataclass(frozen=True, slots=True)
class Record:
    """One paper as one source gives it: no id, no listings yet, and the line it begins on."""

    paper: Paper
    line: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """Lines that were not understood, and that nothing depends on."""

    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """The date that a page says of itself, as `kg.model.Page.date` writes it."""

    date: str


Finding: TypeAlias = "Record | Skipped | Dated | SourceError"
"""A SourceError that is yielded concerns one record; one that is raised, the whole source."""

Reader: TypeAlias = "Callable[[Source], Iterator[Finding]]"
