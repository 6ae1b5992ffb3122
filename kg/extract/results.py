"""A Doc with its entities in, the numbers that the paper claims as outcomes out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from spacy.tokens import Doc

from kg.extract.figures import figures_in, in_one_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract.classify import FoundEntity
    from kg.extract.figures import Figure

Doc.set_extension("kg_results", default=(), force=True)

_CLAUSE = re.compile(r"[;:]|, (?:and|while|whereas|but|which|surpassing|outperforming)\b")
_NEAR = 45
# Another number between, or a name with one ("VGG-16") that another predicate follows.
_ELSEWHERE = re.compile(r"(?<![\w-])\d|\d.*\b(?:and|but|while)\b")
# What looks like a year is one, unless the metric stands right at it: "an Elo rating of 2029".
_YEAR = re.compile(r"(?:19|20)\d\d")
_AT_YEAR = re.compile(r"\s(?:(?:rating|score|of|to|from|over|above|at|about|around)\s)*")
# "1.2 BLEU", "5% in top-1 accuracy": what stands right after a number is what it measures.
_RIGHT_AFTER = re.compile(r"\s(?:for |in |of )?(?:(?!and |or |with |while )[\w-]+ )?")
# Between a number and the metric that it is one of several values of: "8.9% and 6.2% in F1".
_LIST = re.compile(r"(?:[\s,/$+\\%\d.]|and|from|to|in|on|of|for|points?|respectively)*")

# "87% F1 on A, 57% on B": the second number has the metric of the first, for it names none.
_NAMES_NONE = re.compile(r"\s?(?:on|for|in the|and|or|to|respectively)\b|\s?[,.;()]|\s*$")
_LISTED = re.compile(r"(?:,|\band\b|\bto\b)[\s$+]*$")
_OF_ITS_OWN = re.compile(r"[A-Z][^\s]*[A-Z0-9]")


class FoundResult(NamedTuple):
    """A claimed number, the names it is about, and where the number stands."""

    value: str
    unit: str
    metric: str | None
    dataset: str | None
    method: str | None
    kind: str
    start: int
    end: int


class Place(NamedTuple):
    """A mention of an entity inside a clause."""

    start: int
    end: int
    text: str
    entity: FoundEntity


def results_in(
    text: str, start: int, end: int, entities: tuple[FoundEntity, ...]
) -> Iterator[FoundResult]:
    """Yield the outcomes that one sentence claims; a number without unit needs a metric.

    Metric and data set stand in the clause of the number. The method is the one that the paper
    proposes which the sentence named last, else the one that the paper speaks of most.
    """
    figures = [*figures_in(text, start, end)]
    if not figures:
        return
    places = sorted(
        Place(m.start, m.end, text[m.start : m.end], entity)
        for entity in entities
        for m in entity.mentions
        if start <= m.start and m.end <= end
    )
    own = _most_proposed(entities)
    before: tuple[Figure, str | None] | None = None
    for figure in figures:
        if any(p.start <= figure.start < p.end for p in places):
            continue
        first, last = _clause(text, start, figure.start, end)
        here = [p for p in places if first <= p.start and p.end <= last]
        metric = _metric(text, here, figure)
        if metric is None and before and _goes_on(text, before[0], figure):
            metric = before[1]
        before = figure, metric
        if metric or (figure.unit and figure.kind == "gain"):
            dataset = _only(here, "dataset", figure.start)
            method = _proposed_before(places, figure.start) or own
            yield FoundResult(
                figure.value,
                figure.unit,
                metric,
                dataset,
                method,
                figure.kind,
                figure.start,
                figure.end,
            )


def _most_proposed(entities: Iterable[FoundEntity]) -> str | None:
    """Return the proposed method that the paper speaks of most, the first of several.

    Only a name of its own counts: what is described in words may be one of many parts.
    """
    proposed = [e for e in entities if _is_proposed(e) and _OF_ITS_OWN.search(e.name)]
    most = max(proposed, key=lambda entity: len(entity.mentions), default=None)
    return most.name if most else None


def _proposed_before(places: Iterable[Place], at: int) -> str | None:
    named = [p.entity.name for p in places if _is_proposed(p.entity) and p.end <= at]
    return named[-1] if named else None


def _is_proposed(entity: FoundEntity) -> bool:
    return entity.kind == "method" and entity.role == "proposed"


def _clause(text: str, start: int, at: int, end: int) -> tuple[int, int]:
    """Return the clause of a sentence that holds a place."""
    cuts = [m.start() for m in _CLAUSE.finditer(text, start, end)]
    return max([start, *(c for c in cuts if c <= at)]), min([end, *(c for c in cuts if c > at)])


def _metric(text: str, places: list[Place], figure: Figure) -> str | None:
    """Return the metric right after a number, else the nearest, with nothing else between."""
    near: list[tuple[bool, int, str]] = []
    for place in places:
        after = place.start >= figure.unit_end
        gap = text[figure.unit_end : place.start] if after else text[place.end : figure.start]
        if place.entity.kind == "metric" and _is_near(gap, figure):
            near.append((not (after and _RIGHT_AFTER.fullmatch(gap)), len(gap), place.text))
    return min(near)[2] if near else None


def _goes_on(text: str, before: Figure, figure: Figure) -> bool:
    """Return whether a number goes on with a list of values of one metric."""
    return bool(
        in_one_list(text, before, figure.start)
        and _LISTED.search(text, before.unit_end, figure.start)
        and _NAMES_NONE.match(text, figure.unit_end)
    )


def _is_near(gap: str, figure: Figure) -> bool:
    if _YEAR.fullmatch(figure.value) and not figure.unit:
        return bool(_AT_YEAR.fullmatch(gap))
    return len(gap) <= _NEAR and (not _ELSEWHERE.search(gap) or bool(_LIST.fullmatch(gap)))


def _only(places: list[Place], kind: str, at: int) -> str | None:
    """Return the first name of a kind after a number, else the last one before it."""
    of_kind = [p for p in places if p.entity.kind == kind]
    after = [p.text for p in of_kind if p.start >= at]
    return after[0] if after else of_kind[-1].text if of_kind else None


def read_results(doc: Doc) -> Doc:
    """Set ``kg_results``, the claimed outcomes of the abstract's sentences."""
    text, entities = doc._.kg_plain, doc._.kg_entities
    doc._.kg_results = tuple(
        result
        for start, end in doc._.kg_sentences
        for result in results_in(text, start, end, entities)
    )
    return doc
