"""What lies around a node, as a notebook shows it: a picture above the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from kg.lookup.facts import far_end
from kg.lookup.results import Found
from kg.lookup.walk import Neighbour

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.lookup.names import Ref

_MOST = 40
"""Neighbours in the picture; the table has more, and `rows` all."""


class Neighbourhood(Found[Neighbour]):
    """The neighbours of the node `centre`, nearest first: a tuple that draws itself."""

    centre: Ref

    @classmethod
    def of(cls, centre: Ref, near: Iterable[Neighbour]) -> Self:
        """Return the neighbours of a node."""
        found = cls(Neighbour, near)
        found.centre = centre
        return found

    def heading(self) -> str:
        """Return around what they lie."""
        return f"around {self.centre.name} ({self.centre.kind})"

    def picture(self) -> str:
        """Return the nearest neighbours as a tree in SVG, with its style; "" where there is none.

        A neighbour that was reached over one that is not among them brings that along.
        """
        if not self:
            return ""
        # Imported here: only a notebook pays for it.
        from kg.nearby import nearby, style

        near = ((one.node, far_end(one.fact, one.node.id)) for one in self[:_MOST])
        return f"<style>{style()}</style>{nearby(self.centre, near)}"
