"""An error in, a reply that says what is wrong out: a line for programs, a page for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from kg.errors import (
    AmbiguousError,
    LimitError,
    NotFoundError,
    QueryError,
    StoreError,
    WrongKindError,
)
from kg.html import address, joined, tag
from kg.serve.layout import HTML, page
from kg.serve.messages import Reply

if TYPE_CHECKING:
    from kg.errors import KgError
    from kg.html import Html

PLAIN = "text/plain; charset=utf-8"
_STATUS: dict[type[KgError], int] = {
    LimitError: 503,
    QueryError: 400,
    NotFoundError: 404,
    WrongKindError: 404,
    AmbiguousError: 300,
    StoreError: 503,
}
_UNREADABLE = "the graph cannot be read at the moment; the server's terminal says why"


def of_error(error: KgError, *, as_page: bool) -> Reply:
    """Return the reply that tells of an error; of the server's own folders it says nothing."""
    status = _STATUS.get(type(error), 500)
    message = _UNREADABLE if status >= 500 and not isinstance(error, LimitError) else str(error)
    if not as_page:
        return problem(status, message)
    return _page(status, message, *_ways_on(error))


def problem(
    status: int, message: str, *, as_page: bool = False, headers: dict[str, str] | None = None
) -> Reply:
    """Return the reply of a status with one line that says what is wrong."""
    if as_page:
        return _page(status, message, headers=headers)
    return Reply(f"{message}\n".encode("utf-8", "replace"), PLAIN, status, headers or {})


def _page(status: int, message: str, *more: Html, headers: dict[str, str] | None = None) -> Reply:
    title = HTTPStatus(status).phrase
    body = page(title, tag("h1", title), tag("p", message, class_="problem"), *more)
    return Reply(body, HTML, status, headers or {})


def _ways_on(error: KgError) -> list[Html]:
    if isinstance(error, AmbiguousError):
        links = [tag("a", f"{name} ({id_})", href=address(id_)) for id_, name in error.candidates]
    elif isinstance(error, NotFoundError):
        links = [tag("a", name, href=address("search", q=name)) for name in error.suggestions]
    else:
        links = []
    return [tag("ul", joined(tag("li", link) for link in links))] if links else []
