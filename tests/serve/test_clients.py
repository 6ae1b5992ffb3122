"""Programs that others have written ask a running server."""

from __future__ import annotations

import json
import shutil
import subprocess
from operator import methodcaller
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.vocabulary import BASE, PREFIXES
from tests.serving import ROWS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.serving import Server

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
PREFIX = f"PREFIX kg: <{PREFIXES['kg']}> PREFIX dcterms: <{PREFIXES['dcterms']}> "
SELECT = f"{PREFIX} SELECT ?t {{ <{BASE}paper/arxiv-1706.03762> dcterms:title ?t }}"
ASK = f"{PREFIX} ASK {{ ?p kg:proposes <{BASE}concept/lora> }}"
CONSTRUCT = f"{PREFIX} CONSTRUCT {{ ?p kg:proposes ?m }} WHERE {{ ?p kg:proposes ?m }}"
TITLE = "Attention Is All You Need"


def curl(*words: str) -> str:
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    run = subprocess.run(
        ["curl", "-sS", "--max-time", "20", *words], capture_output=True, text=True, check=True
    )
    return run.stdout


def test_curl(server: Server) -> None:
    endpoint = f"{server.address}/sparql"
    encoded = ("--data-urlencode", f"query={SELECT}")
    assert TITLE in curl(endpoint, *encoded)
    assert TITLE in curl("-G", endpoint, *encoded)
    type_ = "Content-Type: application/sparql-query"
    assert TITLE in curl(endpoint, "-H", type_, "-H", "Accept: text/csv", "--data", SELECT)
    assert "HTTP/1.1 200 OK" in curl("-I", "-G", endpoint, *encoded)
    followed = curl("-L", "-H", "Accept: text/turtle", f"{server.address}/method/LoRA")
    assert (rdflib.URIRef(f"{BASE}concept/lora"), None, None) in rdflib.Graph().parse(data=followed)


def test_curl_is_told_of_a_body_that_is_too_long(server: Server) -> None:
    sent = ("--data-binary", "@-", "-H", "Content-Type: application/sparql-query")
    run = subprocess.run(
        ["curl", "-s", "-w", "%{http_code}", f"{server.address}/sparql", *sent],
        input=b"#" * 10_000_000,
        capture_output=True,
        check=False,
    )
    assert run.stdout.endswith(b"413")


@pytest.fixture
def wrapped(server: Server) -> SPARQLWrapper:
    return SPARQLWrapper(f"{server.address}/sparql")


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
def test_sparqlwrapper_asks_in_every_way(wrapped: SPARQLWrapper, method: str, way: str) -> None:
    wrapped.setMethod(method)
    wrapped.setRequestMethod(way)
    wrapped.setReturnFormat(JSON)
    wrapped.setQuery(SELECT)
    found: Any = wrapped.queryAndConvert()
    assert [row["t"]["value"] for row in found["results"]["bindings"]] == [TITLE]


@pytest.mark.parametrize("format_", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_reads_results(wrapped: SPARQLWrapper, format_: str) -> None:
    wrapped.setReturnFormat(format_)
    wrapped.setQuery(SELECT)
    found: Any = wrapped.queryAndConvert()
    texts: dict[str, Callable[[Any], str]] = {
        JSON: json.dumps,
        XML: methodcaller("toxml"),
        CSV: bytes.decode,
        TSV: bytes.decode,
    }
    assert TITLE in texts[format_](found)


def test_sparqlwrapper_reads_truth_and_graphs(wrapped: SPARQLWrapper) -> None:
    wrapped.setReturnFormat(JSON)
    wrapped.setQuery(ASK)
    truth: Any = wrapped.queryAndConvert()
    assert truth["boolean"] is True
    for format_ in (TURTLE, RDFXML, JSONLD, N3):
        wrapped.setReturnFormat(format_)
        wrapped.setQuery(CONSTRUCT)
        graph: Any = wrapped.queryAndConvert()
        if isinstance(graph, bytes):
            graph = rdflib.Graph().parse(data=graph.decode())
        assert (None, None, rdflib.URIRef(f"{BASE}concept/lora")) in graph


def test_sparqlwrapper_names_graphs(wrapped: SPARQLWrapper) -> None:
    wrapped.addDefaultGraph(f"{BASE}graph/paper/arxiv-2106.09685")
    wrapped.setReturnFormat(JSON)
    wrapped.setQuery(f"{PREFIX} SELECT ?p {{ ?p kg:proposes ?m }}")
    found: Any = wrapped.queryAndConvert()
    assert len(found["results"]["bindings"]) == 1


def test_sparqlwrapper_is_told_what_is_wrong(wrapped: SPARQLWrapper) -> None:
    wrapped.setQuery("SELECT ?x { ?x unknown:prefix ?y }")
    with pytest.raises(QueryBadFormed, match="not a SPARQL query"):
        wrapped.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("format_", ["xml", "json", "csv", "tsv"])
def test_rdflib_reads_the_graph_from_afar(server: Server, method: Any, format_: str) -> None:
    store = SPARQLStore(f"{server.address}/sparql", returnFormat=format_, method=method)
    graph = rdflib.Graph(store=store)
    rows = list(graph.query(SELECT))
    assert [str(row[0]) for row in rows if isinstance(row, tuple)] == [TITLE]
    if format_ in ("xml", "json"):
        assert graph.query(ASK).askAnswer is True
    paper = rdflib.URIRef(f"{BASE}paper/arxiv-1706.03762")
    assert str(graph.value(paper, rdflib.DCTERMS.title)) == TITLE


def test_rdflib_calls_the_service(server: Server) -> None:
    service = f"SERVICE <{server.address}/sparql> {{ ?p <{PREFIXES['kg']}proposes> ?m }}"
    rows = list(rdflib.Graph().query(f"SELECT ?p {{ {service} }}"))
    assert 10 < len(rows) < ROWS
