"""``--min-confidence`` of every command that has it: less sure edges are as if not there."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest

import kg
from kg.cli import main
from tests.running import running
from tests.test_render import graph_of

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.places import Place
    from tests.running import Run

LEVELS = ("0.5", "0.7", "0.9", "1")


@pytest.fixture
def web(web_place: Place) -> Run:
    """Run a command on the hand-made graph."""
    return running(web_place)


@pytest.fixture
def demo(sample_output: Path) -> Run:
    """Run a command on the bundled sample."""
    return running(sample_output)


def column(run: Run, line: str, number: int) -> list[str]:
    """Return one column of what a command prints."""
    result = run(*shlex.split(line))
    assert (result.exit_code, result.stderr) == (0, ""), line
    return [row.split("\t")[number] for row in result.stdout.splitlines()[1:]]


@pytest.mark.parametrize(
    ("line", "number", "left"),
    [
        ("show 2401.00001 --min-confidence 0", 1, "proposes uses usesDataset hasTheme"),
        ("show 2401.00001 --min-confidence 0.7", 1, "proposes uses usesDataset"),
        ("show 2401.00001 --min-confidence 0.75", 2, "concept/kite concept/sieve dataset/pond"),
        ("show 2401.00001 --min-confidence 0.95", 1, ""),
        ("neighbours 2401.00001 --min-confidence 0.75", 3, "Kite Sieve Pond"),
        ("neighbours 2401.00001 --min-confidence 0.85", 3, "Kite Pond"),
        ("neighbours Pond -d 2 -k method --min-confidence 0.75", 3, "Kite Sieve"),
        ("neighbours Pond -d 2 -k method --min-confidence 0.85", 3, "Kite"),
        ("path Kite backprop --min-confidence 0.75", 1, "comparesWith uses"),
        ("why Kite backprop --min-confidence 0.7", 1, "comparesWith uses proposes"),
        ("why Kite backprop --min-confidence 0.75", 1, "comparesWith uses"),
    ],
)
def test_what_was_read_less_surely_is_left_out(web: Run, line: str, number: int, left: str) -> None:
    # What was not read from a text, and what every paper of these has.
    given = {"hasCode", "listedOn", "github.com/x/kite", "monday"}
    given |= {"repository/github.com/x/kite", "page/monday"}
    found = [cell for cell in column(web, line, number) if cell not in given]
    assert list(dict.fromkeys(found)) == left.split()


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("show 2401.00001 --min-confidence 1", {"hasCode", "listedOn"}),
        ("show birds --min-confidence 1", {"broader"}),
        ("show monday --min-confidence 1", {"listedOn"}),
    ],
)
def test_what_was_not_read_from_a_text_stays(web: Run, line: str, named: set[str]) -> None:
    assert set(column(web, line, 1)) == named


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("connect Heron dataset/koala", "nothing joins 'Heron' and 'Koala'"),
        (
            "common Heron Kite",
            "nothing is joined to all of 'Heron', 'Kite'; try: kg connect 'Heron' 'Kite'",
        ),
        (
            "similar Heron\\ wades",
            "no paper shares anything with 'Heron wades'; try: kg show 'Heron wades'",
        ),
        ("path Heron dataset/koala", "nothing joins 'Heron' and 'dataset/koala'"),
        (
            "why Heron Kite",
            "nothing joins 'Heron' and 'Kite'; try: kg path 'Heron' 'Kite'",
        ),
    ],
)
def test_nothing_sure_enough_joins_them(web: Run, line: str, message: str) -> None:
    assert web(*shlex.split(line)).exit_code == 0
    result = web(*shlex.split(line), "--min-confidence", "0.91")
    assert (result.exit_code, result.stdout, result.stderr) == (3, "", f"Error: {message}\n")


def confidences(run: Run, level: str) -> list[dict[str, Any]]:
    """Return the facts about a paper that are this sure."""
    result = run("show", "Attention Is All You Need", "--json", "--min-confidence", level)
    facts: list[dict[str, Any]] = json.loads(result.stdout)["data"]["facts"]
    return facts


@pytest.mark.parametrize("level", LEVELS)
def test_facts_that_are_left_are_those_sure_enough(demo: Run, level: str) -> None:
    every = confidences(demo, "0")
    sure = [fact for fact in every if fact["confidence"] >= float(level)]
    assert confidences(demo, level) == sure
    assert len({fact["confidence"] for fact in every}) > 5


def drawn(run: Run, page: Path, *words: str) -> set[str]:
    """Return the keys of what a picture shows, but papers and pages."""
    result = run("render", *words, "-o", str(page))
    assert result.exit_code == 0, result.stderr
    keys = graph_of(page.read_text("utf-8"))["ids"]
    return {key for key in keys if not key.startswith(("paper/", "page/"))}


@pytest.mark.parametrize(
    ("level", "left_out"),
    [
        ("0.9", set()),
        (
            "0.91",
            {
                *("concept/heron", "concept/kite", "concept/koala", "concept/robinson"),
                *("concept/sieve", "dataset/koala", "dataset/pond"),
            },
        ),
    ],
)
def test_picture_of_what_is_sure(web: Run, tmp_path: Path, level: str, left_out: set[str]) -> None:
    every = drawn(web, tmp_path / "all.html")
    sure = drawn(web, tmp_path / "sure.html", "--min-confidence", level)
    assert every - sure == left_out
    assert {"concept/backprop", "repository/github.com/x/kite"} <= sure <= every


def test_picture_around_a_name(web: Run, tmp_path: Path) -> None:
    words = ("Kite flies over birds", "-d", "1", "--min-confidence")
    assert "concept/sieve" in drawn(web, tmp_path / "a.html", *words, "0.8")
    assert "concept/sieve" not in drawn(web, tmp_path / "b.html", *words, "0.81")


def test_programs_ask_for_confidence_too(web_place: Place) -> None:
    with kg.open(web_place, min_confidence=0.75) as graph:
        found = {one.node.name for one in graph.neighbourhood("2401.00001")}
    assert found >= {"Kite", "Sieve", "Pond"}
    assert "backprop" not in found


HAVING = [
    name
    for name, command in main.commands.items()
    if any("--min-confidence" in each.opts for each in command.params)
]


def test_commands_that_have_it() -> None:
    assert set(HAVING) == {
        *("show", "neighbours", "path", "why", "similar", "compare", "common", "connect"),
        *("trends", "gaps", "report", "render"),
    }


@pytest.mark.parametrize("name", HAVING)
@pytest.mark.parametrize("wrong", ["1.01", "-0.1", "much", "inf", "nan"])
def test_wrong_levels_are_refused(web: Run, name: str, wrong: str) -> None:
    number = {"path": 2, "why": 2, "compare": 2, "trends": 0, "gaps": 0, "report": 0}
    names = ("Kite", "Pond")[: number.get(name, 1)]
    result = web(name, *names, "--min-confidence", wrong)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'--min-confidence'" in result.stderr
