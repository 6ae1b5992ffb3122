"""Where a graph is: in a folder, or on a server."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.store.publication import Publication
    from kg.store.versions import Versions


def _warn(text: str) -> None:
    warnings.warn(text, stacklevel=2)


@dataclass(frozen=True, slots=True)
class Remote:
    """A graph on a SPARQL server; `folder` is for what stays on this machine.

    Updates go to `update`, unless said to where such a server usually takes them. `tell` is given a
    line where the graph can be read but may not be whole; it warns unless said.
    """

    url: str
    update: str = ""
    folder: Path = Path("output")
    tell: Callable[[str], None] = field(default=_warn, compare=False)

    def __str__(self) -> str:
        return self.url


Place = Path | Remote


def place_of(named: str | Place) -> Place:
    """Return the place that a program names: an address, or a folder.

    >>> place_of("https://example.org/sparql").url, str(place_of("output"))
    ('https://example.org/sparql', 'output')
    """
    if not isinstance(named, str):
        return named
    return Remote(named) if named.startswith(("http://", "https://")) else Path(named)


def folder_of(place: Place) -> Path:
    """Return the folder for pictures and for what is kept between builds."""
    return place.folder if isinstance(place, Remote) else place


def versions_at(place: Place) -> Versions | Publication:
    """Return what reads and publishes the graph at a place."""
    # Imported here: who reads the disk needs no HTTP, and who names a server no disk.
    if isinstance(place, Remote):
        from kg.store.publication import Publication

        return Publication(place)
    from kg.store.versions import Versions

    return Versions(place / "store")
