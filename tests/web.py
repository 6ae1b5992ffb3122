"""A hand-made graph to walk in: a hub, a rare node, an ambiguous name, a page's pair, an island."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from kg.model import Entity, Listing, Page, Paper, PaperFacts, Resolved, Statement
from kg.store.places import Remote
from tests.toy import publish, quads, read_at

AnyPlace = TypeVar("AnyPlace", Path, Remote, Path | Remote)

MONDAY = Page("page/monday", "monday", "--03-11")
TUESDAY = Page("page/tuesday", "tuesday")

FLIES = Paper(
    "paper/arxiv-2401.00001",
    "Kite flies over birds",
    "We propose Kite and test it on Pond. Backprop trains it through a Sieve.",
    arxiv_id="2401.00001",
    doi="10.1000/kite",
    listings=(Listing(MONDAY, 1),),
)
WADES = Paper(
    "paper/heron-wades",
    "Heron wades",
    "Heron beats Kite. It needs a Sieve and backprop. The data is Koala.",
    listings=(Listing(MONDAY, 2),),
)
EVIL = Paper(
    "paper/evil",
    'Evil \x1b[31m<script>"title"</script>\u202e\x9b2J\tof\nlines',
    "It learns by backprop.",
    listings=(Listing(MONDAY, 3),),
)
FOURTH = Paper("paper/fourth", "Fourth of them", "Koala learns by backprop.")
ALONE = Paper("paper/alone", "Alone", "Robinson is here.", listings=(Listing(TUESDAY, 1),))
BARE = Paper("paper/bare", "Bare words", "Nothing here.", listings=(Listing(TUESDAY, 2),))

KITE = Entity("concept/kite", ("method",), "Kite", ("Kinetic Inference",))
HERON = Entity("concept/heron", ("method",), "Heron")
BACKPROP = Entity("concept/backprop", ("method", "theme"), "backprop", ("Backprop",))
SIEVE = Entity("concept/sieve", ("method",), "Sieve")
KOALA = Entity("concept/koala", ("method",), "Koala")
KOALA_DATA = Entity("dataset/koala", ("dataset",), "Koala")
POND = Entity("dataset/pond", ("dataset",), "Pond")
ROBINSON = Entity("concept/robinson", ("method",), "Robinson")
BIRD = Entity("concept/bird", ("theme",), "birds")
ANIMAL = Entity("concept/animal", ("theme",), "animals")
CODE = Entity(
    "repository/github.com/x/kite",
    ("repository",),
    "github.com/x/kite",
    url="https://github.com/x/kite",
)


def said(paper: Paper, relation: str, entity: Entity, *words: str, sure: float = 0.9) -> Statement:
    """Return a statement read wherever `words` first stand: in the abstract, else in the title."""
    evidence = tuple(
        read_at(paper, "abstract" if word in paper.abstract else "title", word, sure, "hand")
        for word in words
    )
    return Statement(paper.id, relation, entity.id, sure, evidence)


RESOLVED = Resolved(
    entities=(
        *(ANIMAL, BACKPROP, BIRD, HERON, KITE, KOALA, ROBINSON, SIEVE),
        *(KOALA_DATA, POND, CODE),
    ),
    facts=(
        PaperFacts(
            FLIES,
            (
                said(FLIES, "proposes", KITE, "Kite and", "Kite flies"),
                said(FLIES, "uses", BACKPROP, "Backprop", sure=0.7),
                said(FLIES, "uses", SIEVE, "Sieve", sure=0.8),
                said(FLIES, "usesDataset", POND, "Pond"),
                said(FLIES, "hasTheme", BIRD, "birds", sure=0.6),
                said(FLIES, "hasTheme", BACKPROP, "Backprop", sure=0.6),
                Statement(FLIES.id, "hasCode", CODE.id),
            ),
        ),
        PaperFacts(
            WADES,
            (
                said(WADES, "proposes", HERON, "Heron beats"),
                said(WADES, "comparesWith", KITE, "Kite"),
                said(WADES, "uses", SIEVE, "Sieve"),
                said(WADES, "uses", BACKPROP, "backprop"),
                said(WADES, "usesDataset", KOALA_DATA, "Koala"),
            ),
        ),
        PaperFacts(EVIL, (said(EVIL, "uses", BACKPROP, "backprop"),)),
        PaperFacts(
            FOURTH,
            (
                said(FOURTH, "uses", BACKPROP, "backprop", sure=0.95),
                said(FOURTH, "proposes", KOALA, "Koala"),
            ),
        ),
        PaperFacts(ALONE, (said(ALONE, "proposes", ROBINSON, "Robinson"),)),
        PaperFacts(BARE),
    ),
    broader=(Statement(BIRD.id, "broader", ANIMAL.id),),
)


def publish_web(place: AnyPlace) -> AnyPlace:
    """Put the graph in force at a place; return that place."""
    publish(place, quads(RESOLVED), papers=len(RESOLVED.facts))
    return place


HOSTILE_NAMES = (
    "",
    " ",
    "\0",
    "Kite\0",
    "\n\r\t",
    '"""',
    "'; DROP",
    "> <http://x> ?y",
    "} } SERVICE <http://x> { ?s ?p ?o",
    "https://",
    "https://w3id.org/paper-kg/",
    "https://w3id.org/paper-kg/graph/entities",
    "paper/",
    "graph/paper/evil",
    "concept/kite#x",
    "\\u0041",
    "\u202eKite",
    "\ud800",
    "\udcff",
    "\U0001f600",
    "?" * 5000,
    "x" * 5000,
    "1" * 5000,
    "10.1234/" + "(" * 5000,
    "-" * 5000,
    "a\u0301" * 2500,
)
