"""A Doc with its entities in, the numbers that the paper claims as outcomes out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.classify import FoundEntity

Doc.set_extension("kg_results", default=(), force=True)

_OUTCOME = re.compile(
    r"\b(?:achiev|attain|reach|obtain|yield|improv|outperform|surpass|exceed|reduc|increas|"
    r"boost|gain|speed|faster|lower|higher|better|scor|accelerat|deliver|cut|sav)\w*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.,/^$-])(?P<sign>[+])?(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\s?(?P<unit>\\?%|[x\xd7](?!\w)|\$?\\times\$?|-?fold\b|times\b|"
    r"(?:percentage |absolute )?points?\b|pp\b)?"
    r"(?![\w-]|[.,]\d)"
)
_UNITS = (("%", "%"), ("point", "points"), ("pp", "points"), ("", "x"))
_GAIN_BEFORE = re.compile(
    r"\b(?:by|improv\w+|reduc\w+|increas\w+|boost\w*|gains?|speed-?ups?|cut\w*|sav\w+)"
    r"(?: \w+){0,3}\s?(?:up to|of|over|approximately|about|around|an average of|more than|nearly|"
    r"~|\\sim)*\s?$",
    re.IGNORECASE,
)
_GAIN_AFTER = re.compile(
    r"\s?(?:\w+ ){0,2}(?:improvement|gain|reduction|increase|speed-?up|faster|higher|lower|better|"
    r"fewer|less|more|smaller|larger|boost|decrease|savings?)\b",
    re.IGNORECASE,
)
_TRAINING_DATA = re.compile(
    r"\s?(?:of )?(?:the |its |all )?(?:labeled |training )?"
    r"(?:data|samples|parameters|labels|annotations)\b"
)
_CLAUSE = re.compile(r"[;:]|, (?:and|while|whereas|but|which|surpassing|outperforming)\b")
_NEAR = 45


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
    """Yield the outcomes that one sentence claims; a number without unit needs a metric."""
    if not _OUTCOME.search(text, start, end):
        return
    places = sorted(
        Place(m.start, m.end, text[m.start : m.end], entity)
        for entity in entities
        for m in entity.mentions
        if start <= m.start and m.end <= end
    )
    for match in _NUMBER.finditer(text, start, end):
        if not any(p.start <= match.start("value") < p.end for p in places):
            found = _result(text, *_clause(text, start, match.start(), end), match, places)
            if found:
                yield found


def _result(
    text: str, start: int, end: int, match: re.Match[str], places: list[Place]
) -> FoundResult | None:
    first, last = match.span("value")
    here = [p for p in places if start <= p.start and p.end <= end]
    metric = _nearest(text, here, first, match.end())
    unit = _unit(match["unit"] or "")
    gain = bool(
        match["sign"]
        or unit == "x"
        or _GAIN_BEFORE.search(text, max(start, first - 60), first)
        or _GAIN_AFTER.match(text, match.end(), end)
    )
    if _TRAINING_DATA.match(text, match.end(), end) or not (metric or (unit and gain)):
        return None
    dataset = _only(here, "dataset", first)
    proposed = [p.text for p in places if p.entity.role == "proposed" and p.end <= first]
    kind = "gain" if gain else "absolute"
    value = match["value"].replace(",", "")
    return FoundResult(
        value, unit, metric, dataset, proposed[-1] if proposed else None, kind, first, last
    )


def _clause(text: str, start: int, at: int, end: int) -> tuple[int, int]:
    """Return the clause of a sentence that holds a place."""
    cuts = [m.start() for m in _CLAUSE.finditer(text, start, end)]
    return max([start, *(c for c in cuts if c <= at)]), min([end, *(c for c in cuts if c > at)])


def _unit(written: str) -> str:
    return next(unit for sign, unit in _UNITS if sign in written) if written else ""


def _nearest(text: str, places: list[Place], first: int, last: int) -> str | None:
    """Return the metric next to a number, with no other number between the two."""
    best: tuple[int, str] | None = None
    for place in places:
        gap = text[last : place.start] if place.start >= last else text[place.end : first]
        near = place.entity.kind == "metric" and len(gap) <= _NEAR and not re.search(r"\d", gap)
        if near and (best is None or len(gap) < best[0]):
            best = len(gap), place.text
    return best[1] if best else None


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
