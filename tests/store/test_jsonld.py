"""JSON-LD as people and programs read it: short names, bare values, nothing to fetch."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from rdflib import Dataset

from kg.store.jsonld import context, document, terms
from kg.vocabulary import BASE, PREFIXES, PROPERTIES, RELATIONS, expand, relation_iri
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph import Graph

GRAPH = f"{BASE}graph/paper/x"
NODE = ox.NamedNode(f"{BASE}paper/x")


def written(quads: Iterable[ox.Quad], base: str = BASE) -> bytes:
    by_graph: dict[str, list[ox.Quad]] = {}
    for quad in sorted(quads, key=str):
        by_graph.setdefault(str(quad.graph_name), []).append(quad)
    return b"".join(document(base, by_graph.values()))


def nodes(content: bytes) -> dict[str, Any]:
    found = json.loads(content)
    return {node["id"]: node for graph in found["@graph"] for node in graph["@graph"]}


def said(predicate: str, value: ox.NamedNode | ox.Literal, subject: ox.NamedNode = NODE) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(predicate), value, ox.NamedNode(GRAPH))


def typed(text: str, curie: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(expand(curie)))


def by_rdflib(content: bytes) -> set[ox.Quad]:
    found = Dataset()
    found.parse(data=content, format="json-ld")
    return set(ox.parse(found.serialize(format="nquads"), ox.RdfFormat.N_QUADS))


def test_a_paper_and_its_mentions_read_well() -> None:
    found = nodes(written(toy.quads()))
    paper = found[toy.PAPER.id]
    assert paper["type"][0] == paper["mainKind"] == "Paper"
    assert (paper["title"], paper["abstract"]) == (toy.PAPER.title, toy.PAPER.abstract)
    assert (paper["proposes"], paper["usesDataset"]) == (toy.KITE.id, toy.POND.id)
    assert (paper["issued"], paper["url"]) == ("2024", toy.PAPER.url)
    [mention] = [node for node in found.values() if node.get("confidence") == "0.97"]
    assert (mention["supports"], mention["identRef"]) == ("proposes", toy.KITE.id)
    assert (mention["anchorOf"], mention["beginIndex"], mention["endIndex"]) == ("Kite", 0, 4)


def test_every_property_of_the_vocabulary_has_one_name_and_the_context_knows_it() -> None:
    properties = {*map(relation_iri, RELATIONS), *map(expand, PROPERTIES)}
    assert set(terms()) == properties
    known = context(BASE)
    names = [term.name for term in terms().values()]
    assert len(set(names)) == len(names)
    assert set(names) <= set(known)
    for iri, term in terms().items():
        entry = known[term.name]
        curie = entry["@id"] if isinstance(entry, dict) else entry
        assert expand(curie) == iri


def test_nothing_in_the_sample_needs_more_than_names_and_bare_values(sample: Graph) -> None:
    content = written(sample.reader.quads())
    assert json.loads(content)["@context"] == context(BASE)
    for node in nodes(content).values():
        assert not node["id"].startswith("http")
        for name, values in node.items():
            for value in values if isinstance(values, list) else [values]:
                # Dates are of several types, so each says its own.
                assert name == "date" or isinstance(value, str | int)


def test_no_context_has_to_be_fetched() -> None:
    assert isinstance(json.loads(written(toy.quads()))["@context"], dict)
    assert "@import" not in written(toy.quads()).decode()


VALUES = {
    "text for a node": said(relation_iri("uses"), ox.Literal("concept/lora")),
    "text for a number": said(expand("nif:beginIndex"), ox.Literal("7")),
    "number for a text": said(expand("dcterms:title"), typed("7", "xsd:integer")),
    "number written oddly": said(expand("nif:beginIndex"), typed("+007", "xsd:integer")),
    "huge number": said(expand("nif:beginIndex"), typed("9" * 40, "xsd:integer")),
    "minus nought": said(expand("nif:beginIndex"), typed("-0", "xsd:integer")),
    "no number": said(expand("nif:beginIndex"), typed("seven", "xsd:integer")),
    "decimal with a nought": said(expand("itsrdf:taConfidence"), typed("0.50", "xsd:decimal")),
    "node for a text": said(expand("dcterms:title"), NODE),
    "node for a number": said(expand("nif:beginIndex"), NODE),
    "language": said(expand("skos:prefLabel"), ox.Literal("Modell", language="de")),
    "language of a node": said(relation_iri("uses"), ox.Literal("Modell", language="de")),
    "other data type": said(expand("skos:prefLabel"), typed("x", "xsd:token")),
    "unknown data type": said(
        expand("skos:prefLabel"), ox.Literal("x", datatype=ox.NamedNode("https://e.org/t"))
    ),
    "unknown property": said("https://e.org/p", ox.Literal("x")),
    "unknown property of a node": said("https://e.org/p", NODE),
    "own property without a term": said(expand("kg:none"), NODE),
    "own property called as another": said(expand("kg:title"), ox.Literal("x")),
    "class called as a property": said(expand("rdf:type"), ox.NamedNode(expand("kg:title"))),
    "class called as a keyword": said(expand("rdf:type"), ox.NamedNode(expand("kg:type"))),
    "class called as a prefix": said(expand("rdf:type"), ox.NamedNode(expand("kg:skos"))),
    "odd class": said(expand("rdf:type"), ox.NamedNode(f"{PREFIXES['kg']}a/b")),
    "foreign class": said(expand("rdf:type"), ox.NamedNode("https://e.org/C")),
    "relation as a value": said(expand("kg:supports"), ox.NamedNode(relation_iri("broader"))),
    "resource as a relation": said(expand("kg:supports"), NODE),
}
IDS = [
    *("paper/x#char=1,2;theme", "concept/a:b", "concept/a//b", "concept/../b", "concept/a?b#c"),
    *("//x.org/a", "../a", "./a", "@id", "@vocab", "#a", "?a", "", "schema:a", "https://e.org/a"),
    *("concept/.a", "concept/%2E%2E/a", "concept/ünal", "_:a"),
]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("quad", VALUES.values(), ids=VALUES)
def test_odd_values_come_back_as_they_were(quad: ox.Quad) -> None:
    content = written([quad])
    assert list(ox.parse(content, ox.RdfFormat.JSON_LD)) == [quad]
    if "0" not in str(quad.object):  # rdflib writes numbers as it likes.
        assert by_rdflib(content) == {quad}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    "base", [BASE, "https://e.org/kg?in=", "https://e.org/kg", "urn:x-kg://a/"]
)
@pytest.mark.parametrize("id_", IDS)
def test_odd_ids_come_back_as_they_were(base: str, id_: str) -> None:
    node = ox.NamedNode(base + id_)
    quad = ox.Quad(node, ox.NamedNode(relation_iri("uses")), node, ox.NamedNode(f"{base}graph/x"))
    content = written([quad], base)
    assert list(ox.parse(content, ox.RdfFormat.JSON_LD)) == [quad]
    assert by_rdflib(content) == {quad}
