from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.check import Problem, check
from kg.check.shapes import FILE
from kg.check.texts import RULES
from kg.store.quads import QuadWriter, term
from kg.store.reader import Reader
from tests import toy
from tests.check.shacl import by_pyshacl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.check import Broken
    from kg.graph import Graph

node = QuadWriter().node
PAPER, KITE, POND = toy.PAPER.id, toy.KITE.id, toy.POND.id
TITLE, ABSTRACT = f"{PAPER}/title", f"{PAPER}/abstract"
MENTION = f"{TITLE}#char=0,4"
WHOLE = f"{TITLE}#char=0,{len(toy.PAPER.title)}"
RESULT = f"{ABSTRACT}#char=70,74;result"


def value(text: str | int) -> NamedNode | Literal:
    """Return a prefixed name as a node, an id after a "@" as a node, anything else as it is."""
    if isinstance(text, int):
        return Literal(text)
    if text.startswith("@"):
        return node(text[1:])
    return term(text) if text.startswith(("kg:", "nif:")) else Literal(text)


def said(subject: str, curie: str, text: str | int) -> Quad:
    return Quad(node(subject), term(curie), value(text), node(f"graph/{PAPER}"))


def without(subject: str, curie: str) -> list[Quad]:
    return [q for q in toy.quads() if (q.subject, q.predicate) != (node(subject), term(curie))]


def changed(subject: str, curie: str, text: str | int) -> list[Quad]:
    return [*without(subject, curie), said(subject, curie, text)]


def added(*quads: Quad) -> list[Quad]:
    return [*toy.quads(), *quads]


SENTENCE = f"{ABSTRACT}#char=23,57"
PROBLEMS: dict[str, tuple[list[Quad], set[Problem]]] = {
    "no evidence at all": (
        added(said(PAPER, "kg:uses", f"@{KITE}")),
        {Problem(PAPER, "kg:uses", KITE, "a mention that supports it")},
    ),
    "the evidence is for another relation": (
        changed(f"{ABSTRACT}#char=43,54", "kg:supports", "kg:introduces"),
        {
            Problem(PAPER, "kg:usesDataset", POND, "a mention that supports it"),
            Problem(
                f"{ABSTRACT}#char=43,54", "kg:supports", "kg:introduces", "a statement of its paper"
            ),
        },
    ),
    "evidence for what is not stated": (
        [q for q in toy.quads() if q.predicate != term("kg:usesDataset")],
        {
            Problem(
                f"{ABSTRACT}#char=43,54",
                "kg:supports",
                "kg:usesDataset",
                "a statement of its paper",
            )
        },
    ),
    "another quote": (
        changed(MENTION, "nif:anchorOf", "Kit"),
        {Problem(MENTION, "nif:anchorOf", "Kit", "Kite")},
    ),
    "another offset": (
        changed(MENTION, "nif:endIndex", 5),
        {Problem(MENTION, "nif:anchorOf", "Kite", "Kite:")},
    ),
    "an offset outside of the text": (
        changed(MENTION, "nif:endIndex", 500),
        {
            Problem(MENTION, "nif:anchorOf", "Kite", toy.PAPER.title),
            Problem(MENTION, "nif:sentence", WHOLE, "a sentence around it"),
        },
    ),
    "outside of its sentence": (
        changed(MENTION, "nif:sentence", f"@{SENTENCE}"),
        {Problem(MENTION, "nif:sentence", SENTENCE, "a sentence around it")},
    ),
    "a sentence of another text": (
        changed(MENTION, "nif:sentence", f"@{ABSTRACT}#char=0,22"),
        {Problem(MENTION, "nif:sentence", f"{ABSTRACT}#char=0,22", "a sentence around it")},
    ),
    "a sentence that is not there": (
        changed(MENTION, "nif:sentence", f"@{ABSTRACT}#char=1,2"),
        {Problem(MENTION, "nif:sentence", f"{ABSTRACT}#char=1,2", "a nif:Sentence")},
    ),
    "a result on something unknown": (
        changed(RESULT, "kg:onDataset", "@dataset/unknown"),
        {Problem(RESULT, "kg:onDataset", "dataset/unknown", "a kg:Dataset")},
    ),
    "a result of another paper": (
        [
            *without(PAPER, "kg:claims"),
            said(toy.BARE.id, "kg:claims", f"@{RESULT}"),
        ],
        {Problem(toy.BARE.id, "kg:claims", RESULT, "a result in its own text")},
    ),
    "an unknown paper on a page": (
        changed(f"{toy.PAGE.id}#1", "schema:item", "@paper/unknown"),
        {Problem(f"{toy.PAGE.id}#1", "schema:item", "paper/unknown", "a kg:Paper")},
    ),
    "another title": (
        changed(PAPER, "dcterms:title", "Another title"),
        {
            Problem(
                WHOLE,
                "nif:isString",
                toy.PAPER.title,
                "the title or the abstract of its paper",
            )
        },
    ),
    "no name": (
        without(KITE, "skos:prefLabel"),
        {Problem(KITE, "skos:prefLabel", "(none)", "exactly 1 value")},
    ),
    "too sure": (
        changed(MENTION, "itsrdf:taConfidence", 2),
        {Problem(MENTION, "itsrdf:taConfidence", "2", "an xsd:decimal, at most 1")},
    ),
    "a page that lists a method": (
        added(said(KITE, "kg:listedOn", f"@{toy.PAGE.id}")),
        {Problem(KITE, "", "", "a kg:Paper")},
    ),
}


def problems_in(broken: Iterable[Broken]) -> set[Problem]:
    return {problem for rule in broken for problem in rule.problems}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_planted_problem_is_found_and_no_other(tmp_path: Path, name: str) -> None:
    quads, problems = PROBLEMS[name]
    with toy.published(tmp_path, quads) as reader:
        assert problems_in(check(reader)) == problems


def test_each_rule_of_texts_is_broken_above() -> None:
    said = {problem.wanted for _, problems in PROBLEMS.values() for problem in problems}
    for rule in RULES:
        # A quote's is what stands there.
        assert rule.about == "quotes" or any(f'("{wanted}" AS' in rule.query for wanted in said)


def test_the_first_problems_of_each_rule_are_told_and_all_are_counted(tmp_path: Path) -> None:
    quads = [quad for quad in toy.quads() if quad.predicate != term("skos:prefLabel")]
    with toy.published(tmp_path, quads) as reader:
        [broken] = check(reader, limit=2)
    named = sorted([*(each.id for each in toy.RESOLVED.entities), toy.PAGE.id])
    assert broken.rule.startswith("skos:prefLabel of kg:Method, kg:Dataset")
    assert broken.count == len(named)
    assert [problem.where for problem in broken.problems] == named[:2]


def test_long_values_are_cut(tmp_path: Path) -> None:
    quads = changed(MENTION, "nif:anchorOf", "Kite\n" * 1000)
    with toy.published(tmp_path, quads) as reader:
        [broken] = check(reader)
    [problem] = broken.problems
    assert len(problem.value) <= 200
    assert problem.value.startswith("Kite Kite")


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with toy.published(tmp_path) as reader:
        check(reader, progress=lambda *step: told.append(step))
    assert {stage for stage, _, _ in told} == {"checking"}
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1][1] == told[-1][2] > 100


@pytest.mark.parametrize("make", [toy.quads, list])
def test_a_good_graph_and_an_empty_one_have_none(
    tmp_path: Path, make: Callable[[], list[Quad]]
) -> None:
    with toy.published(tmp_path, make()) as reader:
        assert check(reader) == ()


def test_the_sample_has_none(sample: Graph) -> None:
    assert check(sample.reader) == ()


def test_pyshacl_finds_none_in_the_sample(sample: Graph) -> None:
    assert by_pyshacl(sample.reader.quads(), FILE) == set()


def test_the_real_pages_have_none(seeds_output: Path) -> None:
    with Reader(seeds_output) as reader:
        assert check(reader) == ()
