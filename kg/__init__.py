"""Turn the pages of papers you read into a knowledge graph you can question."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph

__version__ = "0.1.0"


def open(output: str | Path = "output") -> Graph:
    """Return the graph under an output folder, opened for reading.

    Raises `kg.errors.StoreError` where there is none or where it is damaged.
    """
    # Imported here: whoever wants the version only should not wait for the store.
    from kg.graph import Graph

    return Graph(output)
