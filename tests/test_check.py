from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.check import Problem, check
from kg.store.quads import QuadWriter, term
from kg.vocabulary import RELATIONS, relation_iri
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph import Graph
    from kg.store.places import Place

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


def iri(id_: str) -> str:
    return node(id_).value


PROBLEMS: dict[str, tuple[list[Quad], set[Problem]]] = {
    "relation from another kind": (
        added(said(KITE, "kg:listedOn", f"@{toy.PAGE.id}")),
        {Problem(KITE, "is an end of listedOn but no paper")},
    ),
    "relation to another kind": (
        added(said(PAPER, "kg:listedOn", f"@{KITE}")),
        {Problem(KITE, "is an end of listedOn but no page")},
    ),
    "relation to nothing": (
        added(said(PAPER, "kg:listedOn", "@page/unknown")),
        {Problem("page/unknown", "is an end of listedOn but no page")},
    ),
    "relation to a text": (
        added(said(PAPER, "kg:listedOn", "a text")),
        {Problem("a text", "is an end of listedOn but no page")},
    ),
    "themes in a wrong hierarchy": (
        added(said(toy.DISTILLATION.id, "skos:broader", f"@{POND}")),
        {Problem(POND, "is an end of broader but no theme")},
    ),
    "no name": (without(KITE, "skos:prefLabel"), {Problem(KITE, "has no name")}),
    "no title": (
        without(toy.BARE.id, "dcterms:title"),
        {
            Problem(toy.BARE.id, "has no name"),
            Problem(f"{toy.BARE.id}/title#char=0,12", "is a text that its paper does not have"),
        },
    ),
    "no evidence at all": (
        added(said(PAPER, "kg:uses", f"@{KITE}")),
        {Problem(PAPER, f"states without evidence: {relation_iri('uses')} {iri(KITE)}")},
    ),
    "the evidence is for another relation": (
        changed(f"{ABSTRACT}#char=43,54", "kg:supports", "kg:introduces"),
        {
            Problem(PAPER, f"states without evidence: {relation_iri('usesDataset')} {iri(POND)}"),
            Problem(f"{ABSTRACT}#char=43,54", "supports a statement that its paper does not make"),
        },
    ),
    "evidence for what is not stated": (
        [q for q in toy.quads() if q.predicate != term("kg:usesDataset")],
        {Problem(f"{ABSTRACT}#char=43,54", "supports a statement that its paper does not make")},
    ),
    "another quote": (
        changed(MENTION, "nif:anchorOf", "Kit"),
        {Problem(MENTION, "quotes what does not stand there")},
    ),
    "another offset": (
        changed(MENTION, "nif:endIndex", 5),
        {Problem(MENTION, "quotes what does not stand there")},
    ),
    "an offset that is no number": (
        changed(RESULT, "nif:endIndex", "five"),
        {Problem(RESULT, "quotes what does not stand there")},
    ),
    "a quote of no text": (
        without(RESULT, "nif:referenceContext"),
        {Problem(RESULT, "quotes what does not stand there")},
    ),
    "outside of its sentence": (
        changed(MENTION, "nif:sentence", f"@{ABSTRACT}#char=23,57"),
        {Problem(MENTION, "lies outside the sentence it names")},
    ),
    "in a sentence that is not there": (
        changed(MENTION, "nif:sentence", f"@{ABSTRACT}#char=1,2"),
        {
            Problem(MENTION, "lies outside the sentence it names"),
            Problem(MENTION, f"points to what is not described: {iri(f'{ABSTRACT}#char=1,2')}"),
        },
    ),
    "a result on something unknown": (
        changed(RESULT, "kg:onDataset", "@dataset/unknown"),
        {Problem(RESULT, f"points to what is not described: {iri('dataset/unknown')}")},
    ),
    "an unknown paper on a page": (
        changed(f"{toy.PAGE.id}#1", "schema:item", "@paper/unknown"),
        {Problem(f"{toy.PAGE.id}#1", f"points to what is not described: {iri('paper/unknown')}")},
    ),
    "another title": (
        changed(PAPER, "dcterms:title", "Another title"),
        {Problem(WHOLE, "is a text that its paper does not have")},
    ),
    "too sure": (
        changed(MENTION, "itsrdf:taConfidence", 2),
        {Problem(MENTION, "has a confidence outside of 0 to 1")},
    ),
    "not sure at all": (
        changed(MENTION, "itsrdf:taConfidence", 0),
        {Problem(MENTION, "has a confidence outside of 0 to 1")},
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_planted_problem_is_found_and_no_other(place: Place, name: str) -> None:
    quads, problems = PROBLEMS[name]
    with toy.published(place, quads) as reader:
        assert set(check(reader)) == problems
        assert check(reader) == tuple(sorted(problems))


@pytest.mark.parametrize("relation", sorted(set(RELATIONS) - {"broader"}))
def test_each_relation_has_its_kinds(place: Place, relation: str) -> None:
    wrong = Quad(node(POND), NamedNode(relation_iri(relation)), node(PAPER), node("graph/themes"))
    with toy.published(place, added(wrong)) as reader:
        found = [problem for problem in check(reader) if "an end of" in problem.what]
    assert found == [
        Problem(POND, f"is an end of {relation} but no {RELATIONS[relation].domain[0]}"),
        Problem(PAPER, f"is an end of {relation} but no {RELATIONS[relation].range[0]}"),
    ]


@pytest.mark.parametrize("make", [toy.quads, list])
def test_a_good_graph_and_an_empty_one_have_none(
    place: Place, make: Callable[[], list[Quad]]
) -> None:
    with toy.published(place, make()) as reader:
        assert check(reader) == ()


def test_the_sample_has_none(sample: Graph) -> None:
    assert check(sample.reader) == ()
