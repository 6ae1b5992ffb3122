"""The edges of the graph: which kind stands in which relation to which."""

from __future__ import annotations

from dataclasses import dataclass

from kg.vocabulary.prefixes import expand


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge from one of the `domain` kinds to one of the `range` kinds.

    `label` reads from subject to object, `inverse` from object to subject. The relation is a
    special case of each foreign property of `above`, of the inverse of each of `above_inverse`,
    and akin to each of `close`.
    """

    name: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    label: str
    inverse: str
    comment: str
    above: tuple[str, ...] = ()
    above_inverse: tuple[str, ...] = ()
    close: tuple[str, ...] = ()


RELATIONS = {
    relation.name: relation
    for relation in (
        Relation(
            "proposes",
            ("paper",),
            ("method",),
            "proposes",
            "proposed by",
            "The paper presents the method as its own.",
            above=("lpwcp:hasMethod",),
            above_inverse=("lpwcp:introducedBy",),
        ),
        Relation(
            "uses",
            ("paper",),
            ("method",),
            "uses",
            "used by",
            "The paper builds on the method or applies it.",
            above=("lpwcp:hasMethod",),
        ),
        Relation(
            "comparesWith",
            ("paper",),
            ("method",),
            "compares with",
            "compared in",
            "The paper measures itself against the method.",
            above=("schema:mentions",),
        ),
        Relation(
            "mentions",
            ("paper",),
            ("method",),
            "mentions",
            "mentioned in",
            "The paper names the method without doing anything with it.",
            above=("schema:mentions",),
        ),
        Relation(
            "introduces",
            ("paper",),
            ("dataset",),
            "introduces",
            "introduced by",
            "The paper presents the data set as its own.",
            above_inverse=("lpwcp:introducedBy",),
        ),
        Relation(
            "usesDataset",
            ("paper",),
            ("dataset",),
            "uses data set",
            "data set used by",
            "The paper trains or evaluates on the data set.",
            above=("lpwcp:usesDataset",),
        ),
        Relation(
            "mentionsDataset",
            ("paper",),
            ("dataset",),
            "mentions data set",
            "data set mentioned in",
            "The paper names the data set without doing anything with it.",
            above=("schema:mentions",),
        ),
        Relation(
            "addresses",
            ("paper",),
            ("task",),
            "addresses",
            "addressed by",
            "The paper works on the task.",
            above=("lpwcp:hasTask",),
            close=("schema:about",),
        ),
        Relation(
            "hasTheme",
            ("paper",),
            ("theme",),
            "has theme",
            "theme of",
            "The paper belongs to the topic.",
            above=("dcterms:subject", "schema:about"),
        ),
        Relation(
            "reportsMetric",
            ("paper",),
            ("metric",),
            "reports metric",
            "metric reported by",
            "The paper tells of its outcome by the metric.",
            above=("schema:mentions",),
        ),
        Relation(
            "hasCode",
            ("paper",),
            ("repository",),
            "has code",
            "code of",
            "The paper says that its code is there.",
            above=("lpwcp:hasRepository", "lpwcp:hasOfficialRepository", "dcterms:references"),
        ),
        Relation(
            "hasModel",
            ("paper",),
            ("repository",),
            "has model",
            "model of",
            "The paper says that its model is there.",
            above=("dcterms:references",),
        ),
        Relation(
            "hasData",
            ("paper",),
            ("repository",),
            "has data",
            "data of",
            "The paper says that its data are there.",
            above=("dcterms:references",),
        ),
        Relation(
            "hasProjectPage",
            ("paper",),
            ("repository",),
            "has project page",
            "project page of",
            "The paper says that more about it is there.",
            above=("dcterms:references",),
        ),
        Relation(
            "hasLink",
            ("paper",),
            ("repository",),
            "has link",
            "link of",
            "The paper gives the address for something else: a demo, a list, a package.",
            above=("dcterms:references",),
        ),
        Relation(
            "extends",
            ("method",),
            ("method",),
            "extends",
            "extended by",
            "A paper says that the method is a variant of the other or is built on it.",
            above=("prov:wasDerivedFrom",),
            close=("schema:isBasedOn",),
        ),
        Relation(
            "listedOn",
            ("paper",),
            ("page",),
            "listed on",
            "lists",
            "The paper stood on the page.",
            close=("dcterms:isPartOf", "schema:isPartOf"),
        ),
        Relation(
            "broader",
            ("theme",),
            ("theme",),
            "broader",
            "narrower",
            "The theme is a part of the other; the relation is SKOS's own.",
        ),
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
