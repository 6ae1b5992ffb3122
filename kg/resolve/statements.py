"""Each paper's extraction in, its statements about shared entities out."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import (
    ClaimedResult,
    Evidence,
    Link,
    Mention,
    MethodRelation,
    NamedEntity,
    PaperFacts,
    Resolved,
    Result,
    Span,
    Statement,
)
from kg.names import entity_key
from kg.resolve.catalogue import Catalogue
from kg.vocabulary import LINK_RELATIONS, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.lexicon import Theme
    from kg.model import Extraction, Paper
    from kg.resolve.rules import Rule

_Found = Mention | Link | Result | MethodRelation
_STRONGEST_FIRST = [relation for roles in ROLES.values() for relation in roles.values()]


def resolve(
    reads: Iterable[tuple[Paper, Extraction]],
    *,
    rules: Sequence[Rule] = (),
    known: Sequence[Rule] = (),
    scheme: Sequence[Theme] = (),
) -> Resolved:
    """Return the entities that all papers share, and what each paper states of them.

    `rules` are a user's, `known` those of the lexicons: they say which names mean the same, and
    what is found under one of them comes along. The order of `reads` does not matter; that of the
    rules does: earlier ones win, and `rules` over `known`.
    """
    ordered = sorted(reads, key=lambda read: read[0].id)
    catalogue = Catalogue([extraction for _, extraction in ordered], rules, known, scheme)
    return Resolved(
        entities=catalogue.entities,
        facts=tuple(_facts(paper, extraction, catalogue) for paper, extraction in ordered),
        broader=tuple(sorted(Statement(a, "broader", b) for a, b in catalogue.broader())),
    )


def _facts(paper: Paper, extraction: Extraction, catalogue: Catalogue) -> PaperFacts:
    # In order, so that the sentence around a mention is found by halving.
    extraction = replace(extraction, sentences=tuple(sorted(extraction.sentences)))
    statements = [
        *_about_entities(paper, extraction, catalogue),
        *_about_links(paper, extraction, catalogue),
    ]
    named = _ids_of_names(extraction, catalogue)
    statements += _about_methods(paper, extraction, named)
    results = {_claim(paper, result, extraction, named) for result in extraction.results}
    return PaperFacts(paper, tuple(sorted(statements)), tuple(sorted(results)))


def _about_entities(
    paper: Paper, extraction: Extraction, catalogue: Catalogue
) -> Iterator[Statement]:
    """Yield one statement for each kind and entity, in the strongest of the roles it has."""
    together: defaultdict[tuple[str, str], list[NamedEntity]] = defaultdict(list)
    for entity in extraction.entities:
        if id_ := catalogue.id_of(entity):
            together[entity.kind, id_].append(entity)
    for (kind, id_), entities in together.items():
        relations = {ROLES[kind][entity.role] for entity in entities}
        evidence = {
            _evidence(paper, extraction, mention, entity.confidence, mention.rule)
            for entity in entities
            for mention in entity.mentions
        }
        yield Statement(
            paper.id,
            min(relations, key=_STRONGEST_FIRST.index),
            id_,
            max(entity.confidence for entity in entities),
            _surest(evidence),
        )


def _about_links(paper: Paper, extraction: Extraction, catalogue: Catalogue) -> Iterator[Statement]:
    together: defaultdict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in extraction.links:
        together[LINK_RELATIONS[link.kind], catalogue.id_of_link(link)].append(link)
    for (relation, id_), links in together.items():
        evidence = {_evidence(paper, extraction, link, 1.0, "link") for link in links}
        yield Statement(paper.id, relation, id_, 1.0, _surest(evidence))


def _about_methods(
    paper: Paper, extraction: Extraction, named: Mapping[tuple[str, str], str]
) -> Iterator[Statement]:
    """Yield one statement for each relation between two methods of the paper."""
    together: defaultdict[tuple[str, str, str], list[MethodRelation]] = defaultdict(list)
    for found in extraction.relations:
        source, target = (
            named.get(("method", entity_key(name)), "") for name in (found.source, found.target)
        )
        if source and target and source != target:
            together[source, found.relation, target].append(found)
    for (source, relation, target), all_found in together.items():
        evidence = {
            _evidence(paper, extraction, found, found.confidence, relation) for found in all_found
        }
        confidence = max(found.confidence for found in all_found)
        yield Statement(source, relation, target, confidence, _surest(evidence))


def _ids_of_names(extraction: Extraction, catalogue: Catalogue) -> dict[tuple[str, str], str]:
    """Return what each name means in this paper: kind and key → id; the first meaning counts."""
    named: dict[tuple[str, str], str] = {}
    for entity in extraction.entities:
        id_ = catalogue.id_of(entity)
        for name in (entity.name, *entity.aliases):
            named.setdefault((entity.kind, entity_key(name)), id_)
    return named


def _claim(
    paper: Paper,
    result: Result,
    extraction: Extraction,
    named: Mapping[tuple[str, str], str],
) -> ClaimedResult:
    return ClaimedResult(
        paper.id,
        result.value,
        result.unit,
        named.get(("metric", entity_key(result.metric or "")), ""),
        named.get(("dataset", entity_key(result.dataset or "")), ""),
        named.get(("method", entity_key(result.method or "")), ""),
        result.kind,
        _evidence(paper, extraction, result, 1.0, "result"),
    )


def _surest(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence in order, one for each place.

    Two readings of a place can turn out to mean the same: two names of one theme, say.
    """
    best: dict[tuple[str, int, int], Evidence] = {}
    for one in sorted(evidence, key=lambda one: (one.confidence, one)):
        best[one.field, one.start, one.end] = one
    return tuple(sorted(best.values()))


def _evidence(
    paper: Paper,
    extraction: Extraction,
    found: _Found,
    confidence: float,
    rule: str,
) -> Evidence:
    sentence = _sentence_around(found, extraction.sentences)
    whole = Span(found.field, 0, len(paper.field(found.field)))
    return Evidence(found.field, found.start, found.end, sentence or whole, confidence, rule)


def _sentence_around(found: _Found, ordered: Sequence[Span]) -> Span | None:
    start = (found.field, found.start)
    place = bisect_right(ordered, start, key=lambda sentence: (sentence.field, sentence.start))
    last = ordered[place - 1] if place else None
    return last if last and last.field == found.field and found.end <= last.end else None
