"""Annotated and extracted results of papers in, how well they agree out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from kg.evaluate.score import Score
from kg.evaluate.spelling import spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ATTRIBUTES = ("metric", "dataset", "method", "kind")


@dataclass(frozen=True, slots=True)
class ResultScores:
    """How often the numbers that papers claim were found, and what was said of those found."""

    values: Score
    right: dict[str, int]
    """Metric, dataset, method, kind → of how many of the values found it is right."""


def score_results(
    papers: Iterable[tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]],
) -> ResultScores | None:
    """Return the score of each paper's extracted results by its annotated ones, None of no paper.

    A value is right where the paper has an annotated one of the same number, each of which can be
    found once: of several, that which agrees in most attributes. A name agrees by its spelling,
    none with none.

    >>> gold = [{"value": "2.0", "metric": "FID", "kind": "gain"}]
    >>> scores = score_results([(gold, [{"value": "2", "metric": "FIDs", "kind": "absolute"}])])
    >>> scores.values.precision, scores.right["metric"], scores.right["kind"]
    (1.0, 1, 0)
    """
    agreed: list[dict[str, bool]] = []
    wrong = missed = papers_read = 0
    for annotated, extracted in papers:
        papers_read += 1
        found = _agreed(annotated, extracted)
        agreed += found
        wrong += len(extracted) - len(found)
        missed += len(annotated) - len(found)
    if not papers_read:
        return None
    right = {name: sum(one[name] for one in agreed) for name in ATTRIBUTES}
    return ResultScores(Score(len(agreed), wrong, missed), right)


def _agreed(
    annotated: Iterable[Mapping[str, Any]], extracted: Iterable[Mapping[str, Any]]
) -> list[dict[str, bool]]:
    """Return for each value found in which attributes it agrees."""
    free = list(annotated)
    agreed = []
    for found in extracted:
        same = [one for one in free if _number(one["value"]) == _number(found["value"])]
        if same:
            best = max(same, key=lambda one: sum(_agreement(one, found).values()))
            free.remove(best)
            agreed.append(_agreement(best, found))
    return agreed


def _agreement(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, bool]:
    return {name: _same(one.get(name), other.get(name)) for name in ATTRIBUTES}


def _same(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return not one and not other
    return not spellings([one]).isdisjoint(spellings([other]))


def _number(value: str) -> Decimal | str:
    """Return the number that a numeral says, without its sign, or the text that is none."""
    text = value.replace(",", "").strip("+-\N{MINUS SIGN} ")
    try:
        return Decimal(text)
    except InvalidOperation:
        return text
