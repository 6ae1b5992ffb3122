"""Several nodes in, the neighbours that all of them share out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from kg.lookup.facts import Fact, fact, in_words
from kg.lookup.names import Ref, ref
from kg.lookup.walk import strongest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Common:
    """A neighbour of several nodes, and the strongest fact that joins it to each, in their order.

    `edges` is the number of all its edges: the fewer, the more it says that these share it.
    """

    columns: ClassVar[tuple[str, ...]] = ("kind", "name", "how", "edges", "id")

    node: Ref
    facts: tuple[Fact, ...]
    edges: int

    def cells(self) -> tuple[Any, ...]:
        """Return the neighbour, and its relations to the nodes as they read from it."""
        how = ", ".join(in_words(one, self.node.id) for one in self.facts)
        return self.node.kind, self.node.name, how, self.edges, self.node.id


def common(reader: Reader, ids: Sequence[str]) -> tuple[Common, ...]:
    """Return the nodes that are joined to every one of `ids`, those with the fewest edges first.

    Of methods, data sets and tasks these are the papers that have all of them; of papers, what
    all of them name.
    """
    reader.read_ahead(ids, incoming=True)
    joined = [strongest(reader, id_) for id_ in ids]
    shared = set.intersection(*(set(edges) for edges in joined)) - set(ids) if joined else set()
    reader.read_ahead(shared, incoming=True)
    found = [
        Common(
            ref(reader, id_),
            tuple(fact(reader, edges[id_]) for edges in joined),
            reader.degree(id_),
        )
        for id_ in shared
    ]
    return tuple(sorted(found, key=lambda one: (one.edges, one.node)))
