"""What a shape asks of a value in, a SPARQL expression and words for people out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.vocabulary import expand, prefixed

if TYPE_CHECKING:
    from collections.abc import Callable

SH = "http://www.w3.org/ns/shacl#"
"""The namespace of SHACL."""
Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a shape asks for: a parameter of SHACL, as ``minCount``, with its values."""

    parameter: str
    values: tuple[Term, ...] = ()
    flags: str = ""
    """Those of a regular expression."""
    alternatives: tuple[tuple[Constraint, ...], ...] = ()
    """Of ``or``: what any one of is enough."""


@dataclass(frozen=True, slots=True)
class Test:
    """An expression that is true of a good `?value`, and what is good."""

    holds: str
    wanted: str


_CASTS = {
    expand(f"xsd:{name}")
    for name in (
        *("boolean", "decimal", "double", "duration", "float", "integer"),
        *("date", "dateTime", "gDay", "gMonth", "gMonthDay", "gYear", "gYearMonth", "time"),
    )
}
"""The datatypes of which Oxigraph can tell whether a text is one's value."""

NODE_KINDS = {
    "IRI": ("isIRI(?value)", "an IRI"),
    "BlankNode": ("isBlank(?value)", "a blank node"),
    "Literal": ("isLiteral(?value)", "a literal"),
    "BlankNodeOrIRI": ("!isLiteral(?value)", "an IRI or a blank node"),
    "IRIOrLiteral": ("!isBlank(?value)", "an IRI or a literal"),
    "BlankNodeOrLiteral": ("!isIRI(?value)", "a literal or a blank node"),
}
"""Value of ``nodeKind`` → its test."""


def _datatype(asked: Constraint) -> Test:
    (datatype,) = asked.values
    holds = f"isLiteral(?value) && DATATYPE(?value) = {datatype}"
    if datatype.value in _CASTS:
        holds += f" && COALESCE(isLiteral({datatype}(STR(?value))), false)"
    return Test(holds, f"an {named(datatype)}")


def _node_kind(asked: Constraint) -> Test:
    return Test(*NODE_KINDS[asked.values[0].value.removeprefix(SH)])


def _compared(sign: str, words: str) -> Callable[[Constraint], Test]:
    def test(asked: Constraint) -> Test:
        (bound,) = asked.values
        return Test(f"COALESCE(?value {sign} {bound}, false)", f"{words} {named(bound)}")

    return test


def _long(sign: str, words: str) -> Callable[[Constraint], Test]:
    def test(asked: Constraint) -> Test:
        (bound,) = asked.values
        holds = f"COALESCE(STRLEN(STR(?value)) {sign} {bound}, false)"
        return Test(holds, f"{words} {named(bound)} characters")

    return test


def _pattern(asked: Constraint) -> Test:
    (pattern,) = asked.values
    flags = ox.Literal(asked.flags)
    return Test(
        f"COALESCE(REGEX(STR(?value), {pattern}, {flags}), false)", f"what matches {named(pattern)}"
    )


def _in(asked: Constraint) -> Test:
    holds = " || ".join(f"sameTerm(?value, {one})" for one in asked.values)
    return Test(holds or "false", f"one of {', '.join(map(named, asked.values))}")


TESTS: dict[str, Callable[[Constraint], Test]] = {
    "datatype": _datatype,
    "in": _in,
    "maxExclusive": _compared("<", "less than"),
    "maxInclusive": _compared("<=", "at most"),
    "maxLength": _long("<=", "at most"),
    "minExclusive": _compared(">", "more than"),
    "minInclusive": _compared(">=", "at least"),
    "minLength": _long(">=", "at least"),
    "nodeKind": _node_kind,
    "pattern": _pattern,
}
"""Parameter that a value meets or not by itself → its test."""

_OTHERS = ("class", "lessThan", "lessThanOrEquals", "maxCount", "minCount", "or")
CONSTRAINTS = tuple(sorted((*TESTS, *_OTHERS)))
"""The part of SHACL Core that is known here."""


def named(term: Term) -> str:
    """Return a term as people read it: an IRI with its prefix, the text of a literal.

    >>> named(ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")), named(ox.Literal(5))
    ('skos:prefLabel', '5')
    """
    return prefixed(term.value)
