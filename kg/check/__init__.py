"""The graph in force in, every way in which it breaks a rule out.

Shapes (`shapes.ttl`, and the user's own) say which nodes there may be and what they have; the
rules of `texts` say what no shape can: that quotes stand in their texts, and that statements and
their evidence agree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import count, groupby
from typing import TYPE_CHECKING

from kg.check.queries import rules_of
from kg.check.severities import SEVERITIES, VIOLATION
from kg.check.shapes import FILE, read_shapes
from kg.check.texts import RULES
from kg.displayed import shortened
from kg.progress import silent
from kg.store.sparql import ask
from kg.vocabulary import prefixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kg.check.queries import Rule
    from kg.progress import Progress
    from kg.store.reader import Reader
    from kg.store.sparql import Value

_LONGEST = 200


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A node that breaks a rule: by which value of which property, and what was wanted instead.

    `path` and `value` are "" where the node itself is wrong.
    """

    where: str
    path: str
    value: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that is broken: how often, and the first problems in the order of their nodes.

    `severity` is one of `SEVERITIES`; of a graph without violations all is well enough.
    """

    rule: str
    count: int
    problems: tuple[Problem, ...]
    severity: str = VIOLATION


def check(
    reader: Reader, own: Sequence[Path] = (), limit: int = 10, progress: Progress = silent
) -> tuple[Broken, ...]:
    """Return the rules that the graph breaks, each with `limit` problems; empty if all is well.

    Violations come first, then warnings, then what is of interest only.

    `own` are files of SHACL shapes that must hold besides. Raises `ShapesError` where one of them
    cannot be read or asks for what is not known here.
    """
    shapes = [shape for path in (FILE, *own) for shape in read_shapes(path)]
    rules = sorted((*rules_of(shapes, _subclasses(reader)), *RULES), key=_about)
    broken = []
    done = 0
    for (severity, about), alike in groupby(rules, key=_about):
        queries = [rule.query for rule in alike]
        if found := _broken(reader, about, queries, limit):
            broken.append(replace(found, severity=SEVERITIES[severity]))
        done += len(queries)
        progress("checking", done, len(rules))
    return tuple(broken)


def _about(rule: Rule) -> tuple[int, str]:
    return SEVERITIES.index(rule.severity), rule.about


def _subclasses(reader: Reader) -> dict[str, tuple[str, ...]]:
    """Return the IRIs of classes with those of all classes below them, as the graph says."""
    below: dict[str, tuple[str, ...]] = {}
    text = "SELECT DISTINCT ?class ?below { ?below rdfs:subClassOf+ ?class } ORDER BY ?class ?below"
    for class_, each in ask(reader, text).values():
        below[class_.iri] = (*below.get(class_.iri, ()), each.iri)
    return below


def _broken(reader: Reader, about: str, queries: Sequence[str], limit: int) -> Broken | None:
    """Return what some queries find, or None; however much it is, `limit` of it is kept."""
    counted = count()
    rows = (row for query in queries for row in ask(reader, query).values())
    first = nsmallest(limit, (_problem(row) for row, _ in zip(rows, counted, strict=False)))
    number = next(counted)
    return Broken(about, number, tuple(first)) if number else None


def _problem(row: Iterable[Value]) -> Problem:
    where, path, value, wanted = map(_shown, row)
    return Problem(where, path, shortened(value, _LONGEST), shortened(wanted, _LONGEST))


def _shown(value: Value) -> str:
    """Return a value as people read it: an IRI with its prefix, a node of the graph by its id."""
    short = prefixed(value.iri)
    return value.text if short == value.iri else short
