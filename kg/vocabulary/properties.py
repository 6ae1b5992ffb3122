"""All that is said of nodes beside their kinds and relations: by our properties and by others'."""

from __future__ import annotations

from dataclasses import dataclass

from kg.vocabulary.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Property:
    """A property of nodes of the `domain`: names of kinds and parts.

    `range` holds what its values may be: names of kinds and parts, or classes and data types as
    prefixed names. Every node of the domain has at least `least` and, unless that is None, at most
    `most` values. `close` are foreign properties that say nearly the same.
    """

    curie: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    label: str
    comment: str
    least: int = 0
    most: int | None = None
    close: tuple[str, ...] = ()


ENTITIES = tuple(name for name in KINDS if name not in {"paper", "page"})
"""Kinds whose nodes several papers can share."""

_STRINGS = ("text", "sentence", "mention", "result")
_TEXT, _ADDRESS = ("xsd:string",), ("xsd:anyURI",)
_NODE = ("rdfs:Resource",)

_NAMING = (
    Property(
        "kg:mainKind",
        tuple(KINDS),
        ("rdfs:Class",),
        "main kind",
        "The class that a node has most often: what it is shown as.",
        1,
        1,
    ),
    Property(
        "kg:key",
        tuple(KINDS),
        _TEXT,
        "key",
        "A form of one of the names in which case, spaces and signs no longer count: nodes are "
        "looked up by it.",
        close=("skos:hiddenLabel",),
    ),
    Property("skos:prefLabel", (*ENTITIES, "page"), _TEXT, "name", "What a node is called.", 1, 1),
    Property("skos:altLabel", ENTITIES, _TEXT, "alias", "Another name of the same."),
    Property(
        "dcterms:title",
        ("paper", "dataset"),
        _TEXT,
        "title",
        "The title of a paper, unchanged; of a data set, its name.",
        1,
        1,
    ),
    Property(
        "foaf:name",
        ("method", "task", "conference"),
        _TEXT,
        "name",
        "The name, where Linked Papers With Code has it.",
        1,
        1,
    ),
    Property("skos:inScheme", ("theme",), ("scheme",), "in scheme", "The scheme of themes.", 1, 1),
    Property(
        "schema:codeRepository",
        ("repository",),
        _NODE,
        "address",
        "Where a repository is found.",
        most=1,
    ),
    Property(
        "fabio:hasURL",
        ("repository",),
        _ADDRESS,
        "address as a text",
        "The address, where Linked Papers With Code has it.",
        most=1,
    ),
)

_OF_PAPERS = (
    Property("dcterms:abstract", ("paper",), _TEXT, "abstract", "The abstract, unchanged.", most=1),
    Property("fabio:hasArXivId", ("paper",), _TEXT, "arXiv id", "Without its version.", most=1),
    Property("prism:doi", ("paper",), _TEXT, "DOI", "Without an address before it.", most=1),
    Property(
        "prism:publicationName", ("paper",), _TEXT, "venue", "Where it was published.", most=1
    ),
    Property("dcterms:issued", ("paper",), ("xsd:gYear",), "year", "The earliest known.", most=1),
    Property(
        "kg:authorList",
        ("paper",),
        _TEXT,
        "authors",
        'The authors in their order, with "; " between them.',
        most=1,
        close=("dcterms:creator",),
    ),
    Property("lpwcp:creatorName", ("paper",), _TEXT, "author", "The name of one author."),
    Property("schema:url", ("paper",), _NODE, "address", "Where its source found it.", most=1),
    Property("schema:sameAs", ("paper",), _NODE, "same as", "Its IRI at arXiv, its DOI as an IRI."),
    Property(
        "lpwcp:hasURLAbstract", ("paper",), _ADDRESS, "address of the abstract", "At arXiv.", most=1
    ),
    Property(
        "dcterms:date",
        ("paper", "page"),
        ("xsd:date", "xsd:gYearMonth", "xsd:gYear", "xsd:gMonthDay", "xsd:string"),
        "date",
        "The month that an arXiv id tells, else the year of a paper; of a page, as written there.",
        most=1,
    ),
    Property("schema:itemListElement", ("page",), ("item",), "place", "One place on a page.", 1),
    Property("schema:position", ("item",), ("xsd:integer",), "rank", "Counts from 1.", 1, 1),
    Property("schema:item", ("item",), ("paper",), "paper", "The paper at this place.", 1, 1),
)

_EVIDENCE = (
    Property(
        "nif:isString", ("text",), _TEXT, "text", "The title or the abstract, unchanged.", 1, 1
    ),
    Property("dcterms:isPartOf", ("text",), ("paper",), "text of", "Whose text it is.", 1, 1),
    Property(
        "nif:beginIndex",
        _STRINGS,
        ("xsd:integer",),
        "start",
        "The first code point in the text, counted from 0.",
        1,
        1,
    ),
    Property(
        "nif:endIndex",
        _STRINGS,
        ("xsd:integer",),
        "end",
        "The code point after the last one.",
        1,
        1,
    ),
    Property(
        "nif:referenceContext",
        ("sentence", "mention", "result"),
        ("text",),
        "stands in",
        "The text that offsets count on.",
        1,
        1,
    ),
    Property(
        "nif:anchorOf",
        ("mention", "result"),
        _TEXT,
        "words",
        "What stands there, letter by letter.",
        1,
        1,
    ),
    Property("nif:sentence", ("mention", "result"), ("sentence",), "sentence", "Around it.", 1, 1),
    Property(
        "itsrdf:taIdentRef",
        ("mention",),
        ENTITIES,
        "names",
        "The entity that the words name.",
        1,
        1,
    ),
    Property(
        "itsrdf:taConfidence",
        ("mention", "result"),
        ("xsd:decimal",),
        "confidence",
        "How surely it was read: above 0, at most 1.",
        1,
        1,
    ),
    Property(
        "kg:supports",
        ("mention",),
        ("rdf:Property",),
        "supports",
        "The relation that the words are evidence for.",
        1,
    ),
    Property(
        "kg:rule",
        ("mention", "result"),
        _TEXT,
        "rule",
        "Which rule or model found the words.",
        close=("itsrdf:taAnnotatorsRef",),
    ),
    Property(
        "rdf:subject",
        ("mention",),
        ("method",),
        "of",
        "What the supported relation leads from, where that is not the paper.",
        most=1,
    ),
    Property(
        "prov:wasAttributedTo",
        ("graph",),
        ("agent",),
        "read by",
        "The version of the pipeline that read the paper.",
        1,
        1,
    ),
    Property(
        "schema:softwareVersion",
        ("agent",),
        _TEXT,
        "version",
        "The version of the program, and the digest of its pipeline.",
        1,
        1,
    ),
)

_RESULTS = (
    Property(
        "kg:claims",
        ("paper",),
        ("result",),
        "claims",
        "The paper claims the result.",
        close=("lpwcp:hasEvaluation",),
    ),
    Property("mls:hasValue", ("result",), ("xsd:decimal",), "value", "The number.", 1, 1),
    Property("schema:unitText", ("result",), _TEXT, "unit", "Such as %.", most=1),
    Property(
        "kg:resultKind",
        ("result",),
        _TEXT,
        "kind of result",
        '"absolute" for a value, "gain" for a difference to another.',
        1,
        1,
    ),
    Property(
        "mls:specifiedBy", ("result",), ("metric",), "metric", "What the number measures.", most=1
    ),
    Property(
        "kg:onDataset",
        ("result",),
        ("dataset",),
        "on data set",
        "The data set that the result was reached on.",
        most=1,
        close=("lpwcp:hasDataset",),
    ),
    Property(
        "kg:ofMethod",
        ("result",),
        ("method",),
        "of method",
        "The method that reached the result.",
        most=1,
        close=("lpwcp:hasModel",),
    ),
)

_AS_LPWC = (
    Property("lpwcp:hasMethod", ("paper",), ("method",), "has method", "Proposed or used."),
    Property("lpwcp:usesDataset", ("paper",), ("dataset",), "uses data set", "As our own says."),
    Property(
        "lpwcp:hasTask",
        ("paper", "evaluation"),
        ("task",),
        "has task",
        "As our own says; of an evaluation, where its paper has one task only.",
    ),
    Property("lpwcp:hasRepository", ("paper",), ("repository",), "has repository", "Its code."),
    Property(
        "lpwcp:hasOfficialRepository",
        ("paper",),
        ("repository",),
        "has official repository",
        "Its code: the paper itself says so.",
    ),
    Property(
        "lpwcp:introducedBy",
        ("method", "dataset"),
        ("paper",),
        "introduced by",
        "The paper that proposes the method or introduces the data set.",
    ),
    Property(
        "lpwcp:usedForTask",
        ("dataset",),
        ("task",),
        "used for task",
        "A paper uses or introduces the data set and names the task in the same sentence, or has "
        "no other task.",
    ),
    Property(
        "lpwcp:hasConference", ("paper",), ("conference",), "has conference", "Its venue.", most=1
    ),
    Property("lpwcp:hasEvaluation", ("paper",), ("evaluation",), "has evaluation", "Its own."),
    Property(
        "lpwcp:hasDataset", ("evaluation",), ("dataset",), "has data set", "Evaluated on.", most=1
    ),
    Property("lpwcp:hasModel", ("evaluation",), ("model",), "has model", "Evaluated.", most=1),
    Property(
        "lpwcp:hasEvaluationResult",
        ("evaluation",),
        ("value",),
        "has evaluation result",
        "A value that was reached.",
        1,
    ),
    Property(
        "lpwcp:metricName", ("value",), _TEXT, "name of the metric", "Where it is known.", most=1
    ),
    Property("lpwcp:metricValue", ("value",), ("xsd:decimal",), "value", "The number.", 1, 1),
)

PROPERTIES = {
    property_.curie: property_
    for property_ in (*_NAMING, *_OF_PAPERS, *_EVIDENCE, *_RESULTS, *_AS_LPWC)
}
"""Prefixed name → property; with `RELATIONS` and `rdf:type`, all that a graph can hold."""
