"""Stretches of a paper's text in, the ids of their nodes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.vocabulary import METHOD_RELATIONS

if TYPE_CHECKING:
    from kg.model import ClaimedResult, Evidence, Field, Statement


def span_id(paper: str, field: Field, start: int, end: int, layer: str = "") -> str:
    """Return the id of a stretch of a paper's text, after RFC 5147.

    `layer` tells readings of the same words apart.

    >>> span_id("paper/x", "title", 0, 4, "theme=kite")
    'paper/x/title#char=0,4;theme=kite'
    """
    return f"{paper}/{field}#char={start},{end}" + (f";{layer}" if layer else "")


def mention_id(paper: str, statement: Statement, evidence: Evidence) -> str:
    """Return the id of the words of a paper that one statement was read in.

    The same words may name something, speak of several themes, and hold what one method is to
    another: each of these is a mention of its own, with its own confidence.
    """
    span = paper, evidence.field, evidence.start, evidence.end
    if statement.relation == "hasTheme":
        return span_id(*span, f"theme={_local(statement.object)}")
    if statement.relation in METHOD_RELATIONS:
        ends = f"{_local(statement.subject)},{_local(statement.object)}"
        return span_id(*span, f"{statement.relation}={ends}")
    return span_id(*span)


def _local(id_: str) -> str:
    return id_.partition("/")[2]


def result_id(result: ClaimedResult) -> str:
    """Return the id of a claimed result: the place where it stands, read as a result."""
    evidence = result.evidence
    return span_id(result.paper, evidence.field, evidence.start, evidence.end, "result")
