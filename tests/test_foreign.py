"""No term that others define is misspelt, wherever it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib

from kg.vocabulary import CLASSES, PREFIXES, expand
from kg.vocabulary.turtle import turtle
from tests import foreign

if TYPE_CHECKING:
    from kg.graph import Graph

ROOT = Path(__file__).parents[1]
OURS = PREFIXES["kg"]
_CURIE = re.compile(rf"(?<![\w:/])({'|'.join(PREFIXES)}):(\w+)")
_QUOTED = re.compile(rf'"({"|".join(PREFIXES)}):(\w+)"')
CURIES = sorted(
    {
        f"{prefix}:{local}"
        for pattern, paths in ((_QUOTED, ROOT.glob("kg/**/*.py")), (_CURIE, ROOT.glob("**/*.rq")))
        for path in paths
        for prefix, local in pattern.findall(path.read_text(encoding="utf-8"))
    }
)
FOREIGN = [curie for curie in CURIES if not curie.startswith("kg:")]


def terms_of(graph: Graph) -> set[str]:
    """Return the IRIs of properties and classes that a graph holds."""
    found: set[str] = set()
    for quad in graph.reader.quads():
        found.add(quad.predicate.value)
        if quad.predicate.value == expand("rdf:type"):
            found.add(str(quad.object)[1:-1])
    return found


def test_the_program_s_terms_are_found() -> None:
    assert {"skos:prefLabel", "nif:Phrase", "rdf:type", "lpwcp:hasTask"} <= set(FOREIGN)
    assert {curie for types in CLASSES.values() for curie in types} <= set(CURIES)


@pytest.mark.parametrize("curie", FOREIGN)
def test_terms_of_the_program_and_its_questions_exist(curie: str) -> None:
    assert foreign.exists(expand(curie))


def test_terms_in_a_graph_exist(sample: Graph) -> None:
    of_others = {iri for iri in terms_of(sample) if not iri.startswith(OURS)}
    assert len(of_others) > 30
    assert [iri for iri in sorted(of_others) if not foreign.exists(iri)] == []


def test_terms_in_the_ontology_exist() -> None:
    base = OURS.rstrip("#")
    iris = {str(node) for triple in rdflib.Graph().parse(data=turtle()) for node in triple}
    others = {iri for iri in iris if iri.startswith("http") and not iri.startswith(base)}
    others -= {"https://opensource.org/license/mit"}
    assert len(others) > 40
    assert [iri for iri in sorted(others) if not foreign.exists(iri)] == []


@pytest.mark.parametrize(
    "curie",
    [
        *("skos:prefLable", "schema:codeRepo", "prov:hasAttribution", "foaf:label"),
        *("fabio:hasArXivID", "lpwc:Paper", "lpwcp:paper", "mls:value", "nif:Mention"),
        *("itsrdf:confidence", "prism:DOI", "kg:Paper"),
    ],
)
def test_terms_that_do_not_exist_are_noticed(curie: str) -> None:
    assert not foreign.exists(expand(curie))


@pytest.mark.parametrize("prefix", sorted(set(foreign.CLOSED) & set(PREFIXES)))
def test_prefixes_are_those_of_rdflib(prefix: str) -> None:
    assert PREFIXES[prefix] == str(foreign.CLOSED[prefix])


def test_every_foreign_vocabulary_is_known() -> None:
    assert set(PREFIXES) - {"kg"} <= set(foreign.CLOSED) | set(foreign.LISTED)
    assert not set(foreign.CLOSED) & set(foreign.LISTED)


@pytest.mark.parametrize("prefix", foreign.LISTED)
def test_lists_name_their_source(prefix: str) -> None:
    about, source = foreign.LISTED[prefix].read_text(encoding="utf-8").splitlines()[:2]
    assert re.fullmatch(r"# \w.*:", about)
    assert re.fullmatch(r"# https?://\S+(, \S+)?", source)
    terms = foreign.listed(prefix)
    assert terms == sorted(set(terms))
    assert all(re.fullmatch(r"\w+", term) for term in terms)
