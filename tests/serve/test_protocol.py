"""The SPARQL 1.1 Protocol, row by row: what is asked how, and what is answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
import rdflib

from kg.serve.accept import GRAPHS, RESULTS, Choice, best
from kg.vocabulary import BASE, PREFIXES
from tests.serving import ROWS

if TYPE_CHECKING:
    from tests.serving import Server

SELECT = "SELECT ?t { ?p fabio:hasArXivId '1706.03762' ; dcterms:title ?t }"
ASK = "ASK { ?p a kg:Paper }"
CONSTRUCT = (
    "CONSTRUCT { ?p dcterms:title ?t } { ?p fabio:hasArXivId '1706.03762' ; dcterms:title ?t }"
)
DESCRIBE = f"DESCRIBE <{BASE}concept/lora>"
TITLE = "Attention Is All You Need"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
Q = urlencode({"query": SELECT})


def test_get_post_form_and_post_direct_are_the_same(server: Server) -> None:
    answers = [
        server.send("GET", f"/sparql?{Q}"),
        server.send("POST", "/sparql", Q, Content_Type=FORM),
        server.send("POST", "/sparql", Q, Content_Type=f"{FORM}; charset=UTF-8"),
        server.send("POST", "/sparql", SELECT, Content_Type=DIRECT),
        server.send("POST", "/sparql?format=json", SELECT, Content_Type=f"{DIRECT};charset=utf-8"),
    ]
    assert {answer.status for answer in answers} == {200}
    assert {answer.type for answer in answers} == {"application/sparql-results+json"}
    found = {answer.body for answer in answers}
    assert len(found) == 1
    assert json.loads(found.pop())["results"]["bindings"][0]["t"]["value"] == TITLE


def test_a_slash_at_the_end_makes_no_difference(server: Server) -> None:
    for method, query, body, type_ in (
        ("GET", f"?{Q}", None, ""),
        ("HEAD", f"?{Q}", None, ""),
        ("POST", "", Q, FORM),
        ("POST", "", SELECT, DIRECT),
        ("GET", "", None, ""),
        ("OPTIONS", "", None, ""),
    ):
        with_it, without = (
            server.send(method, path + query, body, Content_Type=type_)
            for path in ("/sparql/", "/sparql")
        )
        assert (with_it.status, with_it.body) == (without.status, without.body)
        assert with_it.status in (200, 204)


def test_head_is_get_without_its_body(server: Server) -> None:
    get, head = (server.send(method, f"/sparql?{Q}") for method in ("GET", "HEAD"))
    assert (head.status, head.type, head.body) == (200, get.type, b"")
    assert head.headers["content-length"] == str(len(get.body))


def test_options_tells_the_methods(server: Server) -> None:
    answer = server.send("OPTIONS", "/sparql")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("query", [SELECT, ASK], ids=["select", "ask"])
@pytest.mark.parametrize(("format_", "types"), RESULTS.items(), ids=RESULTS)
def test_results_come_in_every_format(
    server: Server, query: str, format_: str, types: tuple[str, ...]
) -> None:
    for type_ in types:
        answer = server.ask(query, accept=type_)
        assert (answer.status, answer.type) == (200, type_)
        assert (TITLE if query == SELECT else "true") in answer.text
    assert server.ask(query, format=format_).type == types[0]


@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE], ids=["construct", "describe"])
@pytest.mark.parametrize(("format_", "types"), GRAPHS.items(), ids=GRAPHS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_graphs_come_in_every_format(
    server: Server, query: str, format_: str, types: tuple[str, ...]
) -> None:
    expected = rdflib.Graph().parse(data=server.ask(query, accept="text/turtle").text)
    readers = {"rdf": "xml", "jsonld": "json-ld"}
    for type_ in types:
        answer = server.ask(query, accept=type_)
        assert (answer.status, answer.type) == (200, type_)
        graph = rdflib.Graph().parse(data=answer.text, format=readers.get(format_, format_))
        assert set(graph) == set(expected) != set()
    assert server.ask(query, format=format_).type == types[0]


@pytest.mark.parametrize(
    ("accept", "results", "graphs"),
    [
        ("", "json", "ttl"),
        ("*/*", "json", "ttl"),
        ("text/*", "csv", "ttl"),
        ("application/*;q=0.1, text/csv", "csv", "jsonld"),
        ("TEXT/CSV;Q=0.3 , text/tab-separated-values ; q=0.4", "tsv", None),
        ("application/xml", "xml", "rdf"),
        ("application/json", "json", "jsonld"),
        ("text/csv;q=0, */*;q=0.1", "json", "ttl"),
        ("application/sparql-results+json;q=0, */*", "xml", "ttl"),
        ("application/sparql-results+xml;q=0.2, application/rdf+xml;q=0.9", "xml", "rdf"),
        ("text/turtle;q=1.000;level=1", None, "ttl"),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "xml", "rdf"),
        ("image/png", None, None),
        ("application/n-quads", None, None),
        ("text/csv;q=0", None, None),
        (";;,,", "json", "ttl"),
        ("nonsense", None, None),
        ("," * 5000, "json", "ttl"),
    ],
)
def test_negotiation(server: Server, accept: str, results: str | None, graphs: str | None) -> None:
    for query, offered, expected in ((SELECT, RESULTS, results), (CONSTRUCT, GRAPHS, graphs)):
        answer = server.ask(query, accept=accept)
        if expected is None:
            assert (answer.status, answer.type) == (406, "text/plain")
            assert offered[next(iter(offered))][0] in answer.text
        else:
            assert (answer.status, answer.type in offered[expected]) == (200, True)
            assert answer.headers["vary"] == "Accept"
        assert best(accept, offered) == (expected and Choice(expected, answer.type))


OTHER = f"{BASE}graph/paper/arxiv-2106.09685"
COUNT = "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?p a kg:Paper }"
GRAPHS_SEEN = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


@pytest.mark.parametrize(
    ("query", "given", "count"),
    [
        (COUNT, {}, 42),
        (COUNT, {"default-graph-uri": OTHER}, 1),
        (COUNT, {"default-graph-uri": "http://x.org/unknown"}, 0),
        (COUNT, {"default-graph-uri": "file:///etc/passwd"}, 0),
        (COUNT, {"named-graph-uri": OTHER}, 0),
        (COUNT.replace("{", f"FROM <{BASE}graph/entities> {{"), {"default-graph-uri": OTHER}, 1),
        (GRAPHS_SEEN, {"named-graph-uri": OTHER}, 1),
        (GRAPHS_SEEN, {"default-graph-uri": OTHER}, 0),
        (COUNT.replace("{", f"FROM <{OTHER}> WHERE {{"), {}, 1),
        (COUNT.replace("{", "FROM <file:///etc/passwd> WHERE {"), {}, 0),
        (GRAPHS_SEEN.replace(" {", f" FROM NAMED <{OTHER}> WHERE {{", 1), {}, 1),
    ],
)
def test_datasets(server: Server, query: str, given: dict[str, str], count: int) -> None:
    form = urlencode({"query": query, **given})
    answers = [
        server.send("GET", f"/sparql?{form}"),
        server.send("POST", "/sparql", form, Content_Type=FORM),
        server.send("POST", f"/sparql?{urlencode(given)}", query, Content_Type=DIRECT),
        server.send(
            "POST", f"/sparql?{urlencode(given)}", urlencode({"query": query}), Content_Type=FORM
        ),
    ]
    for answer in answers:
        [row] = json.loads(answer.body)["results"]["bindings"]
        assert row["n"]["value"] == str(count)


def test_several_graphs_may_be_named(server: Server) -> None:
    graphs = [
        ("default-graph-uri", f"{BASE}graph/paper/arxiv-{id_}")
        for id_ in ("2106.09685", "1706.03762")
    ]
    answer = server.send("GET", f"/sparql?{urlencode([('query', COUNT), *graphs])}")
    assert '"2"' in answer.text


def test_query_and_answer_are_unicode_and_decoded_once(server: Server) -> None:
    text = "100%41 café 🪁 + & ="
    answer = server.ask(f"SELECT ('{text}' AS ?x) {{}}", accept="text/csv")
    assert answer.text.splitlines() == ["x", text]
    direct = server.send(
        "POST",
        "/sparql",
        f"SELECT ('{text}' AS ?x) {{}}".encode(),
        Content_Type=DIRECT,
        Accept="text/csv",
    )
    assert direct.body == answer.body


REFUSED = [
    ("GET", "/sparql?query=nonsense", None, "", 400, "not a SPARQL query"),
    ("GET", "/sparql?query=", None, "", 400, "not a SPARQL query"),
    ("GET", "/sparql?format=json", None, "", 400, "not 0"),
    ("GET", f"/sparql?{Q}&{Q}", None, "", 400, "not 2"),
    ("GET", f"/sparql?{Q}&default-graph-uri=not+an+iri", None, "", 400, "cannot be run"),
    ("GET", f"/sparql?query={quote('INSERT DATA {{}}')}", None, "", 400, "not a SPARQL query"),
    ("GET", "/sparql?update=CLEAR+ALL", None, "", 400, "cannot be updated"),
    ("GET", "/sparql?query=%ff", None, "", 400, "not UTF-8"),
    ("GET", "/sparql?" + "a=b&" * 2000 + Q, None, "", 400, "too many"),
    ("POST", "/sparql", "", FORM, 400, "not 0"),
    ("POST", "/sparql", f"{Q}&{Q}", FORM, 400, "not 2"),
    ("POST", "/sparql", f"{Q}&update=CLEAR+ALL", FORM, 400, "cannot be updated"),
    ("POST", "/sparql", b"query=\xff", FORM, 400, "not UTF-8"),
    ("POST", "/sparql", b"SELECT \xff", DIRECT, 400, "not UTF-8"),
    ("POST", f"/sparql?{Q}", SELECT, DIRECT, 400, "two queries"),
    ("POST", "/sparql", SELECT.encode("utf-16"), f"{DIRECT}; charset=utf-16", 415, "UTF-8"),
    ("POST", "/sparql", "CLEAR ALL", "application/sparql-update", 415, "is sent as"),
    ("POST", "/sparql", SELECT, "text/plain", 415, "is sent as"),
    ("POST", "/sparql", SELECT, "", 415, "is sent as"),
    ("POST", "/sparql", b"x" * 1_100_000, DIRECT, 413, "1,048,576 bytes"),
    ("PUT", "/sparql", SELECT, DIRECT, 405, "Not Allowed"),
    ("DELETE", "/sparql", None, "", 405, "Not Allowed"),
    ("PATCH", "/sparql", SELECT, DIRECT, 405, "Not Allowed"),
    ("POST", "/concept/lora", "", FORM, 405, "Not Allowed"),
    ("GET", "/sparql/?query=nonsense", None, "", 400, "not a SPARQL query"),
    ("DELETE", "/sparql/", None, "", 405, "Not Allowed"),
]


@pytest.mark.parametrize(
    ("method", "path", "body", "type_", "status", "message"),
    REFUSED,
    ids=[f"{row[0]} {row[4]} {row[5]}" for row in REFUSED],
)
def test_what_is_refused_is_told_in_one_line(
    server: Server,
    method: str,
    path: str,
    body: str | bytes | None,
    type_: str,
    status: int,
    message: str,
) -> None:
    answer = server.send(method, path, body, Content_Type=type_)
    assert (answer.status, answer.type) == (status, "text/plain")
    assert message in answer.text
    assert len(answer.text.splitlines()) == 1
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("accept", ["text/csv", "text/turtle"])
def test_an_answer_that_is_too_large_is_none(server: Server, accept: str) -> None:
    form = "CONSTRUCT { ?s ?p ?o }" if accept == "text/turtle" else "SELECT *"
    assert server.ask(f"{form} {{ ?s ?p ?o }} LIMIT {ROWS}", accept).status == 200
    answer = server.ask(f"{form} {{ ?s ?p ?o }} LIMIT {ROWS + 1}", accept)
    assert (answer.status, answer.type) == (503, "text/plain")
    assert f"more than {ROWS:,} rows" in answer.text


def test_without_a_query_the_service_describes_itself(server: Server) -> None:
    for path in ("/sparql", "/.well-known/void"):
        answer = server.send("GET", path, Accept="text/turtle")
        assert (answer.status, answer.type) == (200, "text/turtle")
        graph = rdflib.Graph().parse(data=answer.text)
        sd, void = (
            rdflib.Namespace(iri)
            for iri in (
                "http://www.w3.org/ns/sparql-service-description#",
                "http://rdfs.org/ns/void#",
            )
        )
        assert graph.value(None, rdflib.RDF.type, sd.Service) == rdflib.URIRef(
            f"{server.address}/sparql"
        )
        endpoint = graph.value(predicate=void.sparqlEndpoint)
        assert endpoint == graph.value(predicate=sd.endpoint)
        paper = rdflib.URIRef(PREFIXES["kg"] + "Paper")
        part = graph.value(predicate=void["class"], object=paper)
        assert graph.value(part, void.entities) == rdflib.Literal(42)
        triples = graph.value(
            graph.value(predicate=rdflib.RDF.type, object=void.Dataset), void.triples
        )
        count = server.ask(
            "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "text/csv"
        ).text.split()
        assert str(triples) == count[1]
        assert server.send("GET", path, Accept="application/ld+json").type == "application/ld+json"
        assert server.send("GET", path, Accept="image/png").status == 406
    assert (
        server.send("GET", "/.well-known/void").body == server.send("GET", "/.well-known/void").body
    )


def test_a_person_who_opens_the_endpoint_gets_the_page(server: Server) -> None:
    answer = server.page("/sparql")
    assert (answer.status, answer.headers["location"]) == (303, "/query")
