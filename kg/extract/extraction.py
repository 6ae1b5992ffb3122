"""A Doc that all components have read in, the plain values of its paper out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.documents import span_at, text_of, title_end
from kg.model import (
    IMPLIED,
    Acronym,
    Extraction,
    Link,
    Mention,
    MethodRelation,
    NamedEntity,
    Paper,
    Result,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc


def to_extraction(doc: Doc, paper: Paper) -> Extraction:
    """Return the plain values of a Doc, with offsets and texts of the paper's own fields."""
    return _Values(doc, paper).extraction()


class _Values:
    """One Doc and its paper, looked at list by list."""

    def __init__(self, doc: Doc, paper: Paper) -> None:
        self.found, self.paper = doc._, paper
        self.text, self.title = text_of(doc), title_end(doc)

    def extraction(self) -> Extraction:
        return Extraction(
            entities=(*self._entities(), *self._themes()),
            links=tuple(self._links()),
            results=tuple(self._results()),
            acronyms=tuple(dict.fromkeys(self._acronyms())),
            sentences=tuple(span_at(self.title, *span) for span in self.found.kg_sentences),
            relations=tuple(self._relations()),
        )

    def _entities(self) -> Iterator[NamedEntity]:
        for found in self.found.kg_entities:
            yield NamedEntity(
                found.kind,
                found.name,
                found.aliases,
                found.role,
                found.confidence,
                tuple(self._mention(*mention) for mention in found.mentions),
            )

    def _themes(self) -> Iterator[NamedEntity]:
        for found in self.found.kg_themes:
            rule = "theme" if found.is_named else IMPLIED
            mentions = tuple(self._mention(start, end, rule) for start, end in found.places)
            yield NamedEntity("theme", found.label, (), "", found.confidence, mentions)

    def _links(self) -> Iterator[Link]:
        for link in self.found.kg_links:
            span = span_at(self.title, link.start, link.end)
            yield Link(link.url, link.kind, span.field, span.start, span.end)

    def _results(self) -> Iterator[Result]:
        for found in self.found.kg_results:
            span = span_at(self.title, found.start, found.end)
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

    def _relations(self) -> Iterator[MethodRelation]:
        for found in self.found.kg_relations:
            span = span_at(self.title, found.start, found.end)
            yield MethodRelation(
                found.source,
                found.relation,
                found.target,
                found.confidence,
                span.field,
                span.start,
                span.end,
            )

    def _acronyms(self) -> Iterator[Acronym]:
        text = self.text
        for pair in self.found.kg_acronyms:
            short = text[pair.short_start : pair.short_end]
            yield Acronym(short, " ".join(text[pair.long_start : pair.long_end].split()))

    def _mention(self, start: int, end: int, rule: str) -> Mention:
        span = span_at(self.title, start, end)
        text = self.paper.field(span.field)[span.start : span.end]
        return Mention(span.field, span.start, span.end, text, rule)
