"""Which terms of other vocabularies there are: as rdflib knows them, else as lists with sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, SKOS, VANN, XSD, URIRef

from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from rdflib.namespace import DefinedNamespace

FOLDER = Path(__file__).parent / "data" / "terms"
CLOSED: dict[str, type[DefinedNamespace]] = {
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SDO,
    "skos": SKOS,
    "vann": VANN,
    "xsd": XSD,
}
"""The prefixes for which rdflib knows every term there is."""

LISTED = {path.stem: path for path in sorted(FOLDER.glob("*.txt"))}
"""The others: prefix → the list of terms, with its source at its head."""


def listed(prefix: str) -> list[str]:
    """Return the terms of a list."""
    lines = LISTED[prefix].read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def exists(iri: str) -> bool:
    """Return whether a foreign vocabulary has this term."""
    spaces = {**PREFIXES, "owl": str(OWL), "vann": str(VANN)}
    found = [prefix for prefix, space in spaces.items() if iri.startswith(space)]
    for prefix in found:
        if prefix in CLOSED:
            return URIRef(iri) in CLOSED[prefix]
        if prefix in LISTED:
            return iri.removeprefix(spaces[prefix]) in listed(prefix)
    return False
