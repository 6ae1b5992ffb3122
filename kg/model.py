"""The values that pass between the stages: plain, frozen, made of strings, numbers and offsets.

Offsets are 0-based, end-exclusive code points of the stored field, so that
``paper.field(mention.field)[mention.start:mention.end] == mention.text`` for every mention.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Field = Literal["title", "abstract"]


@dataclass(frozen=True, slots=True, order=True)
class Page:
    """A source that papers stood on: a pasted listing page or an exported file."""

    id: str
    name: str
    date: str = ""
    """As written there: ``--03-11`` (no year), ``2024-03-11``, or empty."""


@dataclass(frozen=True, slots=True, order=True)
class Listing:
    """One paper's place on one page; `rank` counts from 1."""

    page: Page
    rank: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as its sources give it; title and abstract are never changed."""

    id: str
    title: str
    abstract: str = ""
    arxiv_id: str = ""
    doi: str = ""
    year: int | None = None
    url: str = ""
    authors: tuple[str, ...] = ()
    venue: str = ""
    listings: tuple[Listing, ...] = ()

    def field(self, name: Field) -> str:
        """Return the text that offsets in `name` count on.

        >>> Paper("paper/x", "A title", "An abstract.").field("abstract")
        'An abstract.'
        """
        return self.title if name == "title" else self.abstract


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a paper's title or abstract."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One occurrence of a named entity in a paper, and the rule that found it."""

    field: Field
    start: int
    end: int
    text: str
    rule: str = ""


IMPLIED = "theme, implied"
"""The rule of words that tell of a theme without naming it: they are evidence, but no alias."""


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """What one paper says of one method, dataset, task, metric or theme.

    `kind` is one of ``method dataset task metric theme``; `role` is one of
    `kg.vocabulary.ROLES` of that kind; `confidence` lies in (0, 1].
    """

    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    confidence: float = 1.0
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A released thing a paper points to; `url` is clean, the span covers what the text says."""

    url: str
    kind: str
    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Result:
    """A number the paper claims as an outcome; the span covers the number.

    `value` is a decimal numeral, `kind` is ``absolute`` or ``gain``; `metric`, `dataset` and
    `method` are names as they stand in the text, or None.
    """

    value: str
    unit: str
    metric: str | None
    dataset: str | None
    method: str | None
    kind: str
    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MethodRelation:
    """What one method is to another, as the text says; the span covers both and the words between.

    `relation` is one of `kg.vocabulary.METHOD_RELATIONS`; `source` and `target` are names of
    methods of the same extraction; `confidence` in (0, 1] is that of the less sure of the two.
    """

    source: str
    relation: str
    target: str
    confidence: float
    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Acronym:
    """A short form and the long form that the paper gives for it."""

    short: str
    long: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one paper's text, and from nothing else."""

    entities: tuple[NamedEntity, ...] = ()
    links: tuple[Link, ...] = ()
    results: tuple[Result, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    sentences: tuple[Span, ...] = ()
    relations: tuple[MethodRelation, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """A node of the graph that several papers can share.

    `id` is the part of its IRI after the base, such as ``concept/lora``; `kinds` has the main
    kind first; `url` is where a repository is found. `local_names` are what single papers call it
    although the name means something else elsewhere: it is not found by them.
    """

    id: str
    kinds: tuple[str, ...]
    name: str
    aliases: tuple[str, ...] = ()
    url: str = ""
    local_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Where a statement was read: a mention, the sentence around it, and who read it how surely."""

    field: Field
    start: int
    end: int
    sentence: Span
    confidence: float
    rule: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """One edge: a relation of `kg.vocabulary.RELATIONS` from a paper or an entity to a node."""

    subject: str
    relation: str
    object: str
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class ClaimedResult:
    """A `Result` whose names are resolved to entity ids ("" where the text names none)."""

    paper: str
    value: str
    unit: str
    metric: str
    dataset: str
    method: str
    kind: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper with all that is stated of it after resolution; one named graph of the store."""

    paper: Paper
    statements: tuple[Statement, ...] = ()
    results: tuple[ClaimedResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """The output of the one barrier: the shared entities, and the facts of each paper.

    `broader` holds the theme hierarchy above the themes in use, as statements between entities.
    """

    entities: tuple[Entity, ...] = ()
    facts: tuple[PaperFacts, ...] = ()
    broader: tuple[Statement, ...] = ()
