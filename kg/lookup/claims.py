"""Results that papers claim, read from the store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from kg.model import ClaimedResult, Evidence, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Field
    from kg.store.reader import Reader

_SPAN = re.compile(r"/(title|abstract)#char=(\d+),(\d+)")
_NAMING = ("mls:specifiedBy", "kg:onDataset", "kg:ofMethod")
"""Properties by which a claimed result names its metric, data set and method."""


def claims(reader: Reader, papers: Iterable[str]) -> Iterator[ClaimedResult]:
    """Yield the results that some papers claim; their confidence is 1, for none is stored."""
    for paper in papers:
        for iri in reader.values(paper, "kg:claims"):
            yield _claim(reader, paper, reader.id_of(iri))


def claims_with(reader: Reader, id_: str) -> Iterator[ClaimedResult]:
    """Yield the results that papers claim with a method, data set or metric, by paper."""
    reader.read_ahead([id_], incoming=True)
    papers = sorted({paper for curie in _NAMING for paper in reader.papers_where(curie, id_)})
    reader.read_ahead(papers)
    for claim in claims(reader, papers):
        if id_ in (claim.metric, claim.dataset, claim.method):
            yield claim


def _claim(reader: Reader, paper: str, id_: str) -> ClaimedResult:
    place, sentence = _span(id_), _span(reader.id_of(reader.value(id_, "nif:sentence")))
    metric, dataset, method = (reader.id_of(reader.value(id_, curie)) for curie in _NAMING)
    return ClaimedResult(
        paper,
        reader.value(id_, "mls:hasValue"),
        reader.value(id_, "schema:unitText"),
        metric,
        dataset,
        method,
        reader.value(id_, "kg:resultKind"),
        Evidence(place.field, place.start, place.end, sentence, 1.0),
    )


def _span(id_: str) -> Span:
    """Return the span that the id of a stretch of text names."""
    found = _SPAN.search(id_)
    if found is None:
        raise ValueError(id_)
    field, start, end = found.groups()
    return Span(cast("Field", field), int(start), int(end))
