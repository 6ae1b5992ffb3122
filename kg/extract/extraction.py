"""A Doc that all components have read in, the plain values of its paper out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.documents import span_at, text_of, title_end
from kg.model import Acronym, Extraction, Link, Mention, NamedEntity, Paper, Result, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc


def to_extraction(doc: Doc, paper: Paper) -> Extraction:
    """Return the plain values of a Doc, with offsets and texts of the paper's own fields."""
    return Extraction(
        entities=(*_entities(doc, paper), *_themes(doc, paper)),
        links=tuple(_links(doc)),
        results=tuple(_results(doc)),
        acronyms=tuple(dict.fromkeys(_acronyms(doc))),
        sentences=tuple(_span(doc, start, end) for start, end in doc._.kg_sentences),
    )


def _entities(doc: Doc, paper: Paper) -> Iterator[NamedEntity]:
    for found in doc._.kg_entities:
        yield NamedEntity(
            found.kind,
            found.name,
            found.aliases,
            found.role,
            found.confidence,
            tuple(_mention(doc, paper, m.start, m.end, m.rule) for m in found.mentions),
        )


def _themes(doc: Doc, paper: Paper) -> Iterator[NamedEntity]:
    for found in doc._.kg_themes:
        mentions = (_mention(doc, paper, start, end, "theme") for start, end in found.places)
        yield NamedEntity(
            "theme", found.label, confidence=found.confidence, mentions=tuple(mentions)
        )


def _links(doc: Doc) -> Iterator[Link]:
    for link in doc._.kg_links:
        span = _span(doc, link.start, link.end)
        yield Link(link.url, link.kind, span.field, span.start, span.end)


def _results(doc: Doc) -> Iterator[Result]:
    for found in doc._.kg_results:
        span = _span(doc, found.start, found.end)
        yield Result(
            found.value,
            found.unit,
            found.metric,
            found.dataset,
            found.method,
            found.kind,
            span.field,
            span.start,
            span.end,
        )


def _acronyms(doc: Doc) -> Iterator[Acronym]:
    text = text_of(doc)
    for pair in doc._.kg_acronyms:
        short = text[pair.short_start : pair.short_end]
        yield Acronym(short, " ".join(text[pair.long_start : pair.long_end].split()))


def _mention(doc: Doc, paper: Paper, start: int, end: int, rule: str) -> Mention:
    span = _span(doc, start, end)
    text = paper.field(span.field)[span.start : span.end]
    return Mention(span.field, span.start, span.end, text, rule)


def _span(doc: Doc, start: int, end: int) -> Span:
    return span_at(title_end(doc), start, end)
