"""Annotated papers in, the names that the pipeline finds in them, each with what it is, out.

How the annotation is aligned: a name of the pipeline is an example of the annotated entity that
it agrees with by the spellings of `kg.evaluate`, a required one before an optional one; a name
that agrees with none is an example of nothing. Optional entities count little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kg import evaluate as measure
from kg.extract.classifier import NOTHING
from kg.extract.features import surfaces_of
from kg.extract.numbering import GrowingNumbers
from kg.vocabulary import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc

    from kg.extract.classify import NameJudge

TRAINED_KINDS = ("dataset", "method", "metric", "task")


class Example(NamedTuple):
    """One name of a paper: what is known of it, and what it is."""

    paper: int
    features: frozenset[str]
    surfaces: list[str]
    kind: str
    role: str
    is_optional: bool


def examples_of(
    annotated: Sequence[Mapping[str, Any]], docs: Iterable[Doc], judge: NameJudge
) -> Iterator[Example]:
    """Yield an example for each name that the pipeline found in the Docs before it judged."""
    numbers = GrowingNumbers()
    reader = judge.reader(numbers)
    for place, (record, doc) in enumerate(zip(annotated, docs, strict=True)):
        wanted = list(_wanted(record))
        told = reader(doc)
        for n, (name, of_kind) in enumerate(zip(doc._.kg_names, told.of_kinds(), strict=True)):
            surfaces = surfaces_of(name, doc._.kg_plain)
            features = numbers.features(of_kind + told.of_role(n))
            yield Example(place, features, surfaces, *_label(wanted, surfaces))


class _Wanted(NamedTuple):
    """An annotated entity; those that sort first are taken first."""

    is_optional: bool
    kind: str
    role: str
    spellings: frozenset[str]


def _wanted(record: Mapping[str, Any]) -> Iterator[_Wanted]:
    for kind in TRAINED_KINDS:
        for entity in record[KINDS[kind].list_name]:
            spellings = measure.spellings([entity["name"], *entity.get("aliases", ())])
            yield _Wanted(bool(entity.get("optional")), kind, entity.get("role") or "", spellings)


def _label(wanted: Iterable[_Wanted], surfaces: Iterable[str]) -> tuple[str, str, bool]:
    """Return kind and role of what a name agrees with, and whether that is optional."""
    own = measure.spellings(surfaces)
    agreeing = [each for each in wanted if not each.spellings.isdisjoint(own)]
    if not agreeing:
        return NOTHING, "", False
    best = min(agreeing, key=lambda each: each.is_optional)
    role = best.role if best.role in ROLES[best.kind] else ""
    return best.kind, role, best.is_optional
