from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg.check import check
from kg.model import Entity, Page, Paper, PaperFacts, Resolved
from kg.names import slug
from kg.store.quads import QuadWriter, decimal, is_iri, paper_keys, same_as, term
from kg.store.spans import result_id
from kg.vocabulary import BASE, expand
from tests import everything, toy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pyoxigraph import Quad


def values(quads: list[Quad], id_: str, curie: str) -> list[str]:
    """Return the values of a property of a node, in order."""
    node = QuadWriter().node(id_)
    found = [q.object for q in quads if (q.subject, q.predicate) == (node, term(curie))]
    assert all(isinstance(value, Literal | NamedNode) for value in found)
    return [value.value for value in found if isinstance(value, Literal | NamedNode)]


def of_paper(paper: Paper) -> list[Quad]:
    return toy.quads(Resolved(facts=(PaperFacts(paper),)))


def test_the_toy_graph_is_written_as_agreed(golden: Callable[[str, str], None]) -> None:
    golden("resolved.nq", "".join(f"{quad} .\n" for quad in toy.quads()))


def test_the_same_values_give_the_same_quads() -> None:
    assert toy.quads() == toy.quads()


def test_a_base_moves_every_resource_and_no_vocabulary() -> None:
    there = "https://example.org/mine/"
    moved = [str(quad) for quad in QuadWriter(there, toy.AGENT).quads(toy.RESOLVED)]
    ours = [str(quad).replace(BASE, there) for quad in toy.quads()]
    assert moved == [line.replace(f"{there}ns#", f"{BASE}ns#") for line in ours]


def test_without_an_agent_nobody_is_named() -> None:
    written = list(QuadWriter(BASE).quads(toy.RESOLVED))
    assert not [q for q in written if "prov#" in str(q) or "agent/" in str(q)]
    assert len(written) < len(toy.quads())


def test_one_graph_for_each_paper_and_page_and_two_shared_ones() -> None:
    graphs = {str(quad.graph_name) for quad in toy.quads()}
    assert graphs == {
        f"<{BASE}graph/{name}>"
        for name in ("entities", "themes", toy.PAGE.id, toy.PAPER.id, toy.BARE.id)
    }


def test_a_theme_and_a_method_on_the_same_words_keep_their_own_confidence() -> None:
    span = f"{toy.PAPER.id}/title#char=6,18"
    assert values(toy.quads(), span, "itsrdf:taConfidence") == ["0.625"]
    assert values(toy.quads(), f"{span};theme=distillation", "itsrdf:taConfidence") == ["0.8"]


def test_themes_on_the_same_words_are_mentions_of_their_own() -> None:
    words = toy.read_at(toy.PAPER, "title", "distillation", 0.8)
    facts = PaperFacts(
        toy.PAPER,
        (
            toy.stated("hasTheme", toy.DISTILLATION, words),
            toy.stated("hasTheme", toy.LEARNING, replace(words, confidence=0.6)),
        ),
    )
    written = toy.quads(Resolved(facts=(facts,)))
    span = f"{toy.PAPER.id}/title#char=6,18"
    for theme, confidence in ((toy.DISTILLATION, "0.8"), (toy.LEARNING, "0.6")):
        mention = f"{span};theme={theme.id.removeprefix('concept/')}"
        assert values(written, mention, "itsrdf:taIdentRef") == [BASE + theme.id]
        assert values(written, mention, "itsrdf:taConfidence") == [confidence]
    assert values(written, span, "itsrdf:taIdentRef") == []


def test_each_piece_of_evidence_is_a_mention() -> None:
    facts = everything.RESOLVED.facts[0]
    evidence = [one for statement in facts.statements for one in statement.evidence]
    mentions = {q.subject for q in everything.QUADS if q.predicate == term("kg:supports")}
    assert len(mentions) == len(evidence) == len(everything.FROM_TEXT)
    for name in everything.FROM_TEXT:
        found = [
            q.subject
            for q in everything.QUADS
            if q.predicate == term("nif:anchorOf") and q.object == Literal(name)
        ]
        assert len(found) == 1
        assert set(found) <= mentions


def test_a_result_is_an_evaluation_with_decimals() -> None:
    result = everything.RESULTS[0]
    about = {
        q.predicate.value: q.object
        for q in everything.QUADS
        if q.subject == QuadWriter().node(result_id(result))
    }
    assert about[expand("mls:hasValue")] == Literal("91.5", datatype=term("xsd:decimal"))
    assert about[expand("itsrdf:taConfidence")] == Literal("0.5", datatype=term("xsd:decimal"))
    kinds = values(list(everything.QUADS), result_id(result), "rdf:type")
    assert kinds == [*map(expand, ("mls:ModelEvaluation", "nif:Phrase", "lpwc:evaluationresult"))]


def test_the_agent_is_software_with_its_version() -> None:
    written = toy.quads()
    agent = f"agent/{toy.AGENT}"
    assert values(written, agent, "rdf:type") == [expand("prov:SoftwareAgent")]
    assert values(written, agent, "schema:softwareVersion") == [toy.AGENT]
    for paper in (toy.PAPER, toy.BARE):
        graph = f"graph/{paper.id}"
        assert values(written, graph, "prov:wasAttributedTo") == [BASE + agent]


def test_offsets_count_code_points() -> None:
    title = "🪁🪁 é Kite"
    written = of_paper(Paper("paper/x", title))
    assert values(written, "paper/x/title#char=0,9", "nif:isString") == [title]


@pytest.mark.parametrize(
    ("date", "datatype"),
    [
        ("--03-11", "gMonthDay"),
        ("2024-03-11", "date"),
        ("2024", "gYear"),
        ("last week", "string"),
        ("2024-3-1", "string"),
    ],
)
def test_a_date_has_the_type_that_it_is_written_in(date: str, datatype: str) -> None:
    page = Page("page/x", "x", date)
    paper = replace(toy.BARE, listings=(replace(toy.BARE.listings[0], page=page),))
    [found] = [q.object for q in of_paper(paper) if q.predicate == term("dcterms:date")]
    assert found == Literal(date, datatype=term(f"xsd:{datatype}"))


def test_a_page_without_a_date_has_none() -> None:
    paper = replace(toy.BARE, listings=(replace(toy.BARE.listings[0], page=Page("page/x", "x")),))
    assert values(of_paper(paper), "page/x", "dcterms:date") == []
    assert values(of_paper(paper), "page/x", "skos:prefLabel") == ["x"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://arxiv.org/abs/1706.03762", True),
        ("ftp://x.org/é", True),
        ("https://x.org/a?b=c&d#e", True),
        ("x.org/a", False),
        ("see https://x.org", False),
        ("https://x.org/a b", False),
        ("https://x.org/<script>", False),
        ("https://x.org/\n", False),
        ("https://x.org/\x7f{}", False),
        ("javascript:alert(1)", False),
        ("https:///x", False),
        ("", False),
        ("https://x.org/100%", False),
        ("https://x.org:port/", False),
        ("https://x.org/a#b#c", False),
    ],
)
def test_is_iri(text: str, expected: bool) -> None:
    assert is_iri(text) is expected


@pytest.mark.parametrize("url", ["not a url", "javascript:alert(1)", "https://x.org/<b>", ""])
def test_a_url_that_is_none_is_left_out(url: str) -> None:
    assert values(of_paper(Paper("paper/x", "X", url=url)), "paper/x", "schema:url") == []
    entity = Entity("repository/x", ("repository",), "x", url=url)
    written = toy.quads(Resolved((entity,)))
    assert values(written, entity.id, "schema:codeRepository") == []


@pytest.mark.parametrize(
    ("confidence", "text"),
    [(1.0, "1"), (0.97, "0.97"), (0.5, "0.5"), (0.12346, "0.1235"), (0.1 + 0.2, "0.3")],
)
def test_decimal(confidence: float, text: str) -> None:
    assert decimal(confidence) == text


def test_keys_and_other_names_of_a_paper() -> None:
    assert paper_keys(toy.PAPER) == [
        "10.1000/kite",
        "2401.00001",
        "kite-distillation-for-b-small-b-models",
    ]
    assert paper_keys(Paper("paper/x", "!?")) == []
    odd = Paper("paper/x", "X", doi='10.1000/a b"<>')
    assert list(same_as(odd)) == ["https://doi.org/10.1000/a%20b%22%3C%3E"]
    assert list(same_as(toy.BARE)) == []


HOSTILE = [
    "</script><script>alert(1)</script>",
    "\x00\x01\x1f\x7f",
    "\u202eright to left",
    "a\r\nb\rc\td",
    '"quoted\\" \\u0041',
    "\ufffe\uffff\U0010ffff",
    "x" * 5000,
    "@prefix : <x> . <> {",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back_unchanged(tmp_path: Path, text: str) -> None:
    paper = Paper("paper/x", text, text, authors=(text,), venue=text)
    entity = Entity("concept/x", ("method",), text, (text + "2",))
    with toy.published(tmp_path, toy.quads(Resolved((entity,), (PaperFacts(paper),)))) as reader:
        assert reader.paper(paper.id) == paper
        assert reader.entity(entity.id) == entity
        assert check(reader) == ()


@given(st.text(st.characters(codec="utf-8")))
def test_any_name_makes_an_id_that_is_an_iri(name: str) -> None:
    assert QuadWriter().node(f"concept/{slug(name)}").value == f"{BASE}concept/{slug(name)}"
