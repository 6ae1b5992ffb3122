"""RDF documents about the service, and about single nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.serve.accept import GRAPHS, chosen, in_words
from kg.serve.messages import Reply
from kg.serve.problems import problem
from kg.store.dump import rewritten
from kg.store.sparql import ask, term_text
from kg.vocabulary import KINDS, PREFIXES, expand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.serve.desk import Desk
    from kg.store.reader import Reader

_PREFIXES = {
    **PREFIXES,
    "formats": "http://www.w3.org/ns/formats/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
}
_W3C_FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
}
"""Format → its name at http://www.w3.org/ns/formats/."""

_COUNTS = "SELECT ?type (COUNT(DISTINCT ?node) AS ?n) { ?node kg:mainKind ?type } GROUP BY ?type"


def service(desk: Desk, origin: str, accept: str, format_: str) -> Reply:
    """Return what the service can do (SPARQL service description) and what the graph has (VoID).

    `origin` is the address of the server without a path.
    """
    choice = chosen(accept, format_, GRAPHS)
    if choice is None:
        return problem(406, f"the description comes as {in_words(GRAPHS)}")
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in _PREFIXES.items()]
    lines += _described(desk.reader, origin)
    text = "\n".join(lines) + "\n"
    body = text.encode() if choice.format == "ttl" else rewritten(text, choice.format)
    return Reply(body, choice.content_type, headers={"Vary": "Accept"})


def _described(reader: Reader, origin: str) -> Iterator[str]:
    endpoint, dataset, default = (
        term_text(origin + path, iri=True) for path in ("/sparql", "/#graph", "/#default")
    )
    formats = ", ".join(f"formats:{name}" for name in _W3C_FORMATS.values())
    size, space = reader.version.quads, term_text(reader.version.base, iri=False)
    yield f"{endpoint} a sd:Service ; sd:endpoint {endpoint} ; sd:resultFormat {formats} ;"
    yield "  sd:supportedLanguage sd:SPARQL11Query ; sd:feature sd:UnionDefaultGraph ;"
    yield f"  sd:defaultDataset {dataset} ; sd:availableGraphs {dataset} ."
    yield f"{dataset} a sd:Dataset, sd:GraphCollection, void:Dataset ;"
    yield '  dcterms:title "A knowledge graph of papers"@en ;'
    yield f"  sd:defaultGraph {default} ; void:triples {size} ;"
    yield f"  void:sparqlEndpoint {endpoint} ; void:uriSpace {space} ;"
    yield f"  void:vocabulary {', '.join(f'<{iri}>' for iri in PREFIXES.values())} ."
    yield f"{default} a sd:Graph ; void:triples {size} ."
    for kind, count in kind_counts(reader).items():
        part = term_text(f"{origin}/#{kind}", iri=True)
        yield f"{dataset} void:classPartition {part} ."
        yield f"{part} void:class {KINDS[kind].types[0]} ; void:entities {count} ."


def kind_counts(reader: Reader) -> dict[str, int]:
    """Return how many nodes there are of every main kind that there is, in the order of `KINDS`."""
    counts = {iri: int(number) for iri, number in ask(reader, _COUNTS).rows()}
    types = {name: reader.id_of(expand(kind.types[0])) for name, kind in KINDS.items()}
    return {name: counts[type_] for name, type_ in types.items() if type_ in counts}
