"""What is stated in, the same in the terms of Linked Papers With Code out.

Queries that were written for that graph then run on this one. Shape and direction are those of its
published ontology and data; three things are not copied: values are numbers here, a repository that
a paper calls its own is also one that it has, and dates that are not known to the day are the first
day of what is known.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from kg.names import slug
from kg.store.spans import result_id
from kg.vocabulary import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import ClaimedResult, Entity, Paper, PaperFacts, Span, Statement

_ARXIV_MONTH = re.compile(r"(?:.*/)?(\d\d)(0[1-9]|1[0-2])")
_ARXIV_BEGAN = 91


class Saying(NamedTuple):
    """A triple in plain words: `type` is the data type of `value`, or says how it names a node.

    ``id`` stands for an id of this graph, ``term`` for a prefixed name.
    """

    subject: str
    property: str
    value: str
    type: str = "id"


def of_entity(entity: Entity) -> Iterator[Saying]:
    """Yield the name of an entity where those queries look for it."""
    if {"method", "task"} & set(entity.kinds):
        yield Saying(entity.id, "foaf:name", entity.name, "xsd:string")
    if "dataset" in entity.kinds:
        yield Saying(entity.id, "dcterms:title", entity.name, "xsd:string")


def of_paper(facts: PaperFacts, names: Mapping[str, str]) -> Iterator[Saying]:
    """Yield what is said of a paper, and of data sets and methods because of it.

    `names` has the name of every entity by its id.
    """
    yield from _described(facts.paper)
    for statement in facts.statements:
        yield from _stated(statement)
    for dataset, task in sorted(_tasks_of_datasets(facts)):
        yield Saying(dataset, "lpwcp:usedForTask", task)
    for result in facts.results:
        if result.kind == "absolute":
            yield from _evaluated(facts, result)
            yield from _value(result, names)


def _described(paper: Paper) -> Iterator[Saying]:
    if date := first_day(paper):
        yield Saying(paper.id, "dcterms:date", date, "xsd:date")
    for author in dict.fromkeys(paper.authors):
        yield Saying(paper.id, "lpwcp:creatorName", author, "xsd:string")
    if venue := slug(paper.venue):
        conference = f"conference/{venue}"
        yield Saying(paper.id, "lpwcp:hasConference", conference)
        yield Saying(conference, "rdf:type", "lpwc:conference", "term")
        yield Saying(conference, "foaf:name", paper.venue, "xsd:string")


def first_day(paper: Paper) -> str:
    """Return the first day of the month in an arXiv id, else of the year, else "".

    >>> from kg.model import Paper
    >>> first_day(Paper("paper/x", "X", arxiv_id="1706.03762", year=2018))
    '2017-06-01'
    >>> first_day(Paper("paper/x", "X", arxiv_id="cs/9901002"))
    '1999-01-01'
    >>> first_day(Paper("paper/x", "X", year=2018)), first_day(Paper("paper/x", "X"))
    ('2018-01-01', '')
    """
    if found := _ARXIV_MONTH.match(paper.arxiv_id):
        century = "19" if int(found[1]) >= _ARXIV_BEGAN else "20"
        return f"{century}{found[1]}-{found[2]}-01"
    return "" if paper.year is None else f"{paper.year:04}-01-01"


def _stated(statement: Statement) -> Iterator[Saying]:
    relation = RELATIONS[statement.relation]
    for same in relation.above:
        if same.startswith("lpwcp:"):
            yield Saying(statement.subject, same, statement.object)
    for turned in relation.above_inverse:
        yield Saying(statement.object, turned, statement.subject)


def _tasks_of_datasets(facts: PaperFacts) -> set[tuple[str, str]]:
    """Return which data set serves which task: in one sentence, or where there is one task only."""
    tasks = [one for one in facts.statements if one.relation == "addresses"]
    datasets = [one for one in facts.statements if one.relation in {"usesDataset", "introduces"}]
    return {
        (dataset.object, task.object)
        for dataset, task in product(datasets, tasks)
        if len(tasks) == 1 or _sentences(dataset) & _sentences(task)
    }


def _sentences(statement: Statement) -> set[Span]:
    return {evidence.sentence for evidence in statement.evidence}


def _evaluated(facts: PaperFacts, result: ClaimedResult) -> Iterator[Saying]:
    node = evaluation_id(result)
    yield Saying(facts.paper.id, "lpwcp:hasEvaluation", node)
    yield Saying(node, "rdf:type", "lpwc:evaluation", "term")
    if result.dataset:
        yield Saying(node, "lpwcp:hasDataset", result.dataset)
    if result.method:
        yield Saying(node, "lpwcp:hasModel", result.method)
        yield Saying(result.method, "rdf:type", "lpwc:model", "term")
    tasks = {one.object for one in facts.statements if one.relation == "addresses"}
    if len(tasks) == 1:
        yield Saying(node, "lpwcp:hasTask", tasks.pop())
    yield Saying(node, "lpwcp:hasEvaluationResult", result_id(result))


def _value(result: ClaimedResult, names: Mapping[str, str]) -> Iterator[Saying]:
    node = result_id(result)
    yield Saying(node, "rdf:type", "lpwc:evaluationresult", "term")
    yield Saying(node, "lpwcp:metricValue", result.value, "xsd:decimal")
    if result.metric:
        yield Saying(node, "lpwcp:metricName", names[result.metric], "xsd:string")


def evaluation_id(result: ClaimedResult) -> str:
    """Return the id of what a result belongs to: one method on one data set in one paper."""
    ends = (("on", result.dataset), ("of", result.method))
    parts = ";".join(f"{word}={id_.partition('/')[2]}" for word, id_ in ends if id_)
    return f"{result.paper}/evaluation" + (f"#{parts}" if parts else "")
