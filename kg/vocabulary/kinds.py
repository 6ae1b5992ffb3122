"""What nodes there are: kinds, which people ask for, and parts, which evidence is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of node: its own class, the field's classes, and the id space it lives in.

    Kinds that share a `space` share their nodes: "contrastive learning" is one node that may be
    the method of one paper and the theme of another. A node has every class of `types`; the first
    is our own and stands below the others. `plural` is what people read.
    """

    name: str
    plural: str
    space: str
    types: tuple[str, ...]
    comment: str

    @property
    def list_name(self) -> str:
        """The name of a list of them in JSON, such as ``datasets``."""
        return f"{self.name}s"


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of node that has no name of its own; it has every class of `types`.

    The first of them tells it from the others. A part without types is told by its properties.
    """

    name: str
    types: tuple[str, ...]
    comment: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "paper",
            "papers",
            "paper",
            ("kg:Paper", "fabio:ResearchPaper", "schema:ScholarlyArticle", "lpwc:paper"),
            "A paper, known by its title and abstract as its sources gave them.",
        ),
        Kind(
            "method",
            "methods",
            "concept",
            ("kg:Method", "mls:Algorithm", "lpwc:method", "skos:Concept"),
            "A model, an algorithm or a technique that a paper proposes, uses, compares with or "
            "mentions.",
        ),
        Kind(
            "dataset",
            "data sets",
            "dataset",
            ("kg:Dataset", "schema:Dataset", "mls:Dataset", "lpwc:dataset"),
            "A data set, benchmark or corpus that a paper introduces, uses or mentions.",
        ),
        Kind(
            "task",
            "tasks",
            "concept",
            ("kg:Task", "mls:Task", "lpwc:task", "skos:Concept"),
            "A problem that a paper works on, such as question answering.",
        ),
        Kind(
            "theme",
            "themes",
            "concept",
            ("kg:Theme", "skos:Concept"),
            "A topic that a paper belongs to: a concept of the scheme of themes.",
        ),
        Kind(
            "metric",
            "metrics",
            "metric",
            ("kg:Metric", "mls:EvaluationMeasure"),
            "A measure by which a paper reports how good something is, such as accuracy.",
        ),
        Kind(
            "repository",
            "repositories",
            "repository",
            ("kg:Repository", "schema:SoftwareSourceCode", "lpwc:repository"),
            "What a paper releases at an address: code above all, else a model, data or a page.",
        ),
        Kind(
            "page",
            "pages",
            "page",
            ("kg:Page", "schema:CollectionPage"),
            "A source that papers stood on: a listing page or a file of records.",
        ),
    )
}

PARTS = {
    part.name: part
    for part in (
        Part(
            "text",
            ("nif:Context",),
            "The title or the abstract of a paper, unchanged; what offsets count on.",
        ),
        Part("sentence", ("nif:Sentence",), "A sentence of a text in which something was read."),
        Part(
            "mention",
            ("nif:Phrase",),
            "The words of a text that name an entity, and the relation that they are evidence for.",
        ),
        Part(
            "result",
            ("mls:ModelEvaluation", "nif:Phrase"),
            "A number that a paper claims as an outcome, at the words that say so.",
        ),
        Part(
            "evaluation",
            ("lpwc:evaluation",),
            "One method on one data set in one paper: what values of several metrics belong to.",
        ),
        Part(
            "value",
            ("lpwc:evaluationresult",),
            "A result that is a value by itself, and not a gain over another.",
        ),
        Part("model", ("lpwc:model",), "A method of which a paper reports a value."),
        Part("conference", ("lpwc:conference",), "Where papers were published, as sources say."),
        Part("item", ("schema:ListItem",), "The place of a paper on a page."),
        Part("scheme", ("skos:ConceptScheme",), "The scheme of all themes."),
        Part("agent", ("prov:SoftwareAgent",), "The version of the pipeline that read the papers."),
        Part("graph", ("prov:Entity",), "The named graph with all that was read from one paper."),
    )
}
"""Nodes beside the kinds; their classes are others' alone."""

CLASSES = {
    **{name: kind.types for name, kind in KINDS.items()},
    **{name: part.types for name, part in PARTS.items()},
}
"""Name of a kind or a part → its classes."""
