"""The graph in force in, its counts out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.lookup.names import Ref, ref
from kg.vocabulary import KINDS, RELATIONS

if TYPE_CHECKING:
    from kg.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Stats:
    """How much there is of everything; `bare` are the papers in which no name was found.

    A node of several kinds counts once for each of them in `nodes`, and once in `mainly`.
    """

    nodes: dict[str, int]
    mainly: dict[str, int]
    edges: dict[str, int]
    quads: int
    pipeline: str
    bare: tuple[Ref, ...]


def stats(reader: Reader) -> Stats:
    """Return the number of nodes of each kind and of edges of each relation."""
    edges: Counter[str] = Counter()
    named: set[str] = set()
    for edge in reader.edges():
        edges[edge.relation] += 1
        if edge.relation not in ("hasTheme", "listedOn", "broader"):
            named.add(edge.subject)
    papers = reader.ids("paper")
    bare = [id_ for id_ in papers if id_ not in named]
    reader.read_ahead(bare)
    return Stats(
        {kind: len(reader.ids(kind)) for kind in KINDS},
        {kind: len(reader.ids(kind, mainly=True)) for kind in KINDS},
        {relation: edges[relation] for relation in RELATIONS},
        reader.version.quads,
        reader.agent(),
        tuple(ref(reader, id_) for id_ in bare),
    )
