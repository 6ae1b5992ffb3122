"""The same question to kg and to pySHACL, the reference: which nodes break which shapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyshacl
from pyoxigraph import RdfFormat, serialize
from rdflib import SH, BNode, Graph

from kg.check import check
from kg.check.texts import RULES
from kg.vocabulary import BASE, prefixed
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyoxigraph import Quad
    from rdflib.term import Node

    from kg.check import Broken

_ONE_PROPERTY = re.compile(r"\w+:[\w-]+|http://[\w./#-]+")
_NOT_SHAPES = {rule.about for rule in RULES}


def broken_in(output: Path, quads: Iterable[Quad], *own: Path) -> tuple[Broken, ...]:
    """Return the rules that a graph of some quads breaks."""
    with toy.published(output, quads) as reader:
        return check(reader, own, limit=10_000)


def by_kg(broken: Iterable[Broken], base: str = BASE) -> set[tuple[str, str]]:
    """Return the nodes that break shapes, each with the property; a path of several is "path"."""
    return {
        (each.where if "//" in each.where else base + each.where, _simple(each.path))
        for rule in broken
        if rule.rule not in _NOT_SHAPES
        for each in rule.problems
    }


def _simple(path: str) -> str:
    return path if not path or _ONE_PROPERTY.fullmatch(path) else "path"


def by_pyshacl(quads: Iterable[Quad], *shapes: Path) -> set[tuple[str, str]]:
    """Return what pySHACL finds, in the same form."""
    report = _report(quads, *shapes)
    return {
        (str(report.value(result, SH.focusNode)), _path(report.value(result, SH.resultPath)))
        for result in report.objects(None, SH.result)
    }


def severities_by_pyshacl(quads: Iterable[Quad], *shapes: Path) -> set[tuple[str, str]]:
    """Return the nodes that pySHACL finds something at, each with its severity in one word."""
    report = _report(quads, *shapes)
    return {
        (
            str(report.value(result, SH.focusNode)),
            str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)).lower(),
        )
        for result in report.objects(None, SH.result)
    }


def _report(quads: Iterable[Quad], *shapes: Path) -> Graph:
    triples = serialize({quad.triple for quad in quads}, format=RdfFormat.N_TRIPLES)
    asked = Graph()
    for path in shapes:
        asked.parse(path)
    _, report, _ = pyshacl.validate(Graph().parse(data=triples, format="nt"), shacl_graph=asked)
    assert isinstance(report, Graph)
    return report


def _path(path: Node | None) -> str:
    if path is None:
        return ""
    return "path" if isinstance(path, BNode) else prefixed(str(path))
