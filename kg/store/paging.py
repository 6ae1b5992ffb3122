"""A SPARQL pattern in, all of its rows out, however few a server sends at once.

Many servers cut a long answer short and do not say so: every page therefore also tells how many
rows there are in all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Variable,
    parse_query_results,
)

from kg.errors import StoreError
from kg.store.endpoint import RESULTS

if TYPE_CHECKING:
    from kg.store.endpoint import Endpoint

Term = NamedNode | Literal
PAGE = 10_000
"""Rows asked for at once: what public servers send at most."""

_COUNTED = "{{ SELECT (COUNT(*) AS ?rows) {{ {pattern} }} }} {{ SELECT {names} {{ {pattern} }} }}"
_FIRST = "SELECT {names} ?rows {{ {counted} }} LIMIT {limit}"
# The order stands inside, for Virtuoso sorts no more rows than it sends.
_NEXT = """SELECT {names} ?rows {{
  {{ SELECT {names} ?rows {{ {counted} }} ORDER BY {names} }}
}} LIMIT {limit} OFFSET {offset}"""


def all_rows(endpoint: Endpoint, names: str, pattern: str) -> list[tuple[Term, ...]]:
    """Return the values of the variables `names` in every solution of a pattern, in no order.

    Raises: StoreError where the server does not give all of them.
    """
    rows, total = _page(endpoint, names, pattern, _FIRST)
    if len(rows) < total:
        # Only pages of what is sorted are parts of one whole.
        page, rows = rows, []
        while page and len(rows) < total:
            page, _ = _page(endpoint, names, pattern, _NEXT, len(rows))
            rows += page
    if len(rows) != total:
        problem = f"has given {len(rows):,} of {total:,} rows; it may have changed, so ask again"
        raise StoreError(endpoint.url, problem)
    return rows


def _page(
    endpoint: Endpoint, names: str, pattern: str, form: str, offset: int = 0
) -> tuple[list[tuple[Term, ...]], int]:
    """Return some rows, and how many there are in all."""
    counted = _COUNTED.format(names=names, pattern=pattern)
    text = form.format(names=names, counted=counted, limit=PAGE, offset=offset)
    found = solutions(endpoint, endpoint.query(text, RESULTS))
    wanted = [*(Variable(name) for name in names.replace("?", "").split()), Variable("rows")]
    try:
        rows = [tuple(map(_term, (row[name] for name in wanted))) for row in found]
    except (KeyError, TypeError, SyntaxError) as error:
        raise not_sparql(endpoint, error) from error
    total = number(endpoint, rows[-1][-1]) if rows else 0
    return [row[:-1] for row in rows], total


def _term(value: object) -> Term:
    if isinstance(value, Term):
        return value
    raise TypeError("a value is missing")


def number(endpoint: Endpoint, term: Term) -> int:
    """Return a value that counts something; raises `StoreError` where it does not."""
    try:
        return int(term.value)
    except ValueError as error:
        raise not_sparql(endpoint, error) from error


def solutions(endpoint: Endpoint, document: bytes) -> QuerySolutions:
    """Return the rows of an answer to a SELECT; raises `StoreError` where it is none."""
    try:
        found = parse_query_results(document, QueryResultsFormat.JSON)
    except SyntaxError as error:
        raise not_sparql(endpoint, error) from error
    if not isinstance(found, QuerySolutions):
        raise not_sparql(endpoint, TypeError("no rows"))
    return found


def not_sparql(endpoint: Endpoint, error: Exception) -> StoreError:
    """Return what to tell of an answer that cannot be read."""
    problem = " ".join(str(error).split())
    return StoreError(endpoint.url, f"its answer is not as SPARQL has it: {problem}")


def graph_sizes(endpoint: Endpoint, base: str) -> dict[str, int]:
    """Return the named graphs that hold anything under a base, each with its number of triples."""
    counted = f"SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {own(base)} }} GROUP BY ?g"
    rows = all_rows(endpoint, "?g ?n", f"{{ {counted} }}")
    return {graph.value: number(endpoint, size) for graph, size in rows}


def own(base: str) -> str:
    """Return the filter that keeps everybody else's graphs out."""
    return f"FILTER (STRSTARTS(STR(?g), {Literal(f'{base}graph/')}))"
