"""Questions are parsed, bound and never pasted; the shipped ones answer from any RDF tool."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib

import kg
from kg.errors import AmbiguousError, KgError, NotFoundError, QueryError
from kg.lookup.names import find
from kg.query import Parameter, Question, folders, parse, question, questions, self_contained
from kg.store.reader import Reader
from kg.store.sparql import ask
from tests.web import EVIL, HOSTILE_NAMES, publish_web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph import Graph
    from kg.store.places import Place

SHIPPED = sorted(path.stem for folder in folders() for path in folder.glob("*.rq"))
PAPERS_OF = """#+ summary: Papers of a method,
#+   and of a data set
#+ endpoint: https://example.org/ignored
#+ params:
#+   - method (method): the method
#+   - words (text): what the title holds
#+ defaults:
#+   - method: Kite
SELECT DISTINCT ?title ?words {
  VALUES ?method { UNDEF }
  VALUES ?words {UNDEF}
  ?paper ?r ?method ; dcterms:title ?title
}
ORDER BY ?title
"""
ECHO = """#+ params:
#+   - one (text): a text
#+   - two (text): another
SELECT ?one ?two { VALUES ?one { UNDEF } VALUES ?two { UNDEF } }
"""


@pytest.fixture(scope="module")
def reader(web_place: Place) -> Iterator[Reader]:
    with Reader(web_place) as opened:
        yield opened


def answer(reader: Reader, asked: Question, **values: str) -> list[tuple[str, ...]]:
    return list(ask(reader, asked.bound(reader, values)).rows())


def test_parse_reads_decorators() -> None:
    asked = parse("papers-of", PAPERS_OF)
    assert asked.name == "papers-of"
    assert asked.summary == "Papers of a method, and of a data set"
    assert asked.parameters == (
        Parameter("method", "method", "the method", "Kite"),
        Parameter("words", "text", "what the title holds", ""),
    )
    assert asked.text == PAPERS_OF


def test_parse_takes_plain_sparql() -> None:
    asked = parse("plain", "SELECT * { ?s ?p ?o } # + not: a decorator\n#+\n#+ \n")
    assert (asked.summary, asked.parameters) == ("", ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "#+ params:\n#+   - method: the method",
            "cannot read the decorator '- method: the method'",
        ),
        ("#+ params:\n#+   - method (method)", "cannot read the decorator '- method (method)'"),
        ("#+ params:\n#+   - a b (text): x", "cannot read the decorator '- a b (text): x'"),
        ("#+ params\n#+   - m (text): x", "cannot read the decorator 'params'"),
        ("#+   - m (text): x", "cannot read the decorator '- m (text): x'"),
        ("#+ defaults:\n#+   - m", "cannot read the decorator '- m'"),
        (
            "#+ params:\n#+   - m (colour): x\n{ VALUES ?m { UNDEF } }",
            "'colour' is no kind of node; write text or a kind",
        ),
        (
            "#+ params:\n#+   - m (text): x\n{ VALUES ?n { UNDEF } }",
            "write VALUES ?m { UNDEF } where it belongs",
        ),
        (
            "#+ defaults:\n#+   - m: x\n{ VALUES ?m { UNDEF } }",
            "there is a default but no parameter 'm'",
        ),
    ],
)
def test_bad_decorators_are_told_in_one_line(text: str, problem: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse("mine", text)
    assert str(raised.value) == f"mine: {problem}"


@pytest.mark.parametrize(
    ("values", "titles"),
    [
        ({}, ["Heron wades", "Kite flies over birds"]),
        ({"method": "kinetic inference"}, ["Heron wades", "Kite flies over birds"]),
        ({"method": "concept/robinson"}, ["Alone"]),
    ],
)
def test_values_and_defaults_are_bound(
    reader: Reader, values: dict[str, str], titles: list[str]
) -> None:
    rows = answer(reader, parse("papers-of", PAPERS_OF), **values)
    assert [title for title, _ in rows] == titles


@pytest.mark.parametrize(
    ("default", "problem"),
    [
        ("Nowhere", "nothing is called 'Nowhere'; try: kg search 'Nowhere'"),
        ("Kit", "nothing is called 'Kit'; did you mean 'Kite'?"),
    ],
)
def test_default_of_another_graph_asks_for_a_value(
    reader: Reader, default: str, problem: str
) -> None:
    asked = parse("papers-of", PAPERS_OF.replace("method: Kite", f"method: {default}"))
    with pytest.raises(QueryError) as raised:
        asked.bound(reader, {})
    assert str(raised.value) == (
        f"papers-of: say -p method=NAME, or -p method= for all; of its default, {problem}"
    )
    assert asked.bound(reader, {"method": ""}) == asked.text


def test_empty_value_takes_the_default_back(reader: Reader) -> None:
    asked = parse("papers-of", PAPERS_OF)
    assert len(answer(reader, asked, method="")) > len(answer(reader, asked))


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        (
            {"colour": "red"},
            QueryError,
            "papers-of has no parameter 'colour'; it has: method, words",
        ),
        ({"method": "Kit"}, NotFoundError, "nothing is called 'Kit'; did you mean 'Kite'?"),
        ({"method": "Pond"}, NotFoundError, None),
        ({"method": "dataset/pond"}, NotFoundError, None),
    ],
)
def test_bad_values(
    reader: Reader, values: dict[str, str], error: type[KgError], message: str | None
) -> None:
    with pytest.raises(error) as raised:
        parse("papers-of", PAPERS_OF).bound(reader, values)
    assert message in (None, str(raised.value))


def test_name_of_two_kinds_is_the_one_asked_for(reader: Reader) -> None:
    asked = parse("papers-of", PAPERS_OF)
    assert [title for title, _ in answer(reader, asked, method="Koala")] == ["Fourth of them"]
    with pytest.raises(AmbiguousError):
        find(reader, "Koala")


INJECTIONS = (
    '"',
    '\\"',
    "'",
    '" } UNION { ?s ?p ?o } #',
    '"@en } } ; DROP ALL #',
    "\n} INSERT DATA { <a> <b> <c> } #",
    "VALUES ?two { UNDEF }",
    "UNDEF",
    "\\u0022 } #",
    "\x00\x1b",
    "<http://x>",
    r"\1 \g<name>",
)


@pytest.mark.parametrize("one", INJECTIONS, ids=ascii)
@pytest.mark.parametrize("two", ["", "} SERVICE <http://localhost:1> { ?s ?p ?o } #"])
def test_text_comes_back_as_it_went_in(reader: Reader, one: str, two: str) -> None:
    assert answer(reader, parse("echo", ECHO), one=one, two=two) == [(one, two)]


@pytest.mark.parametrize("name", [*INJECTIONS, *HOSTILE_NAMES], ids=lambda name: ascii(name[:12]))
def test_hostile_node_is_merely_not_found(reader: Reader, name: str) -> None:
    asked = parse("papers-of", PAPERS_OF)
    try:
        text = asked.bound(reader, {"method": name})
    except NotFoundError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert text in (asked.text, asked.bound(reader, {"method": "Kite"}))


@pytest.mark.parametrize("name", ["\ud800", "\udcff"], ids=ascii)
def test_broken_bytes_in_a_text_are_question_marks(reader: Reader, name: str) -> None:
    assert answer(reader, parse("echo", ECHO), one=name) == [("?", "")]


def test_self_contained_declares_what_is_used() -> None:
    text = "SELECT ?t { ?p a kg:Paper ; dcterms:title ?t FILTER (?t != 'skos: x') }"
    assert self_contained(text) == (
        "PREFIX kg: <https://w3id.org/paper-kg/ns#>\n"
        "PREFIX dcterms: <http://purl.org/dc/terms/>\n" + text
    )


def test_own_folder_hides_shipped_questions(tmp_path: Path) -> None:
    (tmp_path / "themes.rq").write_text("#+ summary: Mine\nSELECT * {}", "utf-8-sig")
    (tmp_path / "other.rq").write_text("ASK {}")
    (tmp_path / "notes.txt").write_text("#+ no question")
    known = questions(tmp_path)
    assert list(known) == sorted({*SHIPPED, "other"})
    assert known["themes"].summary == "Mine"
    assert question("themes", tmp_path) == known["themes"]
    assert question("themes").summary != "Mine"


def test_one_broken_file_spoils_no_other_question(tmp_path: Path) -> None:
    (tmp_path / "broken.rq").write_text("#+ params:\n#+   - x\n")
    assert question("themes", tmp_path) == question("themes")
    with pytest.raises(QueryError, match="broken: cannot read the decorator '- x'"):
        questions(tmp_path)


def test_question_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "my own.rq"
    path.write_text(PAPERS_OF)
    assert question(str(path)) == parse("my own", PAPERS_OF)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("teemes", "no question is called 'teemes'; did you mean 'themes'?"),
        ("zzz", "no question is called 'zzz'; see: kg queries"),
        ("", "no question is called ''; see: kg queries"),
        ("absent.rq", "absent.rq: cannot be read: No such file or directory"),
        ("folder.rq", "folder.rq: cannot be read: Is a directory"),
        ("binary.rq", "binary.rq: not a UTF-8 text file"),
    ],
)
def test_no_such_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.rq").mkdir()
    (tmp_path / "binary.rq").write_bytes(b"\xff\xfe\x00SELECT")
    with pytest.raises(QueryError) as raised:
        question(name)
    assert str(raised.value) == message


@pytest.mark.parametrize("name", ["x" * 5000, "/" + "x" * 5000, "../themes", "themes/.."])
def test_odd_question_names_are_refused_in_one_line(name: str) -> None:
    with pytest.raises(QueryError) as raised:
        question(name)
    assert len(str(raised.value).splitlines()) == 1


def test_missing_folder_of_questions(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no such folder of questions"):
        questions(tmp_path / "absent")


@pytest.mark.parametrize(
    ("file", "counted"),
    [("README.md", r"(\d+) of them are named"), ("CHANGELOG.md", r"(\d+) named questions")],
)
def test_number_of_questions_is_told(file: str, counted: str) -> None:
    text = (Path(__file__).parents[1] / file).read_text(encoding="utf-8")
    assert re.findall(counted, text) == [str(len(SHIPPED))]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_question_begins_with_its_summary(name: str) -> None:
    asked = question(name)
    assert asked.text.startswith(f"#+ summary: {asked.summary}\n")
    assert re.fullmatch(r"[A-Z].{10,110}[^.]", asked.summary)
    assert all(parameter.help for parameter in asked.parameters)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_question_answers_on_the_sample(sample: Graph, name: str) -> None:
    asked = question(name)
    found = ask(sample.reader, asked.bound(sample.reader, {}))
    rows = list(found.rows())
    assert rows
    assert len(rows) == len(set(rows))
    assert {len(row) for row in rows} == {len(found.columns)}


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_question_has_one_order(sample: Graph, name: str) -> None:
    """Sorted by enough columns to leave no two rows in the order in which they were met."""
    text = question(name).text
    plain = "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
    keys = set(re.findall(r"\?(\w+)", plain.rpartition("ORDER BY")[2]))
    columns = ask(sample.reader, plain).columns
    rows = list(ask(sample.reader, plain).rows())
    sorted_by = [place for place, column in enumerate(columns) if column in keys]
    assert len({tuple(row[place] for place in sorted_by) for row in rows}) == len(rows)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_question_runs_unbound_in_rdflib(tmp_path: Path, name: str) -> None:
    with kg.open(publish_web(tmp_path)) as graph:
        text = self_contained(question(name).text)
        theirs = graph.rdflib().query(text)
        ours = ask(graph.reader, question(name).text)
        assert tuple(map(str, theirs.vars or ())) == ours.columns
        assert len(list(theirs)) == len(list(ours.rows()))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_question_is_standard_sparql(name: str) -> None:
    """It runs, without an answer, on an empty graph of any RDF tool."""
    assert list(rdflib.Graph().query(self_contained(question(name).text))) == []


def test_papers_are_similar_by_what_is_rare(reader: Reader) -> None:
    """Two papers have Kite and two Sieve, four have backprop: 1/2 + 1/2 + 1/4."""
    rows = answer(reader, question("similar-papers"), paper="Kite flies over birds")
    assert [row[1:] for row in rows[:2]] == [
        ("Heron wades", "1.25", "Kite, Sieve, backprop"),
        (EVIL.title, "0.25", "backprop"),
    ]


def test_untried_pairs_are_in_no_paper(sample: Graph) -> None:
    rows = answer(sample.reader, question("untried-pairs"))
    tried = {
        (method, dataset)
        for dataset in {row[4] for row in rows}
        for method, *_ in answer(sample.reader, question("methods-on-dataset"), dataset=dataset)
    }
    assert tried
    assert tried.isdisjoint((method, dataset) for _, method, _, _, dataset, *_ in rows)


def test_bridges_leave_the_themes_themselves_out(reader: Reader) -> None:
    values = {"one": "birds", "other": "backprop"}
    rows = answer(reader, question("bridges-between-themes"), **values)
    assert [name for name, *_ in rows] == ["Kite", "Pond", "Sieve"]


def test_theme_questions_look_below_the_theme(reader: Reader) -> None:
    rows = answer(reader, question("code-for-theme"), theme="animals")
    assert [row[1] for row in rows] == ["https://github.com/x/kite"]
