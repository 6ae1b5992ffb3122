"""A request of the SPARQL 1.1 Protocol in, the query that it asks out.

https://www.w3.org/TR/sparql11-protocol/; queries only: there is no way to write.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.requests import Request

FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_MOST_PARAMETERS = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, the graphs it is asked of (of all, if none are named), and what answer is wanted."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    accept: str
    format_: str

    def arguments(self) -> dict[str, Any]:
        """Return these as the arguments of a job."""
        return asdict(self)


def asked(request: Request, body: bytes) -> Asked:
    """Return what a request asks; raises HTTPException, 400 or 415, where that is not told."""
    if request.method != "POST":
        return _of_parameters(request, parameters(request.url.query))
    type_, _, details = request.headers.get("content-type", "").lower().partition(";")
    if "charset" in details and "utf-8" not in details and "utf8" not in details:
        raise HTTPException(415, "the query has to be in UTF-8")
    given = parameters(request.url.query)
    if type_.strip() == FORM:
        return _of_parameters(request, [*given, *parameters(decoded(body))])
    if type_.strip() == QUERY:
        if any(name == "query" for name, _ in given):
            raise HTTPException(400, "there are two queries, in the address and in the body")
        return _of_parameters(request, [("query", decoded(body)), *given])
    raise HTTPException(
        415, f"a query is sent as {FORM} or {QUERY}", {"Accept-Post": f"{FORM}, {QUERY}"}
    )


def _of_parameters(request: Request, given: list[tuple[str, str]]) -> Asked:
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise HTTPException(400, "this graph cannot be updated; send a query")
    queries = values.get("query", [])
    if len(queries) != 1:
        raise HTTPException(400, f"there has to be one query, not {len(queries)}")
    return Asked(
        queries[0],
        tuple(values.get("default-graph-uri", ())),
        tuple(values.get("named-graph-uri", ())),
        request.headers.get("accept", ""),
        next(iter(values.get("format", ())), ""),
    )


def parameters(encoded: str) -> list[tuple[str, str]]:
    """Return the names and values in the query part of an address, or in a form."""
    try:
        return parse_qsl(
            encoded, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except ValueError as error:
        raise HTTPException(400, "the parameters are not UTF-8 text, or too many") from error


def decoded(body: bytes) -> str:
    """Return the text of a body; raises HTTPException with 400 where it is not UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise HTTPException(400, "the body is not UTF-8 text") from error
