"""The graph in force, or a part of it, as a `kg.network.Network` to draw, walk or export."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kg.lookup.claims import claims
from kg.lookup.facts import facts_of
from kg.lookup.walk import neighbourhood
from kg.network import Edge, Network, Node

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.lookup.facts import Fact
    from kg.model import Field
    from kg.store.reader import Edge as StoredEdge
    from kg.store.reader import Reader

_DRAWN = ("paper", "method", "dataset", "task", "theme", "metric", "repository")


def whole(
    reader: Reader, kinds: Collection[str] = _DRAWN, *, sentences: int | None = None
) -> Network:
    """Return every node of some kinds and the edges between them.

    Where the reader leaves edges out, nothing but papers stands alone. An edge comes once for each
    mention in its most telling `sentences`, which are all of them if not said, and once if it has
    none. Of fewer sentences, the first mention in each stands for it.
    """
    reader.local()
    ids = sorted({id_ for kind in kinds for id_ in reader.ids(kind)})
    known = set(ids)
    edges = [edge for edge in sorted(reader.edges()) if {edge.subject, edge.object} <= known]
    if reader.min_confidence:
        joined = {end for edge in edges for end in (edge.subject, edge.object)}
        ids = [id_ for id_ in ids if id_ in joined or id_.startswith("paper/")]
    return _network(reader, ids, edges, "All papers", sentences)


def around(reader: Reader, id_: str, depth: int = 1, limit: int = 300) -> Network:
    """Return a node, what lies within `depth` steps of it, and all edges between these."""
    near = neighbourhood(reader, id_, depth=depth, kinds=_DRAWN, limit=limit)
    ids = sorted({id_, *(found.node.id for found in near)})
    known = set(ids)
    reader.read_ahead(ids)
    edges = (edge for id_ in ids for edge in reader.edges_from(id_) if edge.object in known)
    return _network(reader, ids, edges, reader.name(id_), None)


def _network(
    reader: Reader,
    ids: Collection[str],
    edges: Iterable[StoredEdge],
    title: str,
    sentences: int | None,
) -> Network:
    papers = (id_ for id_ in ids if id_.startswith("paper/"))
    return Network(
        tuple(_node(reader, id_) for id_ in ids),
        tuple(drawn for one in facts_of(reader, edges) for drawn in _edges(one, sentences)),
        title,
        tuple(claims(reader, papers)),
    )


def _node(reader: Reader, id_: str) -> Node:
    entity = reader.entity(id_)
    paper = reader.paper(id_) if id_.startswith("paper/") else None
    return Node(
        id_,
        entity.kinds[0],
        entity.name,
        entity.kinds,
        entity.aliases,
        paper.abstract if paper else "",
        (paper.url if paper else entity.url) or next(reader.same_as(id_), ""),
        paper,
    )


def _edges(found: Fact, sentences: int | None) -> Iterator[Edge]:
    """Yield an edge with its most telling sentences, or bare if it was not read from a text."""
    ends = (found.subject.id, found.relation, found.object.id, found.confidence)
    if not found.quotes:
        yield Edge(*ends)
    for quote in found.quotes[:sentences]:
        for start, end in quote.marks if sentences is None else quote.marks[:1]:
            field = cast("Field", quote.field)
            yield Edge(*ends, quote.text, start, end, quote.paper, field, quote.start)
