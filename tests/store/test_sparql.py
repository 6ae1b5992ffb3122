from __future__ import annotations

import html
import json
import re
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import rdflib

from kg.errors import LimitError, QueryError
from kg.store.bounded import Bounds
from kg.store.quads import term
from kg.store.sparql import (
    GRAPH_FORMATS,
    RESULT_FORMATS,
    Value,
    ask,
    calls_out,
    term_text,
)
from kg.vocabulary import BASE
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.reader import Reader

READ_AS = {"rdf": "xml", "jsonld": "json-ld"}
ENDPOINT = "<http://127.0.0.1:1/sparql>"
OTHER = f"{BASE}graph/{toy.BARE.id}"
PAPER = f"{BASE}graph/{toy.PAPER.id}"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with toy.published(tmp_path_factory.mktemp("toy")) as reader:
        yield reader


def rows(reader: Reader, text: str) -> list[tuple[str, ...]]:
    return list(ask(reader, text).rows())


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        pytest.param(
            "SELECT ?p { ?p kg:proposes/skos:prefLabel 'Kite' }",
            ("p",),
            [(toy.PAPER.id,)],
            id="ids and prefixes",
        ),
        pytest.param(
            "SELECT ?page ?title { ?p kg:listedOn ?page ; dcterms:title ?title } ORDER BY ?title",
            ("page", "title"),
            [(toy.PAGE.id, toy.PAPER.title), (toy.PAGE.id, toy.BARE.title)],
            id="joins cross graphs",
        ),
        pytest.param("SELECT ?x ?y { VALUES ?x { 1 } }", ("x", "y"), [("1", "")], id="unbound"),
        pytest.param("SELECT ?x { ?x a kg:Nothing }", ("x",), [], id="nothing found"),
        pytest.param(
            "SELECT ?x { VALUES ?x { <http://x.org/y> } }", ("x",), [("http://x.org/y",)], id="iri"
        ),
        pytest.param("ASK { ?p kg:proposes ?m }", ("answer",), [("true",)], id="true"),
        pytest.param("ASK { ?p kg:comparesWith ?m }", ("answer",), [("false",)], id="false"),
        pytest.param(
            "CONSTRUCT { ?m kg:of ?p } { ?p kg:proposes ?m }",
            ("subject", "predicate", "object"),
            [(toy.KITE.id, "ns#of", toy.PAPER.id)],
            id="construct",
        ),
        pytest.param(
            "DESCRIBE <https://w3id.org/paper-kg/themes>",
            ("subject", "predicate", "object"),
            [("themes", term("rdf:type").value, term("skos:ConceptScheme").value)],
            id="describe",
        ),
    ],
)
def test_ask_gives_plain_values(
    reader: Reader, text: str, columns: tuple[str, ...], expected: list[tuple[str, ...]]
) -> None:
    answer = ask(reader, text)
    assert answer.columns == columns
    assert list(answer.rows()) == expected


@pytest.mark.parametrize(
    ("dataset", "papers"),
    [
        pytest.param("", 2, id="union"),
        pytest.param(f"FROM <{OTHER}>", 1, id="from"),
        pytest.param(f"from\n<{OTHER}>", 1, id="lower case"),
        pytest.param(f"FROM # here\n<{OTHER}>", 1, id="comment between"),
        pytest.param(f"FROM<{OTHER}>", 1, id="no space"),
        pytest.param("FROM <http://x.org/unknown>", 0, id="unknown graph"),
        pytest.param(f"FROM NAMED <{OTHER}>", 0, id="named is no default"),
        pytest.param(f"FROM <{OTHER}> FROM <{BASE}graph/{toy.PAPER.id}>", 2, id="two"),
    ],
)
def test_from_is_respected(reader: Reader, dataset: str, papers: int) -> None:
    text = f"SELECT (COUNT(*) AS ?n) {dataset} WHERE {{ ?p a kg:Paper }}"
    assert rows(reader, text) == [(str(papers),)]


def test_from_may_be_a_prefixed_name(reader: Reader) -> None:
    prefix = f"PREFIX g: <{BASE}graph/paper/> "
    text = "SELECT ?p FROM g:second-title { ?p a kg:Paper }"
    assert rows(reader, prefix + text) == [(toy.BARE.id,)]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?from { ?from a kg:Paper }",
        "SELECT ?p { ?p a kg:Paper } # FROM <http://x.org>",
        "SELECT ?p { ?p a kg:Paper FILTER(?p != 'FROM <http://x.org>') }",
        "PREFIX x: <http://x.org/from> SELECT ?p { ?p a kg:Paper }",
        "SELECT ?p { ?p a kg:Paper OPTIONAL { ?p schema:from <http://x.org> } }",
        "PREFIX from: <http://x.org/> SELECT ?p { ?p a kg:Paper OPTIONAL { ?p from:x ?y } }",
    ],
)
def test_the_word_from_elsewhere_leaves_the_union(reader: Reader, text: str) -> None:
    assert len(rows(reader, text)) == 2


def test_graph_names_are_seen(reader: Reader) -> None:
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    assert [g for (g,) in rows(reader, text)] == [
        "graph/entities",
        f"graph/{toy.PAGE.id}",
        f"graph/{toy.PAPER.id}",
        f"graph/{toy.BARE.id}",
        "graph/themes",
    ]


@pytest.mark.parametrize(
    ("default", "named", "papers", "graphs"),
    [
        pytest.param((), (), 2, 5, id="union and all"),
        pytest.param((OTHER,), (), 1, 0, id="one default graph"),
        pytest.param((OTHER, PAPER), (), 2, 0, id="two default graphs"),
        pytest.param((), (OTHER,), 0, 1, id="one named graph"),
        pytest.param((OTHER,), (PAPER, OTHER), 1, 2, id="both"),
        pytest.param(("http://127.0.0.1:1/x",), (), 0, 0, id="unknown graph"),
    ],
)
@pytest.mark.parametrize("clause", ["", f"FROM <{PAPER}> FROM NAMED <{PAPER}>"])
def test_graphs_that_are_given_win_over_from(
    reader: Reader,
    default: tuple[str, ...],
    named: tuple[str, ...],
    papers: int,
    graphs: int,
    clause: str,
) -> None:
    counts = [
        f"SELECT (COUNT(DISTINCT ?p) AS ?n) {clause} WHERE {{ ?p a kg:Paper }}",
        f"SELECT (COUNT(DISTINCT ?g) AS ?n) {clause} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    ]
    expected = [papers, graphs] if default or named or not clause else [1, 1]
    found = [next(iter(ask(reader, text, default, named).rows()))[0] for text in counts]
    assert found == [str(number) for number in expected]


def test_a_graph_that_is_no_iri_is_refused(reader: Reader) -> None:
    with pytest.raises(QueryError, match=r"^the query cannot be run: "):
        ask(reader, "ASK {}", ["not an iri"])


CALLS = [
    "SELECT * { SERVICE X { ?a ?b ?c } }",
    "SELECT * { service X { ?a ?b ?c } }",
    "SELECT * { SeRvIcE SILENT X { ?a ?b ?c } }",
    "SELECT * { SERVICESILENTX{?a ?b ?c} }",
    "SELECT * { SERVICE# why not\nX { ?a ?b ?c } }",
    "SELECT * { # a comment ends here:\rSERVICE X { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o.SERVICE X { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1SERVICE X { ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE X { ?a ?b ?c } }",
    "SELECT * { ?s ?p 'a'SERVICE X { ?a ?b ?c } }",
    "SELECT * { ?s ?p ex:.SERVICE X { ?a ?b ?c } }",
    "SELECT * { SERVICE:x { ?a ?b ?c } }",
    "SELECT * { VALUES ?e { X } SERVICE ?e { ?a ?b ?c } }",
    "SELECT * { { SELECT * { SERVICE X { ?a ?b ?c } } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE X { ?a ?b ?c } } }",
    "SELECT * { ?s ?p ?o OPTIONAL{SERVICE X { ?a ?b ?c }} }",
    "ASK { { ?s ?p ?o } UNION { SERVICE X { ?a ?b ?c } } }",
    "DESCRIBE ?a { SERVICE X { ?a ?b ?c } }",
    "CONSTRUCT { ?a ?b ?c } WHERE { SERVICE X { ?a ?b ?c } }",
    r"SELECT * { ?s ?p '\'' SERVICE X { ?a ?b '\'' } }",
    r"SELECT * { ?s ?p '\\' SERVICE X { ?a ?b '\\' } }",
    r'SELECT * { ?s ?p """a"b\"""" SERVICE X { ?a ?b """c""" } }',
    r"SELECT * { ?s ?p ex:it\'s SERVICE X { ?a ?b 'c' } }",
    r"SELECT * { ?s ?p ex:a\#b SERVICE X { ?a ?b ?c } }",
    "SELECT * { ?s <http://x.org/a#b> ?o SERVICE X { ?a ?b ?c } }",
    "SELECT * { ?s <http://x.org/it's> ?o SERVICE X { ?a ?b 'c' } }",
    r"SELECT * { ?s <http://x.org/\u0041#b> ?o SERVICE X { ?a ?b ?c } }",
    "SELECT * { ?s <http://x.org/\u00a0#b> ?o SERVICE X { ?a ?b ?c } }",
    "BASE <http://x.org/> SELECT * { ?s <'> ?o SERVICE X { ?a ?b 'c' } }",
    "BASE <http://x.org/> SELECT * { ?s <#> ?o SERVICE X { ?a ?b ?c } }",
    "SELECT * { ?s ?p ?o FILTER(?o<'x>')SERVICE X { ?a ?b 'c' } }",
    "SELECT * { ?s ?p ?o FILTER(?o<1)SERVICE X { ?a ?b ?c } FILTER(?o>1) }",
]
"""Each is a query to Oxigraph, and would call out."""


@pytest.mark.parametrize("text", CALLS)
def test_service_is_refused(reader: Reader, text: str) -> None:
    text = "PREFIX : <http://127.0.0.1:1/> PREFIX ex: <http://x.org/> " + text.replace(
        "X", ENDPOINT
    )
    assert calls_out(text)
    with pytest.raises(QueryError, match=r"^SERVICE is refused"):
        ask(reader, text)
    # Without the word it is no query: so the word was no part of a string, a comment or a name.
    with pytest.raises(SyntaxError):
        reader.local().query(text.upper().replace("SERVICE", "SERVIXE"))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service a kg:Paper }",
        "SELECT $service { $service a kg:Paper }",
        "SELECT ?p { ?p a kg:Paper FILTER(?p != 'service') }",
        'SELECT ?p { ?p a kg:Paper FILTER(?p != "a \\" SERVICE <http://x.org> {}") }',
        "SELECT ?p { ?p a kg:Paper FILTER(?p != '''it's SERVICE''') }",
        "SELECT ?p { ?p a kg:Paper } # SERVICE <http://x.org> {}",
        "SELECT ?p { ?p a kg:Paper OPTIONAL { ?p schema:serviceType ?t } }",
        "SELECT ?p { ?p a kg:Paper OPTIONAL { ?p <http://x.org/service#service> ?t } }",
        "SELECT ?p { ?p a kg:Paper OPTIONAL { ?p ?q _:service } }",
    ],
)
def test_the_word_service_elsewhere_is_fine(reader: Reader, text: str) -> None:
    assert len(rows(reader, text)) >= 1


def test_where_only_a_parser_could_tell_the_word_service_is_refused(reader: Reader) -> None:
    doubtful = "SELECT ?t { ?p a kg:Paper ; dcterms:title ?t FILTER(?t<'x'&&?t>'') }"
    assert len(rows(reader, doubtful)) == 2
    with pytest.raises(QueryError, match=r"^SERVICE is refused"):
        ask(reader, f"{doubtful} # service")


@pytest.mark.parametrize("part", ["<", "<#", "<a'", "'", '"\\', "<a://", "?", ":"])
def test_a_long_text_is_looked_through_once(part: str) -> None:
    """A pattern that goes back and forth would need minutes for this."""
    assert calls_out(part * 50_000 + "\n\"' SERVICE") is calls_out(part * 50 + "\n\"' SERVICE")


def test_nobody_is_called(reader: Reader) -> None:
    called = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)

        def listen() -> None:
            try:
                server.accept()[0].close()
            except TimeoutError:
                return
            called.set()

        listening = threading.Thread(target=listen)
        listening.start()
        here = f"<http://127.0.0.1:{server.getsockname()[1]}/>"
        for text in (
            "SELECT * { SERVICE SILENT X { ?a ?b ?c } }",
            "LOAD X",
            "SELECT * FROM X { ?s ?p ?o }",
            "SELECT * { GRAPH X { ?s ?p ?o } }",
        ):
            with suppress(QueryError):
                assert rows(reader, text.replace("X", here)) == []
        listening.join()
    assert not called.is_set()


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:1/x>",
        "load silent <http://127.0.0.1:1/x> into graph <a:g>",
        "CLEAR ALL",
        "DROP ALL",
        "CREATE GRAPH <a:g>",
        "ASK {} ; DELETE WHERE { ?s ?p ?o }",
        "",
        "kite",
        "SELECT ?x WHERE { ?x",
        "SELECT ?x { ?x unknown:prefix ?y }",
        "SELECT ?x { ?x ?y 'open }",
        "\x00",
    ],
)
def test_updates_and_nonsense_are_refused_in_one_line(reader: Reader, text: str) -> None:
    before = len(reader.local())
    with pytest.raises(QueryError) as caught:
        ask(reader, text)
    assert str(caught.value).startswith("not a SPARQL query: ")
    assert "\n" not in str(caught.value)
    assert len(reader.local()) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ASK { ?x a foo:Bar }", "error at 1:19: the prefix is not known; declare it: "),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "it is an update; only kg build writes the graph"),
        ("# why\ndelete where { ?s ?p ?o }", "it is an update; only kg build writes the graph"),
        ("kite", "error at 1:5: expected one of BASE"),
    ],
)
def test_riddles_of_the_parser_are_told_plainly(reader: Reader, text: str, told: str) -> None:
    with pytest.raises(QueryError, match=re.escape(told)):
        ask(reader, text)


@pytest.mark.parametrize("format_", sorted(RESULT_FORMATS))
def test_every_result_format_holds_the_answer(reader: Reader, format_: str) -> None:
    text = "SELECT ?title { ?p kg:key '2401.00001' ; dcterms:title ?title }"
    assert "<b>small</b>" in html.unescape(ask(reader, text).serialized(format_).decode())


def test_ask_and_json_follow_the_standard(reader: Reader) -> None:
    found = json.loads(ask(reader, "ASK { ?s ?p ?o }").serialized("json"))
    assert found["boolean"] is True
    found = json.loads(ask(reader, "SELECT ?n { VALUES ?n { 7 } }").serialized("json"))
    assert found["results"]["bindings"][0]["n"]["value"] == "7"


def test_triples_come_as_turtle(reader: Reader) -> None:
    answer = ask(reader, "CONSTRUCT { ?p kg:proposes ?m } { ?p kg:proposes ?m }")
    assert answer.is_graph
    assert b"kg:proposes <https://w3id.org/paper-kg/concept/kite>" in answer.serialized("json")


@pytest.mark.parametrize(
    "value",
    ["", "plain", "it's", 'a "quote"', "back\\slash", "}\n} ; DROP ALL #", "\x00\r\n\t", "🪁"],
)
def test_a_term_is_its_value_and_nothing_else(reader: Reader, value: str) -> None:
    text = f"SELECT ?x {{ VALUES ?x {{ {term_text(value, iri=False)} }} }}"
    assert rows(reader, text) == [(value,)]


@pytest.mark.parametrize(
    "value", ["", "no iri", "http://x.org/> } #", "http://x.org/\n", "paper/x"]
)
def test_what_is_no_iri_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match="is no IRI"):
        term_text(value, iri=True)


def test_an_iri_is_a_term() -> None:
    assert term_text("http://x.org/é", iri=True) == "<http://x.org/é>"


@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("(", ")")])
def test_deep_nesting_is_refused_before_the_parser_sees_it(
    reader: Reader, opening: str, closing: str
) -> None:
    text = f"SELECT * {{ {opening * 20_000} {closing * 20_000} }}"
    with pytest.raises(QueryError, match="nested more than 200 deep"):
        ask(reader, text)


ODD = """
SELECT ?a ?b { VALUES (?a ?b) {
  (<http://x.org/é> UNDEF) (UNDEF "") ("a\\tb\\nc\\r\\"'" "\u202e🪁") ("x"@en "<b>"@ar--rtl)
  (7 0.97) (1e0 true) ("abc"^^xsd:integer "+07"^^xsd:integer) ("INF"^^xsd:double "7")
  ("--03-11"^^xsd:gMonthDay "z"^^<http://x.org/type>) (UNDEF UNDEF)
} }
"""


@pytest.mark.parametrize("format_", sorted(RESULT_FORMATS))
@pytest.mark.parametrize(
    "text", [ODD, "ASK {}", "SELECT * {}", "SELECT ?x {}", "SELECT ?x { ?x a kg:Nothing }"]
)
def test_a_bounded_answer_is_the_same_document(reader: Reader, text: str, format_: str) -> None:
    bounded = ask(reader, text).bounded(format_, Bounds(rows=10, bytes=10_000))
    assert bounded == ask(reader, text).serialized(format_)


@pytest.mark.parametrize("format_", sorted(RESULT_FORMATS))
@pytest.mark.parametrize("value", ["1", "'two\\nlines'"])
def test_rows_are_bounded_in_every_format(reader: Reader, format_: str, value: str) -> None:
    text = f"SELECT ?x {{ VALUES ?x {{ {value} {value} {value} }} }}"
    assert ask(reader, text).bounded(format_, Bounds(3, 10_000))
    with pytest.raises(LimitError, match="more than 2 rows"):
        ask(reader, text).bounded(format_, Bounds(2, 10_000))


@pytest.mark.parametrize("format_", sorted(RESULT_FORMATS))
def test_bytes_are_bounded_in_every_format(reader: Reader, format_: str) -> None:
    text = "SELECT ?x { VALUES ?x { 'four' } }"
    size = len(ask(reader, text).serialized(format_))
    assert ask(reader, text).bounded(format_, Bounds(10, 2 * size))
    with pytest.raises(LimitError, match=f"more than {size - 1} bytes"):
        ask(reader, text).bounded(format_, Bounds(10, size - 1))


# rdflib's reader of JSON-LD uses what rdflib advises against.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("format_", sorted(GRAPH_FORMATS))
def test_triples_are_bounded_in_every_format(reader: Reader, format_: str) -> None:
    text = "CONSTRUCT { ?p dcterms:title ?t } { ?p a kg:Paper ; dcterms:title ?t }"
    document = ask(reader, text).bounded(format_, Bounds(2, 10_000))
    graph = rdflib.Graph().parse(document, format=READ_AS.get(format_, format_))
    assert {str(title) for title in graph.objects()} == {toy.PAPER.title, toy.BARE.title}
    with pytest.raises(LimitError, match="more than 1 rows"):
        ask(reader, text).bounded(format_, Bounds(1, 10_000))
    with pytest.raises(LimitError, match="more than 100 bytes"):
        ask(reader, text).bounded(format_, Bounds(2, 100))


def test_values_tell_iris_from_texts(reader: Reader) -> None:
    text = f"SELECT ?a ?b ?c {{ VALUES (?a ?b ?c) {{ (<{BASE}x> 'x' UNDEF) }} }}"
    assert list(ask(reader, text).values()) == [(Value("x", f"{BASE}x"), Value("x"), Value(""))]
