"""Turn the pages of papers you read into a knowledge graph you can question."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.store.places import Place

__version__ = "0.1.0"


def open(output: str | Place = "output", *, min_confidence: float = 0.0) -> Graph:
    """Return the graph under an output folder or at a server's address, opened for reading.

    With `min_confidence`, 0 to 1, lookups leave out what was read less surely.

    Raises `kg.errors.StoreError` where there is none or where it is damaged.
    """
    # Imported here: whoever wants the version only should not wait for the store.
    from kg.graph import Graph

    return Graph(output, min_confidence=min_confidence)
