"""Two nodes in, what both have and what only one has out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.lookup.facts import Fact, by_relation, fact, far_end, in_words, together
from kg.lookup.names import Ref, ref
from kg.lookup.results import Result
from kg.lookup.walk import strongest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.lookup.facts import Together
    from kg.store.reader import Edge, Reader


@dataclass(frozen=True, slots=True)
class Pair:
    """A neighbour of one node or of both, with the strongest fact that joins it to each."""

    node: Ref
    one: Fact | None
    other: Fact | None

    def words(self) -> tuple[str, str]:
        """Return the relation as it reads from each of the two nodes; "" where there is none."""
        return _words(self.one, self.node.id), _words(self.other, self.node.id)


@dataclass(frozen=True, slots=True)
class Beside:
    """Something that the papers of two entities name, and how many papers of each do."""

    node: Ref
    one: int
    other: int


@dataclass(frozen=True, slots=True)
class Comparison(Result):
    """Two nodes: what both are joined to, what only one is, and what their papers name besides.

    `beside` is empty for papers; of entities it has what papers of both name, first what most do.
    """

    one: Ref
    other: Ref
    both: tuple[Pair, ...]
    only_one: tuple[Pair, ...]
    only_other: tuple[Pair, ...]
    beside: tuple[Beside, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return ("of", "kind", "name", "one", "other", "id", "sentence_of_one", "sentence_of_other")

    def cells(self) -> Iterator[tuple[Any, ...]]:
        """Yield a row for every neighbour: whose it is, how it is joined to each, and sentences."""
        for whose, pairs in (
            ("both", self.both),
            ("one", self.only_one),
            ("other", self.only_other),
        ):
            for pair in pairs:
                quotes = [found.quote if found else "" for found in (pair.one, pair.other)]
                node = pair.node
                yield (whose, node.kind, node.name, *pair.words(), node.id, *quotes)

    def heading(self) -> str:
        """Return the two names."""
        return f"one: {self.one.name}; other: {self.other.name}"


def compare(reader: Reader, one: str, other: str) -> Comparison:
    """Return what two nodes have in common and what only one has, in the order of `RELATIONS`."""
    reader.read_ahead([one, other], incoming=True)
    ours, theirs = strongest(reader, one), strongest(reader, other)
    reader.read_ahead([*ours, *theirs])
    both = _pairs(reader, ours, theirs, ours.keys() & theirs.keys())
    papers = one.startswith("paper/") or other.startswith("paper/")
    return Comparison(
        ref(reader, one),
        ref(reader, other),
        both,
        _pairs(reader, ours, {}, ours.keys() - theirs.keys()),
        _pairs(reader, {}, theirs, theirs.keys() - ours.keys()),
        () if papers else _beside(reader, one, other),
    )


def _pairs(
    reader: Reader, ours: dict[str, Edge], theirs: dict[str, Edge], ids: set[str]
) -> tuple[Pair, ...]:
    def place(id_: str) -> tuple[object, ...]:
        edges = [edges[id_] for edges in (ours, theirs) if id_ in edges]
        return *(by_relation(edge)[0] for edge in edges), id_

    return tuple(
        Pair(
            ref(reader, id_),
            *(fact(reader, edges[id_]) if id_ in edges else None for edges in (ours, theirs)),
        )
        for id_ in sorted(ids, key=place)
    )


def _beside(reader: Reader, one: str, other: str) -> tuple[Beside, ...]:
    ours, theirs = (_together(reader, id_) for id_ in (one, other))
    shared = [
        Beside(ours[id_].node, ours[id_].papers, theirs[id_].papers)
        for id_ in ours.keys() & theirs.keys() - {one, other}
    ]
    shared.sort(key=lambda each: (-min(each.one, each.other), -each.one - each.other, each.node))
    return tuple(shared)


def _together(reader: Reader, id_: str) -> dict[str, Together]:
    found = together(reader, id_, reader.edges_to(id_))
    return {one.node.id: one for ones in found.values() for one in ones}


def _words(found: Fact | None, node: str) -> str:
    return in_words(found, far_end(found, node).id) if found else ""
