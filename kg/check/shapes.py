"""A file of SHACL shapes in, plain shapes out; what `kg check` does not know is refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.check.constraints import CONSTRAINTS, NODE_KINDS, SH, Constraint
from kg.check.severities import SEVERITIES, VIOLATION
from kg.errors import ShapesError
from kg.vocabulary import expand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.check.constraints import Term

FILE = Path(__file__).with_name("shapes.ttl")
"""The shapes of the graph itself."""

_FIRST, _REST, _NIL, _TYPE = map(expand, ("rdf:first", "rdf:rest", "rdf:nil", "rdf:type"))
_TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_PATHS = {
    "inversePath": "^{}",
    "zeroOrMorePath": "{}*",
    "oneOrMorePath": "{}+",
    "zeroOrOnePath": "{}?",
}
_SAID = ("name", "description", "message", "order", "group", "severity")
"""What can be said of a shape that asks for nothing."""
_SEVERITIES = {f"{SH}{severity.capitalize()}": severity for severity in SEVERITIES}
_KNOWN = {
    *("NodeShape", "PropertyShape", "property", "path", "alternativePath", "deactivated", "flags"),
    *(*_TARGETS, *_PATHS, *_SAID, *CONSTRAINTS),
}
_IRIS = {
    *(*_TARGETS, "class", "datatype", "lessThan", "lessThanOrEquals", "nodeKind", "severity"),
}
_NUMBERS = {"minCount", "maxCount", "minLength", "maxLength"}
_ONE_OF = {"nodeKind": {f"{SH}{kind}" for kind in NODE_KINDS}, "severity": _SEVERITIES}
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """Constraints on some nodes, or on what a path leads to from them."""

    targets: tuple[tuple[str, Term], ...]
    """Which nodes: each a way of SHACL to name them, as ``targetClass``, and its value."""
    path: str
    """A property path of SPARQL; "" where the nodes themselves are meant."""
    constraints: tuple[Constraint, ...]
    message: str = ""
    severity: str = VIOLATION
    """How much a break of it weighs, one of `SEVERITIES`."""


def read_shapes(path: Path = FILE) -> tuple[Shape, ...]:
    """Return the shapes of a Turtle file that have a target; like ones of several targets as one.

    Raises `ShapesError`, with the line number where it is not Turtle, and where it uses a part
    of SHACL that `kg check` does not know: nothing is passed over in silence.
    """

    def asked(shape: Shape) -> str:
        return repr((shape.path, shape.constraints, shape.message, shape.severity))

    together = groupby(sorted(_File(path).shapes(), key=asked), key=asked)
    return tuple(_joined(list(shapes)) for _, shapes in together)


def _joined(shapes: list[Shape]) -> Shape:
    targets = dict.fromkeys(target for shape in shapes for target in shape.targets)
    return replace(shapes[0], targets=tuple(targets))


class _File:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._said: dict[Term, dict[str, list[Term]]] = {}
        for subject, predicate, object_ in _triples(path):
            self._said.setdefault(subject, {}).setdefault(predicate, []).append(object_)

    def shapes(self) -> Iterator[Shape]:
        self._refuse_unknown()
        for node in self._said:
            targets = tuple((way, value) for way in _TARGETS for value in self._values(node, way))
            if targets and not self._is_off(node):
                yield from self._with_properties(node, targets)

    def _with_properties(
        self, node: Term, targets: tuple[tuple[str, Term], ...]
    ) -> Iterator[Shape]:
        yield self._shape(node, targets)
        for inner in self._values(node, "property"):
            if self._values(node, "path") or self._values(inner, "property"):
                raise self._error("sh:property below a property shape is not known to kg check")
            if not self._values(inner, "path"):
                raise self._error("a property shape has no sh:path; give it one")
            if not self._is_off(inner):
                yield self._shape(inner, targets)

    def _shape(self, node: Term, targets: tuple[tuple[str, Term], ...]) -> Shape:
        paths = [self._path_of(path) for path in self._values(node, "path")]
        messages = [message.value for message in self._values(node, "message")]
        constraints = tuple(self._constraints(node))
        if not paths and {c.parameter for c in constraints} & {"minCount", "maxCount"}:
            raise self._error("sh:minCount and sh:maxCount need a sh:path")
        severity = [_SEVERITIES[value.value] for value in self._values(node, "severity")]
        return Shape(
            targets,
            "".join(paths[:1]),
            constraints,
            "".join(messages[:1]),
            # That of the shape around it does not count, says SHACL.
            severity[0] if severity else VIOLATION,
        )

    def _constraints(self, node: Term) -> Iterator[Constraint]:
        flags = "".join(flags.value for flags in self._values(node, "flags"))
        for name in CONSTRAINTS:
            for value in self._values(node, name):
                if name == "or":
                    yield Constraint(name, alternatives=tuple(self._alternatives(value)))
                else:
                    values = tuple(self._list(value)) if name == "in" else (value,)
                    yield Constraint(name, values, flags if name == "pattern" else "")

    def _alternatives(self, value: Term) -> Iterator[tuple[Constraint, ...]]:
        for node in self._list(value):
            found = tuple(self._constraints(node))
            alone = {"class", "lessThan", "lessThanOrEquals", "minCount", "maxCount", "or"}
            names = {constraint.parameter for constraint in found}
            if (
                not found
                or self._values(node, "property")
                or (names & alone and names != {"class"})
            ):
                raise self._error("of that form, sh:or is not known to kg check")
            yield found

    def _values(self, node: Term, name: str) -> list[Term]:
        found = self._said.get(node, {}).get(SH + name, [])
        for value in found:
            self._refuse_wrong(name, value)
        return found

    def _refuse_wrong(self, name: str, value: Term) -> None:
        """Raise where a value is of a sort that the parameter cannot have."""
        is_good = (
            isinstance(value, ox.NamedNode)
            if name in _IRIS
            else (value.value.isdecimal() if name in _NUMBERS else True)
        )
        if not is_good or value.value not in _ONE_OF.get(name, (value.value,)):
            raise self._error(f"{value} is no value for sh:{name}")

    def _is_off(self, node: Term) -> bool:
        return any(value.value == "true" for value in self._values(node, "deactivated"))

    def _list(self, node: Term) -> Iterator[Term]:
        seen: set[Term] = set()
        while (cell := self._said.get(node, {})) and node not in seen:
            seen.add(node)
            yield from cell.get(_FIRST, [])
            node = cell.get(_REST, [ox.NamedNode(_NIL)])[0]

    def _path_of(self, node: Term, depth: int = 0) -> str:
        if isinstance(node, ox.NamedNode):
            return str(node)
        if depth > _DEEPEST:
            raise self._error("a path is nested too deep")
        for name, sign in _PATHS.items():
            for inner in self._values(node, name):
                return sign.format(self._step(inner, depth))
        for inner in self._values(node, "alternativePath"):
            return "|".join(self._steps(inner, depth))
        return "/".join(self._steps(node, depth))

    def _steps(self, node: Term, depth: int) -> list[str]:
        steps = [self._step(step, depth) for step in self._list(node)]
        if not steps:
            raise self._error(f"{node} is no value for sh:path")
        return steps

    def _step(self, node: Term, depth: int) -> str:
        path = self._path_of(node, depth + 1)
        return path if isinstance(node, ox.NamedNode) else f"({path})"

    def _refuse_unknown(self) -> None:
        used = {iri for said in self._said.values() for iri in said}
        used |= {type_.value for said in self._said.values() for type_ in said.get(_TYPE, [])}
        unknown = {
            f"sh:{iri.removeprefix(SH)}"
            for iri in used
            if iri.startswith(SH) and iri.removeprefix(SH) not in _KNOWN
        }
        # A shape that is a class has its members for a target.
        unknown |= {"rdfs:Class"} if expand("rdfs:Class") in used else set()
        if unknown:
            named = ", ".join(sorted(unknown))
            known = ", ".join(f"sh:{name}" for name in CONSTRAINTS)
            raise self._error(f"{named}: not known to kg check; it knows {known}")

    def _error(self, problem: str) -> ShapesError:
        return ShapesError(str(self._path), 0, problem)


def _triples(path: Path) -> list[tuple[Term, str, Term]]:
    try:
        quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise ShapesError(str(path), error.lineno or 0, f"not Turtle: {error.msg}") from error
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise ShapesError(str(path), 0, problem) from error
    terms = (ox.NamedNode, ox.BlankNode, ox.Literal)
    return [
        (quad.subject, quad.predicate.value, quad.object)
        for quad in quads
        if isinstance(quad.subject, terms) and isinstance(quad.object, terms)
    ]
