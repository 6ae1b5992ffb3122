"""Plain shapes in, queries that find what breaks them out.

Each query scans one property, keeps what is wrong, and only then looks whose it is; what must be
elsewhere in the graph is joined as a whole (sub-selects and MINUS are, to Oxigraph). Looked up
node by node, the same takes ten times as long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.check.constraints import TESTS, named
from kg.check.severities import VIOLATION
from kg.store.sparql import term_text
from kg.vocabulary import prefixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.check.constraints import Constraint, Term, Test
    from kg.check.shapes import Shape

    Subclasses = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A query for what breaks a rule: in rows of node, path, value and what was wanted instead."""

    about: str
    """What the rule is about, for people: "dcterms:title of kg:Paper"."""
    query: str
    severity: str = VIOLATION
    """One of `kg.check.severities.SEVERITIES`."""


_TARGETS = {
    "targetClass": ("?this a {}", "{}"),
    "targetNode": ("VALUES ?this {{ {} }}", "{}"),
    "targetSubjectsOf": ("?this {} ?_", "what has {}"),
    "targetObjectsOf": ("?_ {} ?this", "what {} leads to"),
}
"""Way to name nodes → the pattern that finds them, and the words for it."""
_PAIRS = {"lessThan": ("<", "less than"), "lessThanOrEquals": ("<=", "at most")}


def rules_of(shapes: Iterable[Shape], subclasses: Subclasses) -> Iterator[Rule]:
    """Yield the rules of shapes: one for how many values there are, one for what they are.

    `subclasses` tells of a class which others lie below it, directly or not: all by their IRIs.
    """
    for shape in shapes:
        for query in _Queries(shape, subclasses).all():
            yield Rule(_about(shape), query, shape.severity)


class _Queries:
    def __init__(self, shape: Shape, subclasses: Subclasses) -> None:
        self._shape, self._subclasses = shape, subclasses
        self._nodes = " UNION ".join(f"{{ {pattern} }}" for pattern in self._patterns())
        if shape.path:
            self._values = f"?this {shape.path} ?value"
        else:
            self._values = f"{self._nodes} BIND (?this AS ?value)"

    def _patterns(self) -> Iterator[str]:
        """Yield the patterns for the nodes that the shape is about, `?this`."""
        for way, target in self._shape.targets:
            for value in self._with_subclasses(target) if way == "targetClass" else (target,):
                yield _TARGETS[way][0].format(value)

    def _with_subclasses(self, class_: Term) -> tuple[Term | str, ...]:
        return (class_, *(f"<{iri}>" for iri in self._subclasses.get(class_.value, ())))

    def all(self) -> Iterator[str]:
        """Yield the queries: one for all tests of a value by itself, one for each other thing."""
        tests = _tests(self._shape.constraints)
        if tests:
            yield self._failing(tests)
        for asked in self._shape.constraints:
            if asked.parameter == "class":
                yield self._none_of([(asked,)])
            elif asked.parameter == "or":
                yield self._none_of(asked.alternatives)
            elif asked.parameter in _PAIRS:
                yield self._not_less(asked.parameter, asked.values[0])
        yield from self._counts(self._number("minCount"), self._number("maxCount"))

    def _number(self, parameter: str) -> int | None:
        numbers = (
            int(c.values[0].value) for c in self._shape.constraints if c.parameter == parameter
        )
        return next(numbers, None)

    def _select(self, value: str, wanted: str, wrong: str) -> str:
        """Return a query for what is wrong at the nodes that the shape is about."""
        # What starts from these nodes need not be joined with them again.
        whose = "" if self._nodes in wrong else f"{{ {self._nodes} }}"
        path = _text(_readable(self._shape.path))
        shown = value if self._shape.path else '""'
        wanted = _text(self._shape.message) if self._shape.message else wanted
        return f"""
            SELECT DISTINCT ?this ({path} AS ?path) ({shown} AS ?shown) ({wanted} AS ?wanted) {{
                {wrong} {whose}
            }}"""

    def _failing(self, tests: list[Test]) -> str:
        """Return the query for values that fail tests which need the value alone."""
        wrong = f"{{ SELECT ?this ?value {{ {self._values} FILTER (!({_all_hold(tests)})) }} }}"
        return self._select("?value", _failed(tests), wrong)

    def _none_of(self, alternatives: Sequence[Sequence[Constraint]]) -> str:
        """Return the query for values that meet none of some alternatives."""
        classes = [c.values[0] for one in alternatives for c in one if c.parameter == "class"]
        tests = [tests for one in alternatives if (tests := _tests(one))]
        typed = " UNION ".join(
            f"{{ ?value a {each} }}" for class_ in classes for each in self._with_subclasses(class_)
        )
        wrong = f"""{{
            SELECT ?this ?value {{
                {self._values}
                FILTER (!({" || ".join(map(_all_hold, tests)) or "false"}))
                {f"MINUS {{ {typed} }}" if typed else ""}
            }}
        }}"""
        words = [f"a {named(class_)}" for class_ in classes]
        words += [" and ".join(test.wanted for test in one) for one in tests]
        return self._select("?value", _text(" or ".join(words)), wrong)

    def _not_less(self, parameter: str, other: Term) -> str:
        """Return the query for values that are not less than those of another property."""
        sign, words = _PAIRS[parameter]
        wrong = f"""
            {{ SELECT ?this ?value {{ {self._values} }} }}
            {{ SELECT ?this ?other {{ ?this {other} ?other }} }}
            FILTER (!COALESCE(?value {sign} ?other, false))"""
        return self._select("?value", _text(f"{words} {named(other)}"), wrong)

    def _counts(self, least: int | None, high: int | None) -> Iterator[str]:
        """Yield the queries for nodes without any value, and for those with too few or many."""
        low = least or 0
        wanted = _text(_amount(low, high))
        if low:
            wrong = f"{self._nodes} MINUS {{ {self._values} }}"
            yield self._select('"(none)"', wanted, wrong)
        if low > 1 or high is not None:
            most = "?count" if high is None else high
            wrong = f"""{{
                {{ SELECT ?this (COUNT(DISTINCT ?value) AS ?count) {{ {self._values} }}
                   GROUP BY ?this }}
                FILTER (?count < {low} || ?count > {most})
            }}"""
            yield self._select('CONCAT("(", STR(?count), " values)")', wanted, wrong)


def _tests(constraints: Iterable[Constraint]) -> list[Test]:
    return [TESTS[c.parameter](c) for c in constraints if c.parameter in TESTS]


def _all_hold(tests: Iterable[Test]) -> str:
    return "(" + " && ".join(f"({test.holds})" for test in tests) + ")"


def _failed(tests: list[Test]) -> str:
    """Return an expression for what was wanted instead: what the failed tests ask for."""
    if len(tests) == 1:
        return _text(tests[0].wanted)
    failed = (f'IF({test.holds}, "", {_text(f", {test.wanted}")})' for test in tests)
    return f"SUBSTR(CONCAT({', '.join(failed)}), 3)"


def _amount(low: int, high: int | None) -> str:
    """Return how many values are wanted, in words.

    >>> _amount(1, 1), _amount(1, None), _amount(0, 1), _amount(2, 3)
    ('exactly 1 value', 'at least 1 value', 'at most 1 value', '2 to 3 values')
    """
    if low == high:
        return f"exactly {low} value{'s' * (low != 1)}"
    if high is None:
        return f"at least {low} value{'s' * (low != 1)}"
    return f"{low} to {high} values" if low else f"at most {high} value{'s' * (high != 1)}"


def _text(text: str) -> str:
    return term_text(text, iri=False)


def _about(shape: Shape) -> str:
    of = ", ".join(_TARGETS[way][1].format(named(value)) for way, value in shape.targets)
    return f"{_readable(shape.path)} of {of}" if shape.path else of


def _readable(path: str) -> str:
    return re.sub(r"<([^<>]*)>", lambda iri: prefixed(iri[1]), path)
