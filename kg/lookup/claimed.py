"""A node in, the results that papers claim with it, as people read them, out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.amounts import readable, said
from kg.lookup.claims import claims, claims_with
from kg.lookup.facts import Quote
from kg.lookup.names import Ref, ref

if TYPE_CHECKING:
    from kg.model import ClaimedResult
    from kg.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Claimed:
    """A result that a paper claims: the words that say how much, what of, and their sentence.

    `words` tell the direction too ("16 times fewer"); `value`, `unit` and `kind` are those of a
    `kg.model.ClaimedResult`. What the text does not name is None.
    """

    paper: Ref
    words: str
    value: str
    unit: str
    kind: str
    metric: Ref | None
    dataset: Ref | None
    method: Ref | None
    quote: Quote

    def named(self) -> tuple[Ref, ...]:
        """Return the metric, data set and method that are named."""
        return tuple(one for one in (self.metric, self.dataset, self.method) if one)

    def cells(self) -> tuple[Any, ...]:
        """Return the values of a row beside facts; how sure a result is, nobody knows."""
        told = " · ".join((self.words, *(one.name for one in self.named())))
        return (
            *(self.paper.id, "claims", told, "", self.quote.field, self.quote.start),
            self.quote,
        )


def claimed(reader: Reader, id_: str) -> tuple[Claimed, ...]:
    """Return the results that a paper claims, or those with a method, data set or metric.

    They stand by title, those of one paper in the order of its text.
    """
    found = claims(reader, [id_]) if id_.startswith("paper/") else claims_with(reader, id_)
    read = [_told(reader, claim) for claim in found]
    return tuple(sorted(read, key=_place))


def _told(reader: Reader, claim: ClaimedResult) -> Claimed:
    place = claim.evidence
    text = reader.paper(claim.paper).field(place.field)
    start, end = said(text, claim)
    first, last = place.sentence.start, place.sentence.end
    metric, dataset, method = (
        ref(reader, id_) if id_ else None for id_ in (claim.metric, claim.dataset, claim.method)
    )
    sentence, marks = text[first:last], ((start - first, end - first),)
    return Claimed(
        ref(reader, claim.paper),
        readable(text[start:end]),
        claim.value,
        claim.unit,
        claim.kind,
        metric,
        dataset,
        method,
        Quote(claim.paper, place.field, first, sentence, marks, place.confidence, place.rule),
    )


def _place(one: Claimed) -> tuple[object, ...]:
    return one.paper.name, one.paper.id, one.quote.field, one.quote.start, one.quote.marks
