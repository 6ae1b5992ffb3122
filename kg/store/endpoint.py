"""SPARQL text in, what a server answers out: the SPARQL 1.1 Protocol, and the one home of HTTP.

The standard library's client is enough: forms are posted over one connection that stays open, and
no redirect is followed, so that what is known here goes nowhere but where the user said.
"""

from __future__ import annotations

import base64
import os
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlencode, urlsplit

from kg.errors import LimitError, QueryError, StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import Message
    from http.client import HTTPResponse

RESULTS, TRIPLES = "application/sparql-results+json", "application/n-triples"
"""What is asked for: rows and truths, or RDF."""

_HERE = {"localhost", "127.0.0.1", "::1"}
_PATIENCE = 60.0
_LARGEST, _TOLD = 1 << 29, 200
"""Bytes that an answer has at most, and signs that are told of an error's text."""
_OWN_WORDS = {
    401: "asks who you are; set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN",
    403: "does not let you; ask whoever runs it for the right to",
    404: "has nothing there; give the address of its SPARQL endpoint",
    405: "takes no such request there; name the address that takes updates with --update",
}


class Endpoint:
    """A server's address for queries and, where it is another, for updates.

    Who asks is said by the environment alone: KG_STORE_USER and KG_STORE_PASSWORD, or
    KG_STORE_TOKEN. No answer within KG_STORE_TIMEOUT seconds (60 unless said) is an error.

    Raises: StoreError, here for an address that is none or unsafe, and by all methods for whatever
    goes wrong on the way to an answer.
    """

    def __init__(self, url: str, update: str = "") -> None:
        self.url = url
        self._queries = _Channel(url)
        self._updates = _Channel(update) if update else _Channel(update_url(url))

    @property
    def requests(self) -> int:
        """How many requests have been sent."""
        return self._queries.requests + self._updates.requests

    def close(self) -> None:
        """Let the connections go."""
        self._queries.close()
        self._updates.close()

    def query(self, text: str, accept: str) -> bytes:
        """Return the answer to a query in the format `accept`; it may be a part of the answer.

        Raises `QueryError` where the server refuses the query as such.
        """
        content, _ = self._queries.post([("query", text)], accept)
        return content

    def whole(self, text: str, accept: str, graphs: Sequence[tuple[str, str]] = ()) -> bytes:
        """Return what `query` does; `graphs` are the names and values of the protocol's.

        Raises `LimitError` where the server says, as Virtuoso does, that it is a part only.
        """
        content, headers = self._queries.post([("query", text), *graphs], accept)
        if most := headers.get("X-SPARQL-MaxRows"):
            problem = (
                f"sends no more than {most[:_TOLD]} rows; ask for less, or by LIMIT and OFFSET"
            )
            raise LimitError(f"{self.url}: {problem}")
        return content

    def update(self, text: str) -> None:
        """Carry out an update."""
        self._updates.post([("update", text)], "*/*")


def update_url(url: str) -> str:
    """Return where a server that is asked at `url` most often takes updates.

    >>> update_url("http://127.0.0.1:7878/query"), update_url("https://example.org/sparql")
    ('http://127.0.0.1:7878/update', 'https://example.org/sparql')
    """
    path = url.partition("?")[0]
    return path.removesuffix("/query") + "/update" if path.endswith("/query") else url


class _Channel:
    """One address, and the connection to it."""

    def __init__(self, url: str) -> None:
        self._url, self.requests = url, 0
        parts = _checked(url)
        self._target = parts.path or "/"
        if parts.query:
            self._target += f"?{parts.query}"
        self._headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "paper-kg",
            **_authorization(parts),
        }
        self._seconds = _seconds()
        self._connection = _connection(parts, self._seconds)

    def close(self) -> None:
        self._connection.close()

    def post(self, form: list[tuple[str, str]], accept: str) -> tuple[bytes, Message]:
        """Return the body that answers a form, and its headers."""
        body = urlencode(form).encode()
        response, content = self._sent(body, {**self._headers, "Accept": accept})
        if not 200 <= response.status < 300:
            raise self._refused(response, content)
        given = response.headers.get_content_type()
        if accept != "*/*" and given != accept:
            raise StoreError(
                self._url, f"answers with {given}, not as SPARQL; is that its address?"
            )
        return content, response.headers

    def _sent(self, body: bytes, headers: dict[str, str]) -> tuple[HTTPResponse, bytes]:
        try:
            return (
                self._answer_again(body, headers) if self.requests else self._answer(body, headers)
            )
        except (OSError, HTTPException, ValueError) as error:
            self._connection.close()
            raise StoreError(self._url, self._failure(error)) from error

    def _answer_again(self, body: bytes, headers: dict[str, str]) -> tuple[HTTPResponse, bytes]:
        """Send over a connection that was open a while ago, and may have been closed meanwhile.

        To send twice is safe: all that is ever sent does nothing more the second time.
        """
        try:
            return self._answer(body, headers)
        except (ConnectionError, HTTPException):
            self._connection.close()
            return self._answer(body, headers)

    def _answer(self, body: bytes, headers: dict[str, str]) -> tuple[HTTPResponse, bytes]:
        self._connection.request("POST", self._target, body, headers)
        response = self._connection.getresponse()
        content = response.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise ValueError(f"the answer has more than {_LARGEST:,} bytes")
        self.requests += 1
        return response, content

    def _failure(self, error: Exception) -> str:
        if isinstance(error, TimeoutError):
            return f"no answer within {self._seconds:g} seconds; KG_STORE_TIMEOUT can be more"
        if isinstance(error, ConnectionRefusedError):
            return "nobody answers there; is the server running?"
        if isinstance(error, ssl.SSLError):
            return f"no safe connection: {getattr(error, 'verify_message', '') or error.reason}"
        if isinstance(error, HTTPException):
            return f"does not answer as HTTP ({type(error).__name__})"
        return f"cannot be reached: {getattr(error, 'strerror', None) or error}"

    def _refused(self, response: HTTPResponse, content: bytes) -> StoreError | QueryError:
        status = response.status
        if 300 <= status < 400:
            there = response.headers.get("Location", "elsewhere")
            return StoreError(
                self._url, f"leads to {there[:_TOLD]}; give that address, if it is right"
            )
        if status in _OWN_WORDS:
            return StoreError(self._url, f"{_OWN_WORDS[status]} ({status})")
        said = " ".join(content.decode("utf-8", "replace").split())[:_TOLD]
        told = f"{status} {response.reason}: {said}".strip(" :")
        if status == 400:
            return QueryError(f"{self._url}: the server refuses it: {told}")
        return StoreError(self._url, f"the server failed: {told}")


def _checked(url: str) -> SplitResult:
    """Return the parts of an address of a server that may be spoken to."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is none
    except ValueError as error:
        raise StoreError(url, f"is no address: {error}") from error
    if parts.username is not None or parts.password is not None:
        # Said without the address, which is not to be printed.
        problem = "leave user and password out; set KG_STORE_USER and KG_STORE_PASSWORD"
        raise StoreError(f"{parts.scheme}://{parts.hostname}", problem)
    readable = url.isprintable() and " " not in url
    if parts.scheme not in ("http", "https") or not parts.hostname or not readable:
        raise StoreError(url, "is no address of a server; write https://HOST/sparql")
    return parts


def _authorization(parts: SplitResult) -> dict[str, str]:
    """Return the header that says who asks, if the environment does."""
    user, password = os.environ.get("KG_STORE_USER"), os.environ.get("KG_STORE_PASSWORD", "")
    token = os.environ.get("KG_STORE_TOKEN", "").strip()
    if not user and not token:
        return {}
    if not (token.isascii() and token.isprintable()):
        raise StoreError("KG_STORE_TOKEN", "holds what no token can; give it without line breaks")
    if parts.scheme != "https" and parts.hostname not in _HERE:
        problem = "a password or token would go there for all to read; use https"
        raise StoreError(parts.geturl(), problem)
    if token:
        return {"Authorization": f"Bearer {token}"}
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}


def _seconds() -> float:
    given = os.environ.get("KG_STORE_TIMEOUT") or _PATIENCE
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise StoreError("KG_STORE_TIMEOUT", f"{given!r} is no number of seconds")
    return seconds


def _connection(parts: SplitResult, seconds: float) -> HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return HTTPSConnection(
            host, parts.port, timeout=seconds, context=ssl.create_default_context()
        )
    return HTTPConnection(host, parts.port, timeout=seconds)
