"""Queries in the terms of Linked Papers With Code find what those in our own terms find."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import kg
from kg.model import Evidence, Paper, PaperFacts, Span, Statement
from kg.store import lpwc
from kg.store.sparql import ask
from tests import everything, toy
from tests.everything import DATASET, METHOD, METRIC, PAPER, REPOSITORY, TASK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph import Graph
    from kg.model import Field
    from kg.store.reader import Reader

# As they are written for that graph: "lpwc:" is what its authors call their properties.
HEAD = """
PREFIX lpwc: <https://linkedpaperswithcode.com/property/>
PREFIX class: <https://linkedpaperswithcode.com/class/>
"""
QUERIES = {
    "papers of a task": (
        """SELECT DISTINCT ?name ?title {
            ?task a class:task ; foaf:name ?name .
            ?paper a class:paper ; lpwc:hasTask ?task ; dcterms:title ?title
        }""",
        "SELECT ?name ?title { ?p kg:addresses [ skos:prefLabel ?name ] ; dcterms:title ?title }",
    ),
    "methods of a paper": (
        """SELECT DISTINCT ?title ?name {
            ?paper a class:paper ; dcterms:title ?title ; lpwc:hasMethod ?method .
            ?method a class:method ; foaf:name ?name
        }""",
        """SELECT DISTINCT ?title ?name {
            ?paper dcterms:title ?title ; (kg:uses|kg:proposes)/skos:prefLabel ?name
        }""",
    ),
    "what introduced a method": (
        "SELECT ?name ?title { ?m a class:method ; foaf:name ?name ;"
        " lpwc:introducedBy/dcterms:title ?title }",
        "SELECT ?name ?title { ?p kg:proposes/skos:prefLabel ?name ; dcterms:title ?title }",
    ),
    "most used data sets": (
        """SELECT ?name (COUNT(?paper) AS ?n) {
            ?paper a class:paper ; lpwc:usesDataset ?data .
            ?data a class:dataset ; dcterms:title ?name
        } GROUP BY ?name""",
        """SELECT ?name (COUNT(?paper) AS ?n) {
            ?paper kg:usesDataset/skos:prefLabel ?name
        } GROUP BY ?name""",
    ),
    "repositories of papers": (
        """SELECT ?title ?url {
            ?paper a class:paper ; dcterms:title ?title ; lpwc:hasRepository ?repository ;
                   lpwc:hasOfficialRepository ?repository .
            ?repository a class:repository ; fabio:hasURL ?url
        }""",
        """SELECT ?title ?url {
            ?paper dcterms:title ?title ; kg:hasCode/schema:codeRepository ?iri
            BIND (STR(?iri) AS ?url)
        }""",
    ),
    "results of a data set": (
        """SELECT DISTINCT ?name ?metric ?value ?title {
            ?paper lpwc:hasEvaluation ?evaluation ; dcterms:title ?title .
            ?evaluation a class:evaluation ; lpwc:hasDataset ?data ;
                        lpwc:hasEvaluationResult ?result .
            ?result a class:evaluationresult ; lpwc:metricName ?metric ; lpwc:metricValue ?value .
            ?data dcterms:title ?name
        }""",
        """SELECT DISTINCT ?name ?metric ?value ?title {
            ?paper kg:claims ?result ; dcterms:title ?title .
            ?result kg:resultKind "absolute" ; kg:onDataset/skos:prefLabel ?name ;
                    mls:specifiedBy/skos:prefLabel ?metric ; mls:hasValue ?value
        }""",
    ),
    "models of results": (
        """SELECT DISTINCT ?name ?value {
            ?evaluation lpwc:hasModel ?model ; lpwc:hasEvaluationResult/lpwc:metricValue ?value .
            ?model a class:model ; foaf:name ?name
        }""",
        """SELECT DISTINCT ?name ?value {
            ?result kg:resultKind "absolute" ; mls:hasValue ?value ;
                    kg:ofMethod/skos:prefLabel ?name
        }""",
    ),
}
"""Name → a query in their terms, and one in ours that has the same answer."""
TASKS_OF_DATASETS = """SELECT ?name ?task {
    ?data a class:dataset ; dcterms:title ?name ; lpwc:usedForTask ?t .
    ?t a class:task ; foaf:name ?task
}"""


def rows(reader: Reader, query: str) -> list[tuple[str, ...]]:
    return sorted(map(tuple, ask(reader, query).rows()))


@pytest.fixture(scope="module")
def seeds_graph(seeds_output: Path) -> Iterator[Graph]:
    with kg.open(seeds_output) as graph:
        yield graph


@pytest.mark.parametrize("name", QUERIES)
def test_both_terms_give_the_same_answer_on_the_seeds(name: str, seeds_graph: Graph) -> None:
    theirs, ours = QUERIES[name]
    found = rows(seeds_graph.reader, HEAD + theirs)
    assert found == rows(seeds_graph.reader, ours)
    assert len(found) > 1


def test_data_sets_have_tasks_on_the_seeds(seeds_graph: Graph) -> None:
    assert len(rows(seeds_graph.reader, HEAD + TASKS_OF_DATASETS)) > 1


@pytest.mark.parametrize("name", [name for name in QUERIES if name != "results of a data set"])
def test_both_terms_give_the_same_answer_on_the_sample(name: str, sample: Graph) -> None:
    theirs, ours = QUERIES[name]
    found = rows(sample.reader, HEAD + theirs)
    assert found == rows(sample.reader, ours) != []


WHOLE: dict[str, list[tuple[str, ...]]] = {
    "papers of a task": [("task", PAPER.title)],
    "methods of a paper": [(PAPER.title, "method")],
    "what introduced a method": [("method", PAPER.title)],
    "most used data sets": [("dataset", "1")],
    "repositories of papers": [(PAPER.title, REPOSITORY.url)],
    "results of a data set": [("dataset", "metric", "91.5", PAPER.title)],
    "models of results": [("method", "91.5")],
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with toy.published(tmp_path_factory.mktemp("whole"), everything.QUADS) as reader:
        yield reader


@pytest.mark.parametrize("name", QUERIES)
def test_a_graph_that_has_it_all_has_each_once(name: str, whole: Reader) -> None:
    assert rows(whole, HEAD + QUERIES[name][0]) == WHOLE[name]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (TASKS_OF_DATASETS, [("dataset", "task")]),
        (
            """SELECT ?task (COUNT(?task) AS ?n) {
                ?paper a class:paper ; lpwc:hasConference ?where ; lpwc:hasTask/foaf:name ?task .
                ?where foaf:name "Toy Letters"^^xsd:string
            } GROUP BY ?task""",
            [("task", "1")],
        ),
        (
            """SELECT ?metric { ?paper lpwc:hasConference [ a class:conference ] ;
                lpwc:hasEvaluation/lpwc:hasEvaluationResult/lpwc:metricName ?metric }""",
            [("metric",)],
        ),
        (
            """SELECT ?paper { ?paper a class:paper ; dcterms:date ?date
                FILTER (STRSTARTS(STR(?date), "2024-") && ?date < "2024-02-01"^^xsd:date) }""",
            [(PAPER.id,)],
        ),
        ("SELECT ?n { ?p lpwc:creatorName ?n }", [("Ada Example",), ("Bo Ünal",)]),
        (
            "SELECT ?e { ?p lpwc:hasEvaluation ?e . ?e lpwc:hasTask ?t }",
            [(f"{PAPER.id}/evaluation#on=dataset;of=method",)],
        ),
        # Their values are texts; ours can be compared and counted on.
        ("SELECT ?v { ?r lpwc:metricValue ?v FILTER (?v > 91.4 && ?v < 91.6) }", [("91.5",)]),
    ],
)
def test_shapes_that_its_queries_have(
    query: str, expected: list[tuple[str, ...]], whole: Reader
) -> None:
    assert rows(whole, HEAD + query) == expected


def said_at(relation: str, object_: str, *sentences: int, field: Field = "abstract") -> Statement:
    """Return a statement with evidence in sentences that begin at these places."""
    evidence = tuple(
        Evidence(field, start, start + 1, Span(field, start, start + 9), 1.0) for start in sentences
    )
    return Statement("paper/x", relation, object_, 1.0, evidence)


def said_of(*statements: Statement, paper: Paper | None = None) -> set[tuple[str, str, str]]:
    facts = PaperFacts(paper or Paper("paper/x", "X"), statements)
    return {(one.subject, one.property, one.value) for one in lpwc.of_paper(facts, {})}


POND, LAKE, SWIMMING, DIVING = "dataset/pond", "dataset/lake", "concept/swimming", "concept/diving"


def used_for(*statements: Statement) -> set[tuple[str, str]]:
    return {
        (subject, value)
        for subject, property_, value in said_of(*statements)
        if property_ == "lpwcp:usedForTask"
    }


def test_the_only_task_of_a_paper_is_that_of_its_data_sets() -> None:
    assert used_for(
        said_at("usesDataset", POND, 10),
        said_at("introduces", LAKE, 20),
        said_at("mentionsDataset", "dataset/sea", 0),
        said_at("addresses", SWIMMING, 0),
    ) == {(POND, SWIMMING), (LAKE, SWIMMING)}


def test_of_several_tasks_the_one_in_the_same_sentence_is_that_of_a_data_set() -> None:
    tasks = said_at("addresses", SWIMMING, 0, 30), said_at("addresses", DIVING, 10)
    assert used_for(*tasks, said_at("usesDataset", POND, 20, 30)) == {(POND, SWIMMING)}
    assert used_for(*tasks, said_at("usesDataset", POND, 0, 10)) == {
        (POND, SWIMMING),
        (POND, DIVING),
    }
    assert used_for(*tasks, said_at("usesDataset", POND, 20)) == set()
    # The title and the abstract count from 0 each.
    assert used_for(*tasks, said_at("usesDataset", POND, 0, field="title")) == set()


def test_what_is_merely_named_is_no_method_of_the_paper() -> None:
    for relation in ("comparesWith", "mentions"):
        assert said_of(said_at(relation, METHOD.id, 0)) == set()


def test_a_gain_is_no_value() -> None:
    gain = everything.RESULTS[1]
    facts = PaperFacts(Paper(gain.paper, "X"), (), (gain,))
    assert list(lpwc.of_paper(facts, {METRIC.id: "metric"})) == []


def test_a_result_needs_neither_data_set_nor_method_nor_metric() -> None:
    bare = replace(everything.RESULTS[0], dataset="", method="", metric="")
    facts = PaperFacts(Paper(bare.paper, "X"), (), (bare,))
    found = [(one.property, one.value) for one in lpwc.of_paper(facts, {})]
    assert ("lpwcp:hasEvaluation", f"{bare.paper}/evaluation") in found
    assert {property_ for property_, _ in found} == {
        *("lpwcp:hasEvaluation", "lpwcp:hasEvaluationResult", "lpwcp:metricValue", "rdf:type")
    }


def test_an_evaluation_has_a_task_where_its_paper_has_one() -> None:
    result = everything.RESULTS[0]

    def tasks(*ids: str) -> list[str]:
        statements = tuple(said_at("addresses", id_, 0) for id_ in ids)
        facts = PaperFacts(Paper(result.paper, "X"), statements, (result,))
        said = lpwc.of_paper(facts, {METRIC.id: "metric"})
        node = lpwc.evaluation_id(result)
        return [s.value for s in said if (s.subject, s.property) == (node, "lpwcp:hasTask")]

    assert tasks() == []
    assert tasks(SWIMMING) == [SWIMMING]
    assert tasks(SWIMMING, DIVING) == []


@pytest.mark.parametrize(
    ("dataset", "method", "end"),
    [
        (DATASET.id, METHOD.id, "#on=dataset;of=method"),
        (DATASET.id, "", "#on=dataset"),
        ("", METHOD.id, "#of=method"),
        ("", "", ""),
    ],
)
def test_results_of_one_method_on_one_data_set_share_an_evaluation(
    dataset: str, method: str, end: str
) -> None:
    result = replace(everything.RESULTS[0], dataset=dataset, method=method)
    assert lpwc.evaluation_id(result) == f"{PAPER.id}/evaluation{end}"
    assert lpwc.evaluation_id(replace(result, value="1", metric="")) == lpwc.evaluation_id(result)


def test_a_venue_whose_spellings_meet_is_one_conference() -> None:
    found = [
        said_of(paper=Paper(f"paper/{venue}", "X", venue=venue))
        for venue in ("Toy-Conf", "toy conf")
    ]
    [one], [other] = (
        {value for _, property_, value in said if property_ == "lpwcp:hasConference"}
        for said in found
    )
    assert one == other == "conference/toy-conf"
    assert said_of(paper=Paper("paper/x", "X", venue="!?")) == set()


@pytest.mark.parametrize(
    ("arxiv_id", "year", "date"),
    [
        ("2112.00001", 2022, "2021-12-01"),
        ("hep-th/9901001", None, "1999-01-01"),
        ("math.GT/0309136", None, "2003-09-01"),
        ("9107.00001", None, "1991-07-01"),
        ("2113.00001", 2021, "2021-01-01"),
        ("", 987, "0987-01-01"),
        ("", None, ""),
    ],
)
def test_first_day(arxiv_id: str, year: int | None, date: str) -> None:
    assert lpwc.first_day(Paper("paper/x", "X", arxiv_id=arxiv_id, year=year)) == date


def test_names_stand_where_its_queries_look() -> None:
    said = {
        one.property: one.value for kind in (METHOD, DATASET, TASK) for one in lpwc.of_entity(kind)
    }
    assert said == {"foaf:name": "task", "dcterms:title": "dataset"}
    assert list(lpwc.of_entity(everything.THEME)) == list(lpwc.of_entity(METRIC)) == []
