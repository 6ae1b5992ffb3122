"""kg extract: streams, pages with marks, pipelines and themes of one's own."""

from __future__ import annotations

import gzip
import json
import lzma
import re
import shutil
from html import unescape
from typing import TYPE_CHECKING

import pytest

import kg
from kg.extract import SHIPPED
from kg.model import Extraction, Link, Mention, NamedEntity, Paper
from kg.render.marked import marked
from tests.running import running

if TYPE_CHECKING:
    from pathlib import Path

    from tests.running import Run

HOSTILE = "TideNet <script>alert(1)</script> & \u202eseas"
ROWS = (
    {"title": "TideNet: Reading Marmots", "abstract": "We propose TideNet for marmot counting."},
    {"title": HOSTILE, "abstract": "<b>We propose TideNet.</b> See https://github.com/a/b."},
)
SKOS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix c: <https://e.org/> .
c:m skos:prefLabel "marmot counting" ; skos:altLabel "groundhog census" ; skos:broader c:z .
c:z skos:prefLabel "field zoology" .
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return running(tmp_path / "output")


def records(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_papers_come_once_in_their_order(source: Path, run: Run) -> None:
    result = run("extract", str(source), str(source))
    assert result.exit_code == 0, result.output
    assert [record["title"] for record in records(result.stdout)] == [r["title"] for r in ROWS]


def test_first_paper_is_out_before_the_last_is_in(source: Path, run: Run) -> None:
    """A line that is no paper stops what comes after it, and nothing before it."""
    with source.open("a") as file:
        file.write('{"title": "A title"}\n' * 2)
    going_on = run("extract", "--keep-going", str(source))
    assert going_on.exit_code == 1
    assert len(records(going_on.stdout)) == 3
    assert going_on.stderr.count("Error: ") == 2
    stopped = run("extract", str(source))
    assert stopped.exit_code == 1
    assert "papers.jsonl:3: title without abstract" in stopped.stderr


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress)])
def test_packed_papers_are_read(source: Path, run: Run, suffix: str, pack: object) -> None:
    packed = source.with_name(source.name + suffix)
    packed.write_bytes(pack(source.read_bytes()))  # type: ignore[operator]
    assert run("extract", str(packed)).stdout == run("extract", str(source)).stdout


def test_output_goes_to_a_file(source: Path, run: Run, tmp_path: Path) -> None:
    result = run("extract", str(source), "-o", str(tmp_path / "records.jsonl"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(records((tmp_path / "records.jsonl").read_text("utf-8"))) == 2


def test_page_marks_mentions_and_escapes_text(source: Path, run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run("extract", str(source), "--format", "displacy", "-o", str(page))
    assert result.exit_code == 0, result.output
    text = page.read_text("utf-8")
    assert text.count("<html") == text.count("</html>") == 1
    assert text.count('class="entities"') == 2
    assert "<script" not in text
    assert "<b>" not in text
    assert "\u202e" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    marks = [
        re.sub(r"<[^>]+>|\s+", " ", mark).split()
        for mark in re.findall(r"<mark.*?</mark>", text, re.DOTALL)
    ]
    assert ["TideNet", "method"] in marks
    assert ["https://github.com/a/b", "link"] in marks
    assert "var(--method)" in text


def test_marked_text_is_whole_and_marked_once() -> None:
    paper = Paper("paper/x", "A\ud800 & B", "low-rank < adaptation")
    method = NamedEntity("method", "low-rank", mentions=(Mention("abstract", 0, 8, "low-rank"),))
    theme = NamedEntity("theme", "low", mentions=(Mention("abstract", 0, 3, "low"),))
    title = NamedEntity("theme", "B", mentions=(Mention("title", 5, 6, "B"),))
    link = Link("https://e.org", "other", "abstract", 9, 10)
    [_, drawn, _] = marked([(paper, Extraction((theme, title, method), (link,)))])
    labels = re.findall(r"<span[^>]*>(\w+)</span>", drawn)
    assert labels == ["theme", "method", "link"]
    text = unescape(re.sub(r"<span.*?</span>|<[^>]+>", "", drawn))
    assert "".join(text.split()) == "A\ufffd&Blow-rank<adaptation"


def test_themes_of_ones_own_are_found_and_stand_in_the_graph(
    source: Path, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "zoology.ttl"
    file.write_text(SKOS, "utf-8")
    with_themes = run("extract", str(source), "--themes", str(file)).stdout
    assert with_themes != run("extract", str(source)).stdout
    themes = records(with_themes)[0]["themes"]
    assert isinstance(themes, list)
    assert "marmot counting" in [theme["name"] for theme in themes]
    plain = run("build", str(source), "--json")
    built = run("build", str(source), "--themes", str(file), "--json")
    assert built.exit_code == 0, built.output
    assert json.loads(built.stdout)["data"]["extracted"] == len(ROWS)
    assert json.loads(plain.stdout)["data"]["quads"] < json.loads(built.stdout)["data"]["quads"]
    with kg.open(tmp_path / "output") as graph:
        assert "theme" in graph.entity("groundhog census").kinds
        assert graph.entity("field zoology").kinds == ("theme",)
    again = run("build", str(source), "--themes", str(file), "--json")
    assert json.loads(again.stdout)["data"]["changed"] is False


@pytest.mark.parametrize("command", ["build", "extract"])
@pytest.mark.parametrize(
    ("option", "content", "problem"),
    [
        ("--themes", "c:b a", "not Turtle"),
        ("--themes", None, "cannot be read"),
        ("--pipeline", None, "holds no pipeline"),
    ],
)
def test_wrong_options_are_one_line(
    source: Path, run: Run, tmp_path: Path, command: str, option: str, content: str, problem: str
) -> None:
    path = tmp_path / "wrong"
    if content:
        path.write_text(content, "utf-8")
    result = run(command, str(source), option, str(path))
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert problem in result.stderr


def test_pipeline_of_ones_own_reads(source: Path, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(SHIPPED, folder)
    own = run("extract", str(source), "--pipeline", str(folder))
    assert own.stdout == run("extract", str(source)).stdout
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({**ROWS[0], "methods": [{"name": "TideNet"}]}) + "\n", "utf-8")
    assert run("evaluate", str(gold), "--pipeline", str(folder)).exit_code == 0
    broken = run("evaluate", str(gold), "--pipeline", str(tmp_path / "none"))
    assert "holds no pipeline" in broken.stderr
