"""Every form in which the server can be asked and every status it answers with, asked by curl.

| form | status |
|---|---|
| query by GET, by form, directly; with format, with graphs, with a slash at the end; HEAD | 200 |
| OPTIONS | 204 |
| a name that means several things | 300 |
| the endpoint in a browser; a name of one thing | 303 |
| nonsense, no query, two, an update, SERVICE, not UTF-8 | 400 |
| what is not there | 404 |
| another method | 405 |
| a format that there is not | 406 |
| a body that does not come | 408 |
| a body that is too long | 413 |
| a body that is no query | 415 |
| another host | 421 |
| an answer that is too large | 503 |
| an answer that takes too long | 504 |

How clients of SPARQL (SPARQLWrapper, rdflib, curl) read the answers is in `test_clients.py`; what
else makes a 503, memory and crowds, is in `test_attacks.py`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kg.vocabulary import BASE
from tests.serving import ROWS

if TYPE_CHECKING:
    from tests.serving import Server

README = Path(__file__).parents[2] / "README.md"
JSON, PLAIN, TURTLE = "application/sparql-results+json", "text/plain", "text/turtle"
ASK = "query=ASK { ?s ?p ?o }"
DIRECT = ("-H", "Content-Type: application/sparql-query")
BROWSER = ("-H", "Accept: text/html,application/xhtml+xml,*/*;q=0.8")
GRAPH = f"{BASE}graph/paper/heron-wades"
PRODUCT = "query=SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


class Case(NamedTuple):
    """What curl is told, and what it is answered: the status and the media type."""

    form: str
    status: int
    type: str
    path: str
    words: tuple[str, ...] = ()


def get(*parameters: str) -> tuple[str, ...]:
    return ("-G", *(word for one in parameters for word in ("--data-urlencode", one)))


def form(*parameters: str) -> tuple[str, ...]:
    return get(*parameters)[1:]


CASES = [
    Case("query by GET", 200, JSON, "/sparql", get(ASK)),
    Case("query by GET, slash at the end", 200, JSON, "/sparql/", get(ASK)),
    Case("query by HEAD", 200, JSON, "/sparql", ("-I", *get(ASK))),
    Case("query by form", 200, JSON, "/sparql", form(ASK)),
    Case("query sent directly", 200, JSON, "/sparql", (*DIRECT, "--data", "ASK { ?s ?p ?o }")),
    Case("format by name", 200, "text/csv", "/sparql", get(ASK, "format=csv")),
    Case("format by Accept", 200, "text/csv", "/sparql", ("-H", "Accept: text/csv", *form(ASK))),
    Case("triples", 200, TURTLE, "/sparql", form("query=CONSTRUCT WHERE { ?s kg:extends ?o }")),
    Case("default graph", 200, JSON, "/sparql", form(ASK, f"default-graph-uri={GRAPH}")),
    Case("named graph", 200, JSON, "/sparql", form(ASK, f"named-graph-uri={GRAPH}")),
    Case("no query: what the service is", 200, TURTLE, "/sparql"),
    Case("what the data set is", 200, TURTLE, "/.well-known/void"),
    Case("document of a node by suffix", 200, TURTLE, "/concept/kite.ttl"),
    Case("page of a node", 200, "text/html", "/concept/kite", BROWSER),
    Case("page of all", 200, "text/html", "/", BROWSER),
    Case("page to search", 200, "text/html", "/search", (*BROWSER, *get("q=kite"))),
    Case("page to ask", 200, "text/html", "/query", BROWSER),
    Case("what may be asked how", 204, "", "/sparql", ("-X", "OPTIONS")),
    Case("several things of that name", 300, "text/html", "/Koala", BROWSER),
    Case("endpoint in a browser", 303, "", "/sparql", BROWSER),
    Case("endpoint in a browser, slash at the end", 303, "", "/sparql/", BROWSER),
    Case("name of one thing", 303, "text/html", "/method/Heron"),
    Case("nonsense", 400, PLAIN, "/sparql", form("query=nonsense")),
    Case("no query, but parameters", 400, PLAIN, "/sparql", get("format=json")),
    Case("two queries", 400, PLAIN, "/sparql", form(ASK, ASK)),
    Case("update", 400, PLAIN, "/sparql", form("update=CLEAR ALL")),
    Case("update as a query", 400, PLAIN, "/sparql", form("query=LOAD <http://127.0.0.1:1/x>")),
    Case("SERVICE", 400, PLAIN, "/sparql", form("query=ASK { SERVICE <http://127.0.0.1:1/> {} }")),
    Case("not UTF-8", 400, PLAIN, "/sparql?query=%ff"),
    Case("nothing of that name", 404, PLAIN, "/concept/none", ("-H", "Accept: text/turtle")),
    Case("nothing there", 404, PLAIN, "/static/none"),
    Case("other method", 405, PLAIN, "/sparql", ("-X", "DELETE")),
    Case("no such format", 406, PLAIN, "/sparql", ("-H", "Accept: image/png", *form(ASK))),
    Case(
        "body that does not come",
        408,
        PLAIN,
        "/sparql",
        (*DIRECT, "-H", "Content-Length: 99", "--data", "ASK {}", "--max-time", "30"),
    ),
    Case("body that is too long", 413, PLAIN, "/sparql", (*DIRECT, "--data-binary", "@-")),
    Case(
        "body that is no query",
        415,
        PLAIN,
        "/sparql",
        ("-H", "Content-Type: application/sparql-update", "--data", "CLEAR ALL"),
    ),
    Case("other host", 421, PLAIN, "/", ("-H", "Host: evil.example")),
    Case(
        "answer that is too large",
        503,
        PLAIN,
        "/sparql",
        form(f"query=SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {ROWS + 1}"),
    ),
    Case("answer that takes too long", 504, PLAIN, "/sparql", form(PRODUCT)),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.status} {case.form}" for case in CASES])
def test_curl_is_answered(web_server: Server, case: Case) -> None:
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    written = ("-s", "-o", "/dev/null", "-w", "%{http_code} %{content_type}")
    run = subprocess.run(
        ["curl", *written, *case.words, f"{web_server.address}{case.path}"],
        input=b"#" * 2_000_000,
        capture_output=True,
        check=False,
    )
    status, _, type_ = run.stdout.decode().partition(" ")
    assert (int(status), type_.partition(";")[0]) == (case.status, case.type)
    assert web_server.ask("ASK { ?s ?p ?o }").status == 200


def test_every_status_that_is_told_of_has_a_case() -> None:
    here = {int(status) for status in re.findall(r"\| (\d{3}) \|$", __doc__ or "", re.MULTILINE)}
    rows = re.findall(r"^\| ((?:\d{3}(?:, )?)+) \|", README.read_text("utf-8"), re.MULTILINE)
    told = {int(status) for row in rows for status in row.split(", ")}
    assert here == {case.status for case in CASES}
    assert len(told) > 5
    assert told <= here
