from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import DCTERMS, PROV, RDF, RDFS, SDO, SKOS, XSD, URIRef

from kg.model import Paper
from kg.vocabulary import (
    BASE,
    KINDS,
    LINK_RELATIONS,
    PREFIXES,
    RELATIONS,
    ROLES,
    expand,
    relation_iri,
)

if TYPE_CHECKING:
    from rdflib.namespace import DefinedNamespace

    from kg.vocabulary import Kind, Relation

PACKAGE = Path(__file__).parents[1] / "kg"
CLOSED: dict[str, type[DefinedNamespace]] = {
    "dcterms": DCTERMS,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SDO,
    "skos": SKOS,
    "xsd": XSD,
}
"""The prefixes for which rdflib knows every term there is."""

_CURIE = re.compile(rf'"({"|".join(PREFIXES)}):(\w+)"')
CURIES = sorted(
    {
        match[0].strip('"')
        for path in PACKAGE.rglob("*.py")
        for match in _CURIE.finditer(path.read_text(encoding="utf-8"))
    }
)
TYPES = sorted({curie for kind in KINDS.values() for curie in kind.types})


def test_the_program_s_terms_are_found() -> None:
    assert {"skos:prefLabel", "nif:Phrase", "rdf:type", "kg:mainKind"} <= set(CURIES)
    assert set(TYPES) <= set(CURIES)


@pytest.mark.parametrize("curie", CURIES)
def test_curies_expand(curie: str) -> None:
    prefix, local = curie.split(":")
    assert expand(curie) == PREFIXES[prefix] + local
    assert re.fullmatch(r"https?://\S+[/#]\w+", expand(curie))


@pytest.mark.parametrize("curie", [c for c in CURIES if c.partition(":")[0] in CLOSED])
def test_foreign_terms_exist(curie: str) -> None:
    assert URIRef(expand(curie)) in CLOSED[curie.partition(":")[0]]


@pytest.mark.parametrize("curie", ["skos:prefLable", "schema:codeRepo", "prov:hasAttribution"])
def test_terms_that_do_not_exist_are_noticed(curie: str) -> None:
    assert URIRef(expand(curie)) not in CLOSED[curie.partition(":")[0]]


@pytest.mark.parametrize("prefix", sorted(CLOSED))
def test_prefixes_are_those_of_rdflib(prefix: str) -> None:
    assert PREFIXES[prefix] == str(CLOSED[prefix])


@pytest.mark.parametrize("curie", ["vcard:name", "prefLabel", ""])
def test_unknown_prefixes_do_not_expand(curie: str) -> None:
    with pytest.raises(KeyError):
        expand(curie)


def test_prefixes_are_different_namespaces() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert all(iri.endswith(("/", "#")) for iri in [BASE, *PREFIXES.values()])


@pytest.mark.parametrize("relation", RELATIONS.values(), ids=lambda relation: relation.name)
def test_ends_of_relations_are_kinds(relation: Relation) -> None:
    assert relation.domain and set(relation.domain) <= KINDS.keys()
    assert relation.range and set(relation.range) <= KINDS.keys()
    assert relation.label != relation.inverse
    assert RELATIONS[relation.name] is relation


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("proposes", "https://w3id.org/paper-kg/ns#proposes"),
        ("broader", "http://www.w3.org/2004/02/skos/core#broader"),
    ],
)
def test_relation_iri(name: str, iri: str) -> None:
    assert relation_iri(name) == iri


def test_relations_have_iris_of_their_own() -> None:
    assert len({relation_iri(name) for name in RELATIONS}) == len(RELATIONS)


def test_labels_tell_relations_apart() -> None:
    labels = [text for r in RELATIONS.values() for text in (r.label, r.inverse)]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("kind", "relation"), [(kind, name) for kind in ROLES for name in ROLES[kind].values()]
)
def test_roles_are_relations_from_paper_to_kind(kind: str, relation: str) -> None:
    assert RELATIONS[relation].domain == ("paper",)
    assert RELATIONS[relation].range == (kind,)


@pytest.mark.parametrize("relation", sorted(set(LINK_RELATIONS.values())))
def test_links_are_relations_from_paper_to_repository(relation: str) -> None:
    assert RELATIONS[relation].domain == ("paper",)
    assert RELATIONS[relation].range == ("repository",)


def test_every_relation_of_a_paper_is_made_by_a_role_a_link_or_a_listing() -> None:
    by_role = {relation for roles in ROLES.values() for relation in roles.values()}
    made = by_role | set(LINK_RELATIONS.values()) | {"listedOn"}
    assert made == {name for name, r in RELATIONS.items() if "paper" in r.domain}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_kinds_have_classes_and_a_space(kind: Kind) -> None:
    assert KINDS[kind.name] is kind
    assert kind.types[0] == f"kg:{kind.name.title()}"
    assert len(set(kind.types)) == len(kind.types)
    assert kind.plural not in KINDS
    assert kind.space == ("concept" if kind.name in {"method", "task", "theme"} else kind.name)


def test_fields_of_a_paper() -> None:
    paper = Paper("paper/1", "A title", "An abstract")
    assert (paper.field("title"), paper.field("abstract")) == ("A title", "An abstract")
