"""Kinds, relations, properties and their IRIs: the one table that everything else reads."""

from __future__ import annotations

from kg.vocabulary.kinds import CLASSES, KINDS, PARTS, Kind, Part
from kg.vocabulary.prefixes import BASE, PREFIXES, expand, prefixed
from kg.vocabulary.properties import ENTITIES, PROPERTIES, Property
from kg.vocabulary.relations import (
    LINK_RELATIONS,
    METHOD_RELATIONS,
    RELATIONS,
    ROLES,
    Relation,
    relation_iri,
)

__all__ = [
    "BASE",
    "CLASSES",
    "ENTITIES",
    "KINDS",
    "LINK_RELATIONS",
    "METHOD_RELATIONS",
    "PARTS",
    "PREFIXES",
    "PROPERTIES",
    "RELATIONS",
    "ROLES",
    "Kind",
    "Part",
    "Property",
    "Relation",
    "expand",
    "prefixed",
    "relation_iri",
]
