"""Every IRI of the graph has its address on the server, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import rdflib

from kg.serve.accept import GRAPHS
from kg.vocabulary import BASE, KINDS, PREFIXES, PROPERTIES, RELATIONS, expand, relation_iri
from tests import web

if TYPE_CHECKING:
    from tests.serving import Server

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
IDS = [
    *(entity.id for entity in web.RESOLVED.entities),
    *(facts.paper.id for facts in web.RESOLVED.facts),
    web.MONDAY.id,
]
OTHERS = ["graph/paper/evil", "agent/1.0+toy", "themes"]
NAMED_GRAPHS = ["graph/entities", "graph/themes", "graph/page/monday", "graph/paper/evil"]


@pytest.mark.parametrize("id_", [*IDS, *OTHERS])
def test_every_iri_is_a_page_and_a_document(web_server: Server, id_: str) -> None:
    page = web_server.page(f"/{quote(id_)}")
    assert (page.status, page.type, page.headers["vary"]) == (200, "text/html", "Accept")
    document = web_server.send("GET", f"/{quote(id_)}", Accept="text/turtle")
    assert (document.status, document.type) == (200, "text/turtle")
    node = rdflib.URIRef(BASE + id_)
    assert node in rdflib.Graph().parse(data=document.text).all_nodes()


@pytest.mark.parametrize("id_", NAMED_GRAPHS)
def test_a_named_graph_is_a_document_of_what_it_holds(web_server: Server, id_: str) -> None:
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{BASE}{id_}> {{ ?s ?p ?o }} }}"
    held = set(rdflib.Graph().parse(data=web_server.ask(query, "text/turtle").text))
    document = rdflib.Graph().parse(data=web_server.page(f"/{id_}.ttl").text)
    assert held <= set(document)
    page = web_server.page(f"/{id_}")
    assert (page.status, '<th dir="auto">subject</th>' in page.text) == (200, True)


@pytest.mark.parametrize(("format_", "types"), GRAPHS.items(), ids=GRAPHS)
def test_documents_come_in_every_format(
    web_server: Server, format_: str, types: tuple[str, ...]
) -> None:
    answers = [
        web_server.send("GET", "/concept/kite", Accept=types[0]),
        web_server.page(f"/concept/kite?format={format_}"),
        web_server.page(f"/concept/kite.{format_}"),
    ]
    readers = {"rdf": "xml", "jsonld": "json-ld"}
    graphs = [
        set(rdflib.Graph().parse(data=answer.text, format=readers.get(format_, format_)))
        for answer in answers
    ]
    assert {answer.type for answer in answers} == {types[0]}
    assert graphs[0] == graphs[1] == graphs[2] != set()


def test_a_document_has_every_triple_that_the_node_stands_in(web_server: Server) -> None:
    graph = rdflib.Graph().parse(data=web_server.page("/concept/kite.ttl").text)
    kite = rdflib.URIRef(f"{BASE}concept/kite")
    label = rdflib.URIRef(PREFIXES["skos"] + "prefLabel")
    proposes = rdflib.URIRef(PREFIXES["kg"] + "proposes")
    assert (kite, label, rdflib.Literal("Kite")) in graph
    assert (rdflib.URIRef(BASE + web.FLIES.id), proposes, kite) in graph
    query = f"SELECT * {{ {{ <{kite}> ?p ?o }} UNION {{ ?s ?p <{kite}> }} }}"
    assert len(graph) == len(web_server.ask(query, "text/csv").text.splitlines()) - 1


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/method/kite", "/concept/kite"),
        ("/method/Kinetic%20Inference", "/concept/kite"),
        ("/method/KITE?format=ttl", "/concept/kite?format=ttl"),
        ("/theme/birds", "/concept/bird"),
        ("/dataset/Koala", "/dataset/koala"),
        ("/method/Koala", "/concept/koala"),
        ("/paper/Heron%20wades", "/paper/heron-wades"),
        ("/paper/2401.00001", "/paper/arxiv-2401.00001"),
        ("/paper/arxiv-2401.00001/abstract", "/paper/arxiv-2401.00001"),
        ("/Robinson", "/concept/robinson"),
    ],
)
def test_names_lead_to_nodes(web_server: Server, path: str, leads_to: str) -> None:
    answer = web_server.page(path)
    assert (answer.status, answer.headers.get("location")) == (303, leads_to)


def test_an_unknown_name_suggests_others(web_server: Server) -> None:
    page = web_server.page("/method/Kitee")
    assert (page.status, page.type) == (404, "text/html")
    assert '<a href="/search?q=Kite">Kite</a>' in page.text
    line = web_server.send("GET", "/method/Kitee", Accept="text/turtle")
    assert (line.status, line.type) == (404, "text/plain")
    assert line.text == "nothing is called 'Kitee'; did you mean 'Kite'?\n"


def test_an_ambiguous_name_lists_what_it_may_be(web_server: Server) -> None:
    page = web_server.page("/Koala")
    assert page.status == 300
    assert 'href="/concept/koala"' in page.text
    assert 'href="/dataset/koala"' in page.text


def test_the_iris_of_terms_are_explained(web_server: Server) -> None:
    kg = rdflib.Namespace(PREFIXES["kg"])
    path = f"/{PREFIXES['kg'].removeprefix(BASE).rstrip('#')}"
    for answer in (
        web_server.send("GET", path, Accept="text/turtle"),
        web_server.send("GET", path, Accept="application/ld+json"),
    ):
        format_ = "json-ld" if "json" in answer.type else "turtle"
        graph = rdflib.Graph().parse(data=answer.text, format=format_)
        for kind in KINDS.values():
            iri = rdflib.URIRef(expand(kind.types[0]))
            assert graph.value(iri, rdflib.RDFS.label) == rdflib.Literal(kind.name, lang="en")
        for name in set(RELATIONS) - {"broader"}:
            iri = rdflib.URIRef(relation_iri(name))
            assert (iri, rdflib.RDF.type, rdflib.OWL.ObjectProperty) in graph
        assert (kg.uses, rdflib.RDFS.range, kg.Method) in graph
    page = web_server.page(path)
    ours = [curie.partition(":")[2] for curie in PROPERTIES if curie.startswith("kg:")]
    for local in ("Method", "uses", "broader", *ours):
        assert page.text.count(f'id="{local}"') == 1
    assert web_server.send("GET", path, Accept="image/png").status == 406


def test_no_format_is_told(web_server: Server) -> None:
    answer = web_server.send("GET", "/concept/kite", Accept="image/png")
    assert (answer.status, answer.type) == (406, "text/plain")
    assert "text/turtle" in answer.text


@pytest.mark.parametrize("name", web.HOSTILE_NAMES, ids=lambda name: ascii(name[:12]))
@pytest.mark.parametrize("before", ["/", "/concept/", "/method/", "/picture/"])
def test_odd_paths_are_merely_not_found(web_server: Server, before: str, name: str) -> None:
    path = before + quote(
        name.encode("utf-8", "surrogateescape" if name == "\udcff" else "replace")
    )
    answer = web_server.page(path)
    # What is left of a name may be one: "/concept/" + "kite#x" is not, "\u202eKite" is.
    assert answer.status in (200, 303, 404) or len(path) > 10_000
    assert answer.status != 500
