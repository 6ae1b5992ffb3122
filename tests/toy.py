"""A graph small enough to be written by hand, with one of everything that a graph can hold."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

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
from kg.store.places import versions_at
from kg.store.quads import QuadWriter
from kg.store.reader import Reader
from kg.store.versions import Version
from kg.vocabulary import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from kg.model import Field
    from kg.store.places import Place

AGENT = "1.0+toy"
PAGE = Page("page/monday-0a1b2c3d", "monday", "--03-11")
PAPER = Paper(
    "paper/arxiv-2401.00001",
    "Kite: distillation 🪁 for <b>small</b> models",
    'Kite halves the error. "Kite" is tested on Pond & Lake\\2. Accuracy is 91.5% on Pond.\n'
    "Code: https://example.org/kite",
    arxiv_id="2401.00001",
    doi="10.1000/kite",
    year=2024,
    url="https://example.org/paper?a=1&b=2",
    authors=("Ada Example", "Bo Ünal"),
    venue="Toy Letters",
    listings=(Listing(PAGE, 2),),
)
BARE = Paper("paper/second-title", "Second title", listings=(Listing(PAGE, 1),))

KITE = Entity("concept/kite", ("method",), "Kite")
DISTILLATION = Entity("concept/distillation", ("theme", "method"), "distillation", ("KD",))
LEARNING = Entity("concept/learning", ("theme",), "learning")
POND = Entity("dataset/pond", ("dataset",), "Pond", ("Pond & Lake",))
ACCURACY = Entity("metric/accuracy", ("metric",), "accuracy")
CODE = Entity(
    "repository/example.org/kite", ("repository",), "kite", url="https://example.org/kite"
)


def sentence(paper: Paper, field: Field, position: int) -> Span:
    """Return the sentence around a position; sentences end with ". " or a line."""
    text = paper.field(field)
    ends = [at + 1 for at in range(len(text) - 1) if text[at : at + 2] in (". ", ".\n")]
    start = max((end + 1 for end in ends if end < position), default=0)
    end = min((end for end in ends if end > position), default=len(text))
    return Span(field, start, end)


def read_at(
    paper: Paper, field: Field, words: str, confidence: float = 1.0, rule: str = ""
) -> Evidence:
    """Return the evidence of the first place where `words` stand."""
    start = paper.field(field).index(words)
    whole = sentence(paper, field, start)
    return Evidence(field, start, start + len(words), whole, confidence, rule)


def stated(relation: str, entity: Entity, *evidence: Evidence) -> Statement:
    return Statement(
        PAPER.id, relation, entity.id, max(one.confidence for one in evidence), evidence
    )


RESOLVED = Resolved(
    entities=(DISTILLATION, KITE, LEARNING, POND, ACCURACY, CODE),
    facts=(
        PaperFacts(
            PAPER,
            (
                stated("hasCode", CODE, read_at(PAPER, "abstract", "https://example.org/kite")),
                stated("hasTheme", DISTILLATION, read_at(PAPER, "title", "distillation", 0.8)),
                stated(
                    "proposes",
                    KITE,
                    read_at(PAPER, "title", "Kite", 0.97, "title"),
                    read_at(PAPER, "abstract", "Kite", 0.9, "cue"),
                ),
                stated("reportsMetric", ACCURACY, read_at(PAPER, "abstract", "Accuracy", 0.75)),
                stated("uses", DISTILLATION, read_at(PAPER, "title", "distillation", 0.625)),
                stated("usesDataset", POND, read_at(PAPER, "abstract", "Pond & Lake", 0.5)),
            ),
            (
                ClaimedResult(
                    PAPER.id,
                    "91.5",
                    "%",
                    ACCURACY.id,
                    POND.id,
                    "",
                    "absolute",
                    read_at(PAPER, "abstract", "91.5"),
                ),
            ),
        ),
        PaperFacts(BARE),
    ),
    broader=(Statement(DISTILLATION.id, "broader", LEARNING.id),),
)


def quads(resolved: Resolved = RESOLVED) -> list[Quad]:
    return list(QuadWriter(BASE, AGENT).quads(resolved))


def publish(place: Place, written: Iterable[Quad], digest: str = "toy", papers: int = 2) -> Version:
    """Put some quads in force at a place."""
    versions = versions_at(place)
    with versions.building():
        return versions.publish(written, Version(digest, BASE, 0, papers))


@contextmanager
def published(place: Place, written: Iterable[Quad] | None = None) -> Iterator[Reader]:
    """Put some quads in force and read them."""
    publish(place, quads() if written is None else written)
    with Reader(place) as reader:
        yield reader
