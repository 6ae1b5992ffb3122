"""Kinds, relations and their IRIs: the one table that everything else reads."""

from __future__ import annotations

from dataclasses import dataclass

BASE = "https://w3id.org/paper-kg/"
"""Default base of resource IRIs: the same thing has the same IRI everywhere."""

PREFIXES = {
    "kg": "https://w3id.org/paper-kg/ns#",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "lpwc": "https://linkedpaperswithcode.com/class/",
    "mls": "http://www.w3.org/ns/mls#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(curie: str) -> str:
    """Return the IRI of a prefixed name.

    >>> expand("skos:prefLabel")
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of node: its own class, the field's classes, and the id space it lives in.

    Kinds that share a `space` share their nodes: "contrastive learning" is one node that may be
    the method of one paper and the theme of another.
    """

    name: str
    plural: str
    space: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge from one of the `domain` kinds to one of the `range` kinds.

    `label` reads from subject to object, `inverse` from object to subject.
    """

    name: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    label: str
    inverse: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "paper",
            "papers",
            "paper",
            ("kg:Paper", "fabio:ResearchPaper", "schema:ScholarlyArticle", "lpwc:paper"),
        ),
        Kind(
            "method",
            "methods",
            "concept",
            ("kg:Method", "mls:Algorithm", "lpwc:method", "skos:Concept"),
        ),
        Kind(
            "dataset",
            "datasets",
            "dataset",
            ("kg:Dataset", "schema:Dataset", "mls:Dataset", "lpwc:dataset"),
        ),
        Kind("task", "tasks", "concept", ("kg:Task", "mls:Task", "lpwc:task", "skos:Concept")),
        Kind("theme", "themes", "concept", ("kg:Theme", "skos:Concept")),
        Kind("metric", "metrics", "metric", ("kg:Metric", "mls:EvaluationMeasure")),
        Kind(
            "repository",
            "repositories",
            "repository",
            ("kg:Repository", "schema:SoftwareSourceCode", "lpwc:repository"),
        ),
        Kind("page", "pages", "page", ("kg:Page", "schema:CollectionPage")),
    )
}

RELATIONS = {
    relation.name: relation
    for relation in (
        Relation("proposes", ("paper",), ("method",), "proposes", "proposed by"),
        Relation("uses", ("paper",), ("method",), "uses", "used by"),
        Relation("comparesWith", ("paper",), ("method",), "compares with", "compared in"),
        Relation("mentions", ("paper",), ("method",), "mentions", "mentioned in"),
        Relation("introduces", ("paper",), ("dataset",), "introduces", "introduced by"),
        Relation("usesDataset", ("paper",), ("dataset",), "uses data set", "data set used by"),
        Relation(
            "mentionsDataset",
            ("paper",),
            ("dataset",),
            "mentions data set",
            "data set mentioned in",
        ),
        Relation("addresses", ("paper",), ("task",), "addresses", "addressed by"),
        Relation("hasTheme", ("paper",), ("theme",), "has theme", "theme of"),
        Relation("reportsMetric", ("paper",), ("metric",), "reports metric", "metric reported by"),
        Relation("hasCode", ("paper",), ("repository",), "has code", "code of"),
        Relation("hasModel", ("paper",), ("repository",), "has model", "model of"),
        Relation("hasData", ("paper",), ("repository",), "has data", "data of"),
        Relation(
            "hasProjectPage", ("paper",), ("repository",), "has project page", "project page of"
        ),
        Relation("hasLink", ("paper",), ("repository",), "has link", "link of"),
        Relation("extends", ("method",), ("method",), "extends", "extended by"),
        Relation("listedOn", ("paper",), ("page",), "listed on", "lists"),
        Relation("broader", ("theme",), ("theme",), "broader", "narrower"),
    )
}

ROLES = {
    "method": {
        "proposed": "proposes",
        "used": "uses",
        "compared": "comparesWith",
        "mentioned": "mentions",
    },
    "dataset": {
        "introduced": "introduces",
        "used": "usesDataset",
        "mentioned": "mentionsDataset",
    },
    "task": {"": "addresses"},
    "metric": {"": "reportsMetric"},
    "theme": {"": "hasTheme"},
}
"""Every kind that is read from a text → role → relation; the strongest role stands first."""

LINK_RELATIONS = {
    "code": "hasCode",
    "model": "hasModel",
    "data": "hasData",
    "project": "hasProjectPage",
    "demo": "hasLink",
    "list": "hasLink",
    "package": "hasLink",
    "other": "hasLink",
}
"""Kind of link → relation."""

METHOD_RELATIONS = ("extends",)
"""Relations between methods that are read from a text."""


def relation_iri(name: str) -> str:
    """Return the IRI of a relation; `broader` is SKOS's own.

    >>> relation_iri("proposes")
    'https://w3id.org/paper-kg/ns#proposes'
    """
    return expand("skos:broader" if name == "broader" else f"kg:{name}")
