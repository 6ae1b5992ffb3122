"""Annotated entities of a paper and extracted ones in, which agree out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.evaluate.spelling import spellings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

LISTS = ("methods", "datasets", "tasks", "metrics")
"""The lists of entities that a record has."""

_TWO_CAPITALS = re.compile(r"[A-Z].*[A-Z]")
_LIKE_AN_ACRONYM = re.compile(r"[A-Z]{2}|[a-z][A-Z]|\d")


class Named(NamedTuple):
    """An annotated or extracted entity as the measures see it."""

    name: str
    spellings: frozenset[str]
    role: str | None
    confidence: float | None
    is_optional: bool
    is_proper: bool


def named(entities: Iterable[Mapping[str, Any]]) -> list[Named]:
    """Return the entities of one list of a record."""
    return [
        Named(
            entity["name"],
            spellings(_names(entity)),
            entity.get("role"),
            entity.get("confidence"),
            bool(entity.get("optional")),
            _is_proper(_names(entity)),
        )
        for entity in entities
    ]


def _names(entity: Mapping[str, Any]) -> list[str]:
    return [entity["name"], *entity.get("aliases", ())]


def _is_proper(names: list[str]) -> bool:
    """Return whether the first of `names` is a word with two capitals, or any is acronym-like."""
    first = names[0]
    one_word = " " not in first and _TWO_CAPITALS.search(first) is not None
    return one_word or any(_LIKE_AN_ACRONYM.search(name) for name in names)


def optional_spellings(annotated: Iterable[Named]) -> frozenset[str]:
    """Return the spellings of which an extracted name is no error."""
    return frozenset().union(*(entity.spellings for entity in annotated if entity.is_optional))


class Matching(NamedTuple):
    """Required annotated entities with what was extracted for each; errors; and misses."""

    hits: list[tuple[Named, Named]]
    wrong: list[Named]
    missed: list[Named]

    def proper(self) -> Matching:
        """Return the part about proper names, as the annotation spells them where there is one."""
        return Matching(
            [(annotated, found) for annotated, found in self.hits if annotated.is_proper],
            [found for found in self.wrong if found.is_proper],
            [annotated for annotated in self.missed if annotated.is_proper],
        )


def match(annotated: list[Named], extracted: Iterable[Named], forgiven: frozenset[str]) -> Matching:
    """Match in the order of extraction; errors that have a spelling in `forgiven` are dropped."""
    taken: dict[int, Named] = {}
    wrong = []
    for found in extracted:
        place = _place(found, annotated, taken)
        if place is None:
            wrong.append(found)
        else:
            taken[place] = found
    required = [(n, entity) for n, entity in enumerate(annotated) if not entity.is_optional]
    return Matching(
        [(entity, taken[n]) for n, entity in required if n in taken],
        [found for found in wrong if found.spellings.isdisjoint(forgiven)],
        [entity for n, entity in required if n not in taken],
    )


def _place(found: Named, annotated: list[Named], taken: Collection[int]) -> int | None:
    """Return the free annotated entity that `found` agrees with, a required one if possible."""
    free = [
        n
        for n, entity in enumerate(annotated)
        if n not in taken and not entity.spellings.isdisjoint(found.spellings)
    ]
    return min(free, key=lambda n: annotated[n].is_optional, default=None)
