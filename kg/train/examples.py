"""Annotated papers in, the names that the pipeline finds in them, each with what it is, out.

How the annotation is aligned: a name of the pipeline is an example of the annotated entity that
it agrees with by the spellings of `kg.evaluate`, a required one before an optional one; a name
that agrees with none is an example of nothing. Optional entities count little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kg import evaluate as measure
from kg.extract.classifier import NOTHING
from kg.extract.classify import surfaces_of
from kg.extract.documents import make_doc
from kg.extract.pipeline import COMPONENTS, make_nlp
from kg.model import Paper
from kg.vocabulary import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.extract.features import FeatureReader
    from kg.progress import Progress

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
    annotated: Sequence[Mapping[str, Any]], reader: FeatureReader, progress: Progress
) -> Iterator[Example]:
    """Yield an example for each name that the pipeline finds before it judges."""
    nlp = make_nlp()
    nlp.select_pipes(enable=COMPONENTS[: COMPONENTS.index("kg_classify")])
    papers = [
        Paper(f"gold/{n}", each["title"], each["abstract"]) for n, each in enumerate(annotated)
    ]
    for place, doc in enumerate(nlp.pipe(make_doc(nlp, paper) for paper in papers)):
        wanted = list(_wanted(annotated[place]))
        for name, features in zip(doc._.kg_names, reader(doc), strict=True):
            surfaces = surfaces_of(name, doc._.kg_plain)
            yield Example(place, frozenset(features), surfaces, *_label(wanted, surfaces))
        progress("reading", place + 1, len(papers))


class _Wanted(NamedTuple):
    """An annotated entity; those that sort first are taken first."""

    is_optional: bool
    kind: str
    role: str
    spellings: frozenset[str]


def _wanted(record: Mapping[str, Any]) -> Iterator[_Wanted]:
    for kind in TRAINED_KINDS:
        for entity in record[KINDS[kind].plural]:
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
