"""A graph in which every kind, part, relation and property of the vocabulary stands."""

from __future__ import annotations

from kg.model import (
    ClaimedResult,
    Entity,
    Evidence,
    Listing,
    Page,
    Paper,
    PaperFacts,
    Resolved,
    Span,
    Statement,
)
from kg.store.quads import QuadWriter
from kg.vocabulary import BASE, ENTITIES, KINDS, RELATIONS

FROM_TEXT = [name for name in RELATIONS if name not in {"listedOn", "broader"}]
PAPER = Paper(
    "paper/arxiv-2401.00001",
    " ".join((*FROM_TEXT, "91.5", "2.5")),
    "An abstract.",
    arxiv_id="2401.00001",
    doi="10.1000/kite",
    year=2024,
    url="https://example.org/paper",
    authors=("Ada Example", "Bo Ünal"),
    venue="Toy Letters",
    listings=(Listing(Page("page/monday", "monday", "--03-11"), 1),),
)


def entity(kind: str) -> Entity:
    """Return the entity of a kind, with an alias, and an address where it can have one."""
    url = "https://example.org/repository" if kind == "repository" else ""
    return Entity(f"{KINDS[kind].space}/{kind}", (kind,), kind, (f"a {kind}",), url)


METHOD, DATASET, TASK, THEME, METRIC, REPOSITORY = map(
    entity, ("method", "dataset", "task", "theme", "metric", "repository")
)
ANCESTOR = Entity("concept/ancestor", ("method", "theme"), "ancestor")


def evidence(word: str) -> Evidence:
    """Return the evidence at a word of the title."""
    start = f" {PAPER.title} ".index(f" {word} ")
    whole = Span("title", 0, len(PAPER.title))
    return Evidence("title", start, start + len(word), whole, 0.5, "rule")


def statement(name: str) -> Statement:
    """Return a statement of a relation, read at its name."""
    if name == "extends":
        subject, object_ = METHOD.id, ANCESTOR.id
    else:
        subject, object_ = PAPER.id, entity(RELATIONS[name].range[0]).id
    return Statement(subject, name, object_, 0.5, (evidence(name),))


RESULTS = tuple(
    ClaimedResult(PAPER.id, value, "%", METRIC.id, DATASET.id, METHOD.id, kind, evidence(value))
    for value, kind in (("91.5", "absolute"), ("2.5", "gain"))
)
RESOLVED = Resolved(
    (*map(entity, ENTITIES), ANCESTOR),
    (PaperFacts(PAPER, tuple(map(statement, FROM_TEXT)), RESULTS),),
    (Statement(THEME.id, "broader", ANCESTOR.id),),
)
QUADS = tuple(QuadWriter(BASE, "1.0+toy").quads(RESOLVED))
