"""A query or a named question in, the page that asks it and shows its result out."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import KgError, LimitError, QueryError
from kg.html import Html, address, tag, unchanged
from kg.query import self_contained
from kg.serve.home import most_used_query
from kg.serve.layout import HTML, page
from kg.serve.messages import Reply
from kg.serve.pieces import result_table
from kg.store.sparql import ask
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.query import Parameter, Question
    from kg.serve.desk import Desk

_MOST, _LONGEST_ADDRESS = 500, 8000
"""Rows that the page shows, and characters of a query that fits into an address."""
_RESULTS, _GRAPHS = ("csv", "tsv", "json", "xml"), ("ttl", "nt", "jsonld", "rdf")
_DECORATOR = re.compile(r"^#\+.*\n", re.MULTILINE)
_FIELD = "p-"
"""What the names of the fields of parameters begin with: "question" may be one, too."""


def query(desk: Desk, text: str, name: str, given: Mapping[str, str]) -> Reply:
    """Return the page with the result of a query, or of the question of a name.

    `given` are the other values of the form, those of the parameters among them. Without query and
    question it is the page to begin with. An error is told on the page.
    """
    known = desk.questions()
    question = known.get(name)
    result: list[Html] = []
    status = 200
    try:
        if name:
            text = _bound(desk, name, question, given)
        if text.strip():
            result = list(_result(desk, text))
    except KgError as error:
        result = [tag("p", str(error), class_="problem")]
        status = 503 if isinstance(error, LimitError) else 400
    body = page(
        "Query",
        tag("h1", "Query"),
        _questions(known.values(), is_open=not (text or name)),
        _fields(question, given) if question else None,
        _form(text or self_contained(most_used_query("method"))),
        *result,
    )
    return Reply(body, HTML, status)


def _bound(desk: Desk, name: str, question: Question | None, given: Mapping[str, str]) -> str:
    if question is None:
        raise QueryError(f"no question is called {name!r}")
    values = {
        field.removeprefix(_FIELD): value
        for field, value in given.items()
        if field.startswith(_FIELD)
    }
    bound = question.bound(desk.reader, values)
    return self_contained(_DECORATOR.sub("", bound))


def _questions(known: Iterable[Question], *, is_open: bool) -> Html:
    items = [
        tag(
            "li",
            tag("a", one.name, href=address("query", question=one.name)),
            " ",
            _soft(one.summary),
        )
        for one in known
    ]
    return tag(
        "details", tag("summary", "Questions to start from"), tag("ul", *items), open=is_open
    )


def _soft(text: str) -> Html:
    return tag("span", text, class_="soft")


def _fields(question: Question, given: Mapping[str, str]) -> Html:
    """Return the form of a question's parameters; a field left empty asks for all."""
    name = tag("input", type="hidden", name="question", value=question.name)
    fields = [_field(parameter, given) for parameter in question.parameters]
    button = tag("button", "Ask", type="submit") if fields else None
    form = tag("form", name, *fields, button, action="/query", class_="fields")
    return tag("section", tag("h2", question.name), tag("p", question.summary), form)


def _field(parameter: Parameter, given: Mapping[str, str]) -> Html:
    value = given.get(_FIELD + parameter.name, parameter.default)
    box = tag("input", name=_FIELD + parameter.name, value=value, placeholder="all", dir="auto")
    return tag("label", f"{parameter.help} ({parameter.name})", box)


def _form(text: str) -> Html:
    editor = tag(
        "textarea",
        unchanged(text),
        id="editor",
        name="query",
        spellcheck="false",
        aria_label="SPARQL query",
    )
    known = "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
    prefixes = tag("details", tag("summary", "Prefixes that need no declaring"), tag("pre", known))
    button = tag("button", "Run", type="submit")
    hint = tag("span", " Ctrl+Enter", class_="soft")
    return tag("form", editor, prefixes, tag("p", button, hint), action="/query", id="query")


def _result(desk: Desk, text: str) -> Iterator[Html]:
    """Yield the rows of an answer, as many as a page can show, and where to get all of them."""
    answer = ask(desk.reader, text)
    rows = list(islice(answer.values(), _MOST + 1))
    if len(rows) > _MOST:
        count = f"the first {_MOST} rows; there are more"
    else:
        count = f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}"
    yield tag("h2", count, id="count")
    if len(text) <= _LONGEST_ADDRESS:
        yield tag("p", *_downloads(text, _GRAPHS if answer.is_graph else _RESULTS), class_="links")
    yield result_table(answer.columns, rows[:_MOST], desk.reader)


def _downloads(text: str, formats: tuple[str, ...]) -> Iterator[Html]:
    yield tag("a", "link to this query", href=address("query", query=text))
    yield _soft("all rows:")
    for format_ in formats:
        where = address("sparql", query=text, format=format_)
        yield tag("a", format_, href=where, download=f"answer.{format_}")
