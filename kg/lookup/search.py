"""A piece of a name in, the nodes that may be meant out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from kg.lookup.names import Ref, keys_of, ref
from kg.names import title_key

if TYPE_CHECKING:
    from collections.abc import Collection, Container

    from kg.store.reader import Reader

_LIMIT = 20
_NEAR, _MISSING = 80, 2
"""Percent that must agree, and letters that may have been left out."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that was found, the name it was found by, and how many edges it has.

    `alike`: no name holds the text, and this one is only spelt like it.
    """

    columns: ClassVar[tuple[str, ...]] = ("kind", "name", "found as", "edges", "id")

    node: Ref
    matched: str
    edges: int
    alike: bool = False

    def cells(self) -> tuple[object, ...]:
        """Return the node, the name it was found by where that is another, and its edges."""
        how = (
            "alike" if self.alike else "",
            self.matched if self.matched != self.node.name else "",
        )
        found = ": ".join(filter(None, how))
        return self.node.kind, self.node.name, found, self.edges, self.node.id


def search(
    reader: Reader, text: str, *, kinds: Collection[str] = (), limit: int = _LIMIT
) -> tuple[Hit, ...]:
    """Return up to `limit` nodes whose name, alias or title is like `text`, best first.

    What has that very name stands first, then what begins with the text, has a word that does,
    holds it anywhere; within these, what has more edges. Only where nothing holds the text do
    similar spellings count.
    """
    wanted = title_key(text)
    holding = _named(reader, text) | _holding(reader, wanted)
    best = holding or _similar(reader, text)
    reader.read_ahead(best, incoming=True)
    hits = [
        (rank, _hit(reader, id_, name if _rank(reader.name(id_), wanted) != rank else "", holding))
        for id_, (rank, name) in best.items()
        if not kinds or set(kinds) & set(reader.entity(id_).kinds)
    ]
    hits.sort(key=lambda item: (item[0], -item[1].edges, item[1].node))
    return tuple(hit for _, hit in hits[:limit])


def _hit(reader: Reader, id_: str, alias: str, holding: Container[str]) -> Hit:
    """Return a node found by an alias, or by its own name where that is as good."""
    node = ref(reader, id_)
    return Hit(node, alias or node.name, reader.degree(id_), id_ not in holding)


def _named(reader: Reader, text: str) -> dict[str, tuple[int, str]]:
    """Return the nodes that `text` names, whatever the spelling, each with its name."""
    ids = reader.ids_of_keys(*keys_of(text))
    reader.read_ahead(ids)
    return {id_: (0, reader.name(id_)) for id_ in ids}


def _holding(reader: Reader, wanted: str) -> dict[str, tuple[int, str]]:
    """Return the nodes with a name that holds a folded text, each with the best such name."""
    best: dict[str, tuple[int, str]] = {}
    for name, id_ in reader.names() if wanted else ():
        rank = _rank(name, wanted)
        if rank is not None:
            best[id_] = min(best.get(id_, (rank, name)), (rank, name))
    return best


def _rank(name: str, wanted: str) -> int | None:
    """Return how well a name fits a folded text, 0 being best, or None where it does not."""
    name = title_key(name)
    if wanted not in name:
        return None
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f"-{wanted}" in name else 3


def _similar(reader: Reader, text: str) -> dict[str, tuple[int, str]]:
    # Imported here: only a search without a plain hit pays for it.
    from rapidfuzz import fuzz, process, utils

    # Shorter ones would be found as a piece of the text, not the text as a piece of them.
    names = sorted({named for named in reader.names() if len(named[0]) + _MISSING >= len(text)})
    near = process.extract(
        text,
        [name for name, _ in names],
        scorer=fuzz.partial_ratio,
        processor=utils.default_process,
        limit=None,
        score_cutoff=_NEAR,
    )
    # Of those that hold something like it, first what is like it as a whole.
    likeness = {
        place: fuzz.ratio(text, name, processor=utils.default_process) for name, _, place in near
    }
    best = sorted(near, key=lambda found: (-likeness[found[2]], found[2]))[:_LIMIT]
    return {
        names[place][1]: (100 - round(likeness[place]), name) for name, _, place in reversed(best)
    }
