"""A SPARQL query in, its answer in the format that the client accepts out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.serve.accept import GRAPHS, RESULTS, chosen, in_words
from kg.serve.messages import Reply
from kg.serve.problems import problem
from kg.store.sparql import ask

if TYPE_CHECKING:
    from kg.serve.desk import Desk


def sparql(
    desk: Desk,
    query: str,
    default_graphs: list[str],
    named_graphs: list[str],
    accept: str,
    format_: str,
) -> Reply:
    """Return the whole answer to a query, or 406 where there is no format that is accepted.

    Raises `QueryError`, and `LimitError` before anything of an answer that is too large is sent.
    """
    answer = ask(desk.reader, query, default_graphs, named_graphs)
    offered = GRAPHS if answer.is_graph else RESULTS
    choice = chosen(accept, format_, offered)
    if choice is None:
        return problem(406, f"the answer comes as {in_words(offered)}")
    body = answer.bounded(choice.format, desk.limits.bounds)
    return Reply(body, choice.content_type, headers={"Vary": "Accept"})
