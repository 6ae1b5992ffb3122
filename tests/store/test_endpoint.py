"""What a server can answer wrongly becomes one line; secrets go nowhere but where they may."""

from __future__ import annotations

import base64
import socket
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from kg.errors import KgError, LimitError, QueryError, StoreError
from kg.store.endpoint import RESULTS, Endpoint
from kg.store.places import Remote
from kg.store.reader import Reader
from tests.remote import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NO_ROWS = b'{"head": {"vars": []}, "results": {"bindings": []}}'
SECRET = "open sesame"  # noqa: S105 - of nothing


@dataclass
class Scripted:
    """A server that answers everything alike, and remembers what it was asked."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": RESULTS})
    body: bytes = NO_ROWS
    seen: list[tuple[str, dict[str, str], dict[str, list[str]]]] = field(default_factory=list)
    url: str = ""
    drops: bool = False


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    script = Scripted()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            script.seen.append((self.path, dict(self.headers), parse_qs(sent)))
            self.send_response(script.status)
            for name, value in script.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(script.body)))
            self.end_headers()
            self.wfile.write(script.body)
            # Said to nobody: the client finds the connection closed when it asks again.
            self.close_connection = script.drops

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        script.url = f"http://127.0.0.1:{server.server_port}/sparql"
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield script
        server.shutdown()
        thread.join()


@pytest.fixture
def endpoint(scripted: Scripted) -> Iterator[Endpoint]:
    opened = Endpoint(scripted.url)
    yield opened
    opened.close()


def ask(url: str) -> bytes:
    """Return the answer to a query, over a connection of its own."""
    with closing(Endpoint(url)) as endpoint:
        return endpoint.query("ASK {}", RESULTS)


def said(action: Callable[[], object], error: type[KgError] = StoreError) -> str:
    """Return the one line that an action ends with."""
    with pytest.raises(error) as caught:
        action()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_queries_and_updates_are_posted_as_forms(scripted: Scripted, endpoint: Endpoint) -> None:
    assert endpoint.whole("ASK {} # ä&+", RESULTS, [("default-graph-uri", "x:y")]) == NO_ROWS
    endpoint.update("CLEAR ALL")
    (path, headers, form), (_, _, update) = scripted.seen
    assert path == "/sparql"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert headers["Accept"] == RESULTS
    assert "Authorization" not in headers
    assert form == {"query": ["ASK {} # ä&+"], "default-graph-uri": ["x:y"]}
    assert update == {"update": ["CLEAR ALL"]}
    assert endpoint.requests == 2


@pytest.mark.parametrize(
    ("status", "headers", "body", "problem"),
    [
        (401, {}, b"", "asks who you are; set KG_STORE_USER and KG_STORE_PASSWORD"),
        (403, {}, b"", "does not let you"),
        (404, {}, b"", "has nothing there; give the address of its SPARQL endpoint (404)"),
        (405, {}, b"", "takes no such request there"),
        (
            500,
            {},
            b"out\nof   \x1b[31mmemory",
            "the server failed: 500 Internal Server Error: out of",
        ),
        (503, {}, b"x" * 10_000, "the server failed: 503 Service Unavailable: xxx"),
        (302, {"Location": "http://elsewhere.example/"}, b"", "leads to http://elsewhere.example/"),
        (200, {"Content-Type": "text/html"}, b"<html>", "answers with text/html, not as SPARQL"),
    ],
)
def test_a_bad_answer_is_one_line(
    scripted: Scripted,
    endpoint: Endpoint,
    status: int,
    headers: dict[str, str],
    body: bytes,
    problem: str,
) -> None:
    scripted.status, scripted.headers, scripted.body = status, headers, body
    line = said(lambda: endpoint.query("ASK {}", RESULTS))
    assert line.startswith(f"{scripted.url}: {problem}")
    assert len(line) < 400
    assert line.isprintable()
    assert len(scripted.seen) == 1


def test_a_refused_query_is_the_querys_fault(scripted: Scripted, endpoint: Endpoint) -> None:
    scripted.status, scripted.body = 400, b"no such function"
    line = said(lambda: endpoint.query("ASK {}", RESULTS), QueryError)
    assert line == f"{scripted.url}: the server refuses it: 400 Bad Request: no such function"


def test_an_answer_that_was_cut_short_is_none(scripted: Scripted, endpoint: Endpoint) -> None:
    scripted.headers = {"Content-Type": RESULTS, "X-SPARQL-MaxRows": "10000"}
    line = said(lambda: endpoint.whole("ASK {}", RESULTS), LimitError)
    assert line.startswith(f"{scripted.url}: sends no more than 10000 rows; ask for less")
    assert endpoint.query("ASK {}", RESULTS) == NO_ROWS


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"boolean": true}',
        b'{"head": {"vars": ["state"]}, "results": {"bindings": [{}]}}',
        b'{"head": {"vars": ["state", "p", "o", "rows"]}, "results": {"bindings": [',
        b'{"head": {"vars": ["state", "p", "o", "rows"]}, "results": {"bindings": [{"state": '
        b'{"type": "uri", "value": "x:y"}, "p": {"type": "uri", "value": "x:y"}, '
        b'"o": {"type": "uri", "value": "x:y"}, "rows": {"type": "literal", "value": "many"}}]}}',
    ],
)
def test_an_answer_that_is_no_result_is_one_line(scripted: Scripted, body: bytes) -> None:
    scripted.body = body
    line = said(lambda: Reader(Remote(scripted.url)))
    assert line.startswith(f"{scripted.url}: its answer is not as SPARQL has it")


def test_a_server_without_a_graph_says_what_to_do(scripted: Scripted) -> None:
    line = said(lambda: Reader(Remote(scripted.url)))
    assert (
        line == f"{scripted.url}: holds no graph; build one with: kg build PAGES (or try: kg demo)"
    )


def test_nobody_there_is_one_line() -> None:
    url = f"http://127.0.0.1:{free_port()}/sparql"
    line = said(lambda: ask(url))
    assert line == f"{url}: nobody answers there; is the server running?"


def test_no_such_host_is_one_line() -> None:
    line = said(lambda: ask("http://nowhere.invalid/"))
    assert line.startswith("http://nowhere.invalid/: cannot be reached: ")


def test_a_server_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_TIMEOUT", "0.2")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        line = said(lambda: ask(url))
    assert line == f"{url}: no answer within 0.2 seconds; KG_STORE_TIMEOUT can be more"


@contextmanager
def answering_once(answer: bytes) -> Iterator[int]:
    """Answer whatever comes first at a port with some bytes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(100_000)
                connection.sendall(answer)

        thread = threading.Thread(target=greet)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def test_what_speaks_no_http_is_one_line() -> None:
    with answering_once(b"220 mail here\r\n") as port:
        url = f"http://127.0.0.1:{port}/"
        line = said(lambda: ask(url))
    assert line == f"{url}: does not answer as HTTP (BadStatusLine)"


def test_a_plain_server_is_no_safe_one() -> None:
    with answering_once(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        url = f"https://127.0.0.1:{port}/"
        line = said(lambda: ask(url))
    assert line.startswith(f"{url}: no safe connection: ")


def test_a_connection_that_was_closed_is_opened_again(
    scripted: Scripted, endpoint: Endpoint
) -> None:
    scripted.drops = True
    for _ in range(3):
        assert endpoint.query("ASK {}", RESULTS) == NO_ROWS
    assert len(scripted.seen) == 3


@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "soon"])
def test_a_timeout_is_a_number_of_seconds(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("KG_STORE_TIMEOUT", value)
    line = said(lambda: Endpoint("http://127.0.0.1/"))
    assert line == f"KG_STORE_TIMEOUT: {value!r} is no number of seconds"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "ftp://x.org/",
        "file:///etc/passwd",
        "http://",
        "http://x.org:99999/",
        "http://[x/",
        "http://x.org/a\n",
        "http://x.org/a b",
        "https:///sparql",
    ],
)
def test_what_is_no_address_is_told(url: str) -> None:
    assert "is no address" in said(lambda: Endpoint(url))


def test_a_user_signs_in(monkeypatch: pytest.MonkeyPatch, scripted: Scripted) -> None:
    monkeypatch.setenv("KG_STORE_USER", "ada")
    monkeypatch.setenv("KG_STORE_PASSWORD", SECRET)
    ask(scripted.url)
    sent = scripted.seen[0][1]["Authorization"]
    assert sent == "Basic " + base64.b64encode(f"ada:{SECRET}".encode()).decode()


def test_a_token_signs_in(monkeypatch: pytest.MonkeyPatch, scripted: Scripted) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", f"{SECRET}\n")
    ask(scripted.url)
    assert scripted.seen[0][1]["Authorization"] == f"Bearer {SECRET}"


@pytest.mark.parametrize("name", ["KG_STORE_USER", "KG_STORE_TOKEN"])
def test_secrets_are_sent_to_no_other_machine_unencrypted(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, SECRET)
    line = said(lambda: Endpoint("http://example.org/sparql"))
    assert line == (
        "http://example.org/sparql: a password or token would go there for all to read; use https"
    )
    Endpoint("https://example.org/sparql")


def test_a_token_that_is_none_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", f"{SECRET}\nHost: evil.example")
    line = said(lambda: Endpoint("https://example.org/sparql"))
    assert line == "KG_STORE_TOKEN: holds what no token can; give it without line breaks"


def test_secrets_in_an_address_are_refused_and_not_told() -> None:
    line = said(lambda: Endpoint(f"https://ada:{SECRET.replace(' ', '')}@example.org/sparql"))
    assert line.startswith("https://example.org: leave user and password out")
    assert "sesame" not in line


def test_a_redirect_gets_no_secrets(monkeypatch: pytest.MonkeyPatch, scripted: Scripted) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", SECRET)
    scripted.status, scripted.headers = 307, {"Location": scripted.url}
    line = said(lambda: ask(scripted.url))
    assert SECRET not in line
    assert len(scripted.seen) == 1
