"""Extractions in, JSON-ready records out, and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from kg.model import (
    Acronym,
    Extraction,
    Link,
    Mention,
    MethodRelation,
    NamedEntity,
    Paper,
    Result,
    Span,
)
from kg.vocabulary import KINDS, ROLES

_LISTS = {kind: KINDS[kind].list_name for kind in ROLES}
_WITH_ROLE = [kind for kind, roles in ROLES.items() if len(roles) > 1]


def to_record(paper: Paper, extraction: Extraction) -> dict[str, Any]:
    """Return the record that `kg extract` prints: one JSON-ready object per paper.

    >>> paper = Paper("paper/x", "LoRA")
    >>> mention = Mention("title", 0, 4, "LoRA")
    >>> lora = NamedEntity("method", "LoRA", role="proposed", confidence=0.9, mentions=(mention,))
    >>> to_record(paper, Extraction((lora,)))["methods"][0]["name"]
    'LoRA'
    """
    record: dict[str, Any] = {"id": paper.id, "title": paper.title}
    for kind, plural in _LISTS.items():
        record[plural] = [_entity(e) for e in extraction.entities if e.kind == kind]
    record["links"] = [asdict(link) for link in extraction.links]
    record["results"] = [asdict(result) for result in extraction.results]
    record["relations"] = [asdict(relation) for relation in extraction.relations]
    record["acronyms"] = [asdict(acronym) for acronym in extraction.acronyms]
    record["sentences"] = [asdict(span) for span in extraction.sentences]
    return record


def _entity(entity: NamedEntity) -> dict[str, Any]:
    record: dict[str, Any] = {"name": entity.name, "aliases": list(entity.aliases)}
    if entity.kind in _WITH_ROLE:
        record["role"] = entity.role
    record["confidence"] = entity.confidence
    record["mentions"] = [asdict(mention) for mention in entity.mentions]
    return record


def from_record(record: dict[str, Any]) -> Extraction:
    """Return the extraction that `to_record` wrote, its entities one kind after the other.

    >>> from_record(to_record(Paper("paper/x", "LoRA"), Extraction()))
    Extraction(entities=(), links=(), results=(), acronyms=(), sentences=(), relations=())
    """
    return Extraction(
        entities=tuple(
            NamedEntity(
                kind,
                entity["name"],
                tuple(entity["aliases"]),
                entity.get("role", ""),
                entity["confidence"],
                tuple(Mention(**mention) for mention in entity["mentions"]),
            )
            for kind, plural in _LISTS.items()
            for entity in record[plural]
        ),
        links=tuple(Link(**link) for link in record["links"]),
        results=tuple(Result(**result) for result in record["results"]),
        acronyms=tuple(Acronym(**acronym) for acronym in record["acronyms"]),
        sentences=tuple(Span(**span) for span in record["sentences"]),
        relations=tuple(MethodRelation(**relation) for relation in record["relations"]),
    )
