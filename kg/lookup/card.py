"""A node in, all that is known of it out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from kg.lookup.claimed import Claimed, claimed
from kg.lookup.facts import Fact, Together, facts_of, surest_first, together
from kg.lookup.names import Ref, ref
from kg.lookup.results import Result
from kg.lookup.rivals import Rival, rivals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Entity, Paper
    from kg.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Card(Result):
    """Everything known about one node: what it is, its facts, and what its papers share.

    `rivals` are of methods only; `claims` are the results that a paper claims, or that papers
    claim with a method, on a data set or by a metric.
    """

    node: Ref
    entity: Entity
    paper: Paper | None
    facts: tuple[Fact, ...]
    together: dict[str, tuple[Together, ...]]
    rivals: tuple[Rival, ...] = ()
    claims: tuple[Claimed, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns: those of a fact."""
        return Fact.columns

    def cells(self) -> Iterator[tuple[object, ...]]:
        """Yield as rows its facts, those that make its rivals, and the claimed results.

        Of a claimed result the object is what the text says, and its confidence is empty.
        """
        rivalry = (one for rival in self.rivals for one in rival.facts)
        yield from (one.cells() for one in chain(self.facts, rivalry))
        yield from (one.cells() for one in self.claims)

    def heading(self) -> str:
        """Return name, kinds and aliases."""
        also = f"; also: {', '.join(self.entity.aliases)}" if self.entity.aliases else ""
        return f"{self.entity.name} ({', '.join(self.entity.kinds)}{also})"


def card(reader: Reader, id_: str) -> Card:
    """Return everything known about a node; of each relation the surest facts first."""
    is_paper = id_.startswith("paper/")
    reader.read_ahead([id_], incoming=True)
    edges = [*reader.edges_from(id_), *reader.edges_to(id_)]
    entity = reader.entity(id_)
    return Card(
        ref(reader, id_),
        entity,
        reader.paper(id_) if is_paper else None,
        tuple(surest_first(facts_of(reader, edges), id_)),
        {} if is_paper else together(reader, id_, edges),
        rivals(reader, id_, edges) if "method" in entity.kinds else (),
        claimed(reader, id_),
    )
