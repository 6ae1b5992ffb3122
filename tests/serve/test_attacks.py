"""What somebody may try who can send requests to the server, or bring a browser to do so."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from tests.serving import MEMORY, SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.serving import Server

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DIRECT = "application/sparql-query"


@contextmanager
def nobody_calls() -> Iterator[str]:
    """Give an address at which it is seen whether anybody calls."""
    called = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            try:
                listener.accept()[0].close()
            except OSError:
                return
            called.set()

        listening = threading.Thread(target=listen)
        listening.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        called.wait(0.3)
        listener.shutdown(socket.SHUT_RDWR)
        listening.join()
    assert not called.is_set()


CALLS = [
    "SELECT * { SERVICE <X> { ?s ?p ?o } }",
    "SELECT * { service silent <X> { ?s ?p ?o } }",
    "SELECT * { SERVICE# <\n<X> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <X> { ?s ?p ?o } } } } }",
    "PREFIX x: <X#> DESCRIBE ?s { SERVICE x: { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <X> } SERVICE ?x { ?s ?p ?o } }",
    r"SELECT * { \u0053ERVICE <X> { ?s ?p ?o } }",
    r"SELECT * { S\u0045RVICE SILENT <X> { ?s ?p ?o } }",
    "LOAD <X>",
    "LOAD SILENT <X> INTO GRAPH <a:b>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <X> { ?s ?p ?o } }",
]
NAMES = [
    "SELECT * FROM <X> { ?s ?p ?o }",
    "SELECT * FROM NAMED <X> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { GRAPH <X> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } FROM <X> WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", CALLS)
def test_nothing_is_fetched(server: Server, query: str) -> None:
    with nobody_calls() as address:
        answer = server.ask(query.replace("X", address))
    assert answer.status == 400


@pytest.mark.parametrize("query", NAMES)
@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "http://localhost:1/x"])
def test_graphs_are_only_named(server: Server, query: str, address: str) -> None:
    with nobody_calls() as listening:
        text = query.replace("X", address or listening)
        answer = server.ask(text, accept="text/csv, application/n-triples")
        named = server.ask(
            "SELECT ?s { ?s ?p ?o }",
            "text/csv",
            **{"default-graph-uri": address or listening, "named-graph-uri": address or listening},
        )
    assert (answer.status, named.status) == (200, 200)
    assert len(answer.text.splitlines()) <= 1
    assert named.text.split() == ["s"]


@pytest.mark.parametrize(
    "query",
    [
        RUNAWAY,
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g",
        "SELECT (COUNT(*) AS ?n) { ?a (<x:y>|!<x:y>)* ?b . ?b (<x:y>|!<x:y>)* ?c }",
        "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (CONCAT(STR(?a), STR(?d), STR(?g)) = '') }",
    ],
)
def test_a_query_that_runs_away_is_stopped(server: Server, query: str) -> None:
    begun = time.monotonic()
    answer = server.ask(query)
    assert answer.status in (503, 504)
    assert time.monotonic() - begun < SECONDS + 3
    assert server.ask("ASK { ?s ?p ?o }").status == 200


def test_a_query_that_takes_too_much_memory_is_stopped(server: Server) -> None:
    doubling = " ".join(f"BIND (CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    answer = server.ask(f"SELECT (STRLEN(?x40) AS ?n) {{ BIND ('0123456789' AS ?x0) {doubling} }}")
    assert answer.status == 503
    assert f"{MEMORY} megabytes" in answer.text
    assert server.ask("ASK { ?s ?p ?o }").status == 200


MANY = 20_000
CHAINS = {
    "or": "ASK { ?s ?p ?o FILTER (?o = 1 X) }".replace("X", "|| ?o = 2 " * MANY),
    "not": f"ASK {{ ?s ?p ?o FILTER ({'!' * MANY}true) }}",
    "minus": f"ASK {{ ?s ?p ?o FILTER (0 < {'-' * MANY}1) }}",
    "plus": f"ASK {{ BIND (1{'+1' * MANY} AS ?x) }}",
    "path": f"ASK {{ ?s a{'/a' * MANY} ?o }}",
    "alternatives": f"ASK {{ ?s a{'|a' * MANY} ?o }}",
    "union": f"ASK {{ {{?s a 1}} {'UNION {?s a 2}' * MANY} }}",
    "optional": f"ASK {{ ?s a ?o {'OPTIONAL {?s a 2}' * MANY} }}",
    "brackets": f"ASK {{ {'{' * MANY}{'}' * MANY} }}",
}


@pytest.mark.parametrize("query", CHAINS.values(), ids=CHAINS)
def test_a_long_chain_ends_a_worker_at_most(server: Server, query: str) -> None:
    answer = server.send("POST", "/sparql", query, Content_Type=DIRECT)
    assert answer.status in (200, 400, 503, 504)
    assert server.ask("ASK { ?s ?p ?o }").status == 200


def test_a_long_query_is_refused(server: Server) -> None:
    begun = time.monotonic()
    answer = server.send("POST", "/sparql", b"#" * 10_000_000, Content_Type=DIRECT)
    assert answer.status == 413
    assert time.monotonic() - begun < 2
    # Also where its length is not told before.
    chunk = b"100000\r\n" + b"#" * 0x100000 + b"\r\n"
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {DIRECT}\r\n"
    answered = server.raw(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunk * 2)
    assert answered.startswith(b"HTTP/1.1 413 ")


def test_a_crowd_is_turned_away_and_the_rest_served(server: Server) -> None:
    """Runaway queries fill the workers and the queue; pages have workers of their own."""
    with ThreadPoolExecutor(60) as crowd:
        begun = time.monotonic()
        answers = list(crowd.map(lambda _: server.ask(RUNAWAY), range(50)))
        took = time.monotonic() - begun
    assert {answer.status for answer in answers} <= {503, 504}
    turned = [answer for answer in answers if "retry-after" in answer.headers]
    assert len(turned) >= 50 - 34
    assert took < SECONDS * 4
    assert server.ask("ASK { ?s ?p ?o }").status == 200


def test_slow_queries_do_not_keep_people_from_pages(server: Server) -> None:
    with ThreadPoolExecutor(4) as crowd:
        slow = [crowd.submit(server.ask, RUNAWAY) for _ in range(4)]
        time.sleep(0.2)
        begun = time.monotonic()
        assert server.page("/concept/lora").status == 200
        assert time.monotonic() - begun < SECONDS
        assert {one.result().status for one in slow} <= {503, 504}


def test_a_query_ends_when_its_client_goes(server: Server) -> None:
    asked = f"GET /sparql?{urlencode({'query': RUNAWAY})} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for _ in range(6):
        with socket.create_connection(("127.0.0.1", server.port)) as opened:
            opened.sendall(asked.encode())
            time.sleep(0.05)
    begun = time.monotonic()
    assert server.ask("ASK { ?s ?p ?o }").status == 200
    # Six queries on two workers would take three times as long as one may.
    assert time.monotonic() - begun < SECONDS


def opened(server: Server, sent: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    connection.sendall(sent)
    return connection


def is_closed(connection: socket.socket) -> bool:
    """Return whether the server closes a connection, without a word on it, within the timeout."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


@pytest.mark.parametrize("sent", [b"", b"GET /sparql HTT", b"GET / HTTP/1.1\r\nHost: local"])
def test_many_idle_connections_do_not_stop_the_server(server: Server, sent: bytes) -> None:
    with ExitStack() as stack:
        idle = [stack.enter_context(opened(server, sent)) for _ in range(300)]
        begun = time.monotonic()
        assert server.ask("ASK { ?s ?p ?o }").status == 200
        assert time.monotonic() - begun < 2
        # Those that came first have made room.
        assert is_closed(idle[0])


def test_a_head_that_comes_drop_by_drop_is_not_waited_for(server: Server) -> None:
    begun = time.monotonic()
    with opened(server, b"GET /sparql HTTP/1.1\r\n") as slow:
        slow.settimeout(1)
        while not is_closed(slow):
            assert time.monotonic() - begun < 15
            with suppress(ConnectionError):
                slow.sendall(b"X: y\r\n")
    assert time.monotonic() - begun > 5


def test_a_second_request_that_stops_in_its_head_is_not_waited_for(server: Server) -> None:
    whole = b"GET /static/style.css HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with opened(server, whole) as slow:
        received = b""
        while b"}" not in received:
            received += slow.recv(1 << 16)
        slow.sendall(b"GET /sparql HTT")
        slow.settimeout(15)
        with suppress(ConnectionResetError):
            while slow.recv(1 << 16):
                pass


def test_a_client_that_reads_nothing_of_its_answer_is_not_waited_for(server: Server) -> None:
    """Its answer is larger than what systems keep for it; nothing else would end the connection."""
    text = "x" * 100_000
    query = f"SELECT ('{text}' AS ?x) {{ ?s ?p ?o }} LIMIT 600"
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {DIRECT}\r\n"
    sent = f"{head}Content-Length: {len(query)}\r\n\r\n{query}".encode()
    with opened(server, sent) as deaf:
        time.sleep(25)
        received = 0
        deaf.settimeout(2)
        with suppress(ConnectionResetError):
            while more := deaf.recv(1 << 20):
                received += len(more)
    assert 0 < received < 50_000_000


BURSTS, CROWD = 10, 1000


def test_bursts_of_ten_thousand_connections(server: Server) -> None:
    """A thousand at once, ten times, each with a request: answered, told to wait, or cut off."""
    asked = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    statuses: Counter[bytes] = Counter()

    def ask(_: int) -> bytes:
        try:
            with opened(server, asked) as connection:
                return connection.recv(12)[9:]
        except OSError:
            return b"cut off"

    for _ in range(BURSTS):
        with ThreadPoolExecutor(CROWD // 10) as crowd:
            statuses.update(crowd.map(ask, range(CROWD)))
        assert server.ask("ASK { ?s ?p ?o }").status == 200
    assert sum(statuses.values()) == BURSTS * CROWD
    assert set(statuses) <= {b"200", b"503", b"cut off", b""}
    assert statuses[b"200"] > 0


PATHS = [
    "/../../../../etc/passwd",
    "/static/../../../../etc/passwd",
    "/static/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/static/%2e%2e/%2e%2e/pyproject.toml",
    "/static//etc/passwd",
    "//etc/passwd",
    "/static/style.css%00.png",
    "/static/server.py",
    "/query?question=../../../etc/passwd",
    "/query?question=/etc/passwd",
    "/query?question=queries/themes.rq",
    "/concept/../../../etc/passwd.ttl",
    "/picture/../../etc/passwd",
    "file:///etc/passwd",
    "http://localhost:1/etc/passwd",
    "/%ff%fe",
    "/" + quote("concept/lora> <x:y"),
    "/" + "a" * 20_000,
]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
def test_no_path_leads_to_a_file(server: Server, path: str) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answer = server.raw(request.encode())
    assert int(answer.split(b" ", 2)[1]) in (400, 404)
    for secret in (b"root:", b"[project]", b"SELECT ?theme", b"import "):
        assert secret not in answer


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("localhost:8000", 200),
        ("LOCALHOST", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example:80", 421),
        ("evil.example#127.0.0.1", 421),
        ("", 421),
    ],
)
def test_only_requests_that_name_this_server_are_answered(
    server: Server, host: str, status: int
) -> None:
    request = f"GET /static/style.css HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = server.raw(request.encode())
    assert int(answer.split(b" ", 2)[1]) == status
    assert (b"--ground" in answer) == (status == 200)


@pytest.mark.parametrize(
    "path", ["/", "/sparql?query=ASK{}", "/concept/lora", "/nothing", "/static/page.js", "/query"]
)
def test_every_reply_says_what_a_browser_may_do_with_it(server: Server, path: str) -> None:
    headers = server.page(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


def test_other_sites_may_read_nothing(server: Server) -> None:
    for method in ("GET", "OPTIONS"):
        answer = server.send(
            method,
            "/sparql?query=ASK{}",
            Origin="http://evil.example",
            Access_Control_Request_Method="POST",
        )
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\xff\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 20_000 + b"\r\n",
    ],
    ids=["bytes", "version", "no version", "length", "two hosts", "headers"],
)
def test_what_is_no_request_is_refused(server: Server, sent: bytes) -> None:
    assert server.raw(sent).startswith(b"HTTP/1.1 4")
    assert server.ask("ASK {}").status == 200
