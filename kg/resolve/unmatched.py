"""A user's rules and the entities of the graph in, the lines that say nothing of these out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.names import entity_key
from kg.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Entity
    from kg.resolve.rules import Rule


def unmatched(rules: Sequence[Rule], entities: Iterable[Entity]) -> tuple[int, ...]:
    """Return the lines, sorted, with no name that the papers have for something of their kind.

    >>> from kg.resolve.rules import SAME, Rule
    >>> unmatched([Rule(SAME, "method", ("LoRA", "low-rank adaptation"), line=3)], [])
    (3,)
    """
    there = {
        (KINDS[entity.kinds[0]].space, entity_key(name))
        for entity in entities
        for name in (entity.name, *entity.aliases, *entity.local_names)
    }
    # A line of an SSSOM file may be a rule for each kind: one that is matched is enough.
    matched = {
        rule.line
        for rule in rules
        if any((KINDS[rule.kind].space, entity_key(name)) in there for name in rule.names)
    }
    return tuple(sorted({rule.line for rule in rules} - matched))
