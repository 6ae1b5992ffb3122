"""Terminals are respected: width, control characters, quiet; bad input ends in one line."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

import pytest

from kg.cli.output import as_json, plain, table, wrapped
from tests.running import running
from tests.web import EVIL, HOSTILE_NAMES, publish_web

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.places import Place
    from tests.running import Run


@pytest.fixture(scope="module")
def web(web_place: Place) -> Run:
    """Run a command on the hand-made graph."""
    return running(web_place)


@pytest.fixture(scope="module")
def demo(sample_output: Path) -> Run:
    """Run a command on the bundled sample."""
    return running(sample_output)


LOOKUPS = (
    ("search", "evil"),
    ("show", EVIL.id),
    ("show", "backprop"),
    ("neighbours", "backprop"),
    ("path", EVIL.id, "Kite"),
    ("similar", "2401.00001"),
    ("compare", EVIL.id, "2401.00001", "--evidence"),
    ("common", "backprop", "monday", "--evidence"),
    ("connect", EVIL.id, "Kite", "Pond"),
    ("trends", "--by", "page"),
    ("gaps",),
    ("why", EVIL.id, "backprop"),
    ("stats",),
    ("query", "SELECT ?title { ?paper dcterms:title ?title }"),
    ("queries",),
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\x1b[31mb", "a[31mb"),
        ("a\tb\r\nc\x85d\u2028e", "a b c d e"),
        ("\x00\x07\x7f\x9b\u202e\u2066\u200f\u061cx", "x"),
        ("Lo\udcffRA", "LoRA"),
        ("\u4e2d\u6587 \U0001f600 caf\xe9", "\u4e2d\u6587 \U0001f600 caf\xe9"),
    ],
)
def test_plain(text: str, shown: str) -> None:
    assert plain(text) == shown
    assert json.loads(as_json(text)) == text


@pytest.mark.parametrize("format_", ["table", "tsv", "json"])
@pytest.mark.parametrize("words", LOOKUPS, ids=" ".join)
def test_titles_never_steer_the_terminal(web: Run, words: tuple[str, ...], format_: str) -> None:
    result = web(*words, "--format", format_)
    assert result.exit_code == 0
    steering = {c for c in result.stdout if unicodedata.category(c) in ("Cc", "Cf")}
    allowed = {"\n", "\t"} if format_ == "tsv" else {"\n"}
    if words[0] == "query" and format_ == "json":
        allowed |= {"\u202e", "\x9b"}  # The W3C's format, as it is; only terminals are shielded.
    assert steering <= allowed


def test_titles_never_break_a_row(web: Run) -> None:
    for line in web("neighbours", "backprop").stdout.splitlines():
        assert line.count("\t") == 6


@pytest.mark.parametrize(
    "words",
    [
        ("search", "attention"),
        ("neighbours", "BERT"),
        ("compare", "BERT", "GPT-3"),
        ("common", "BERT", "GPT-3"),
        ("similar", "Mask R-CNN"),
        ("trends",),
        ("gaps",),
        ("gaps", "--task", "object detection"),
        ("stats",),
        ("queries",),
        ("query", "claimed-results"),
        ("query", "papers-with-code"),
    ],
    ids=" ".join,
)
def test_tables_fit_a_narrow_terminal(demo: Run, words: tuple[str, ...]) -> None:
    result = demo(*words, KG_FORMAT="table", COLUMNS="40")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 40


def test_sentences_wrap_in_a_narrow_terminal(web: Run) -> None:
    result = web("show", "2401.00001", KG_FORMAT="table", COLUMNS="40")
    assert max(map(len, result.stdout.splitlines())) <= 40


@pytest.mark.parametrize("columns", ["", "0", "-1", "x", "\xb2", "1e9", "9" * 5000, "7"])
def test_odd_widths_are_no_trouble(web: Run, columns: str) -> None:
    result = web("stats", "--format", "table", COLUMNS=columns)
    assert result.exit_code == 0


def test_table_keeps_every_letter() -> None:
    word = "x" * 500
    lines = list(table(("one", "two"), [(word, "[bold]y[/bold]")]))
    assert "".join(lines).count("x") == 500
    assert any("[bold]y[/bold]" in line for line in lines)


def test_wrapped_keeps_addresses_whole() -> None:
    address = "https://example.org/" + "a" * 200
    assert address in list(wrapped(f"see {address}", "  "))[-1]


def test_output_folder_by_option_and_by_environment(tmp_path: Path, sample_output: Path) -> None:
    web_output = publish_web(tmp_path)
    web = running(web_output)
    assert web("show", "Robinson").exit_code == 0
    assert web("show", "Robinson", "-C", str(sample_output)).exit_code == 3
    option = web("show", "Robinson", "--output", str(web_output), KG_OUTPUT="/nowhere")
    assert option.exit_code == 0
    assert web("show", "Robinson", KG_OUTPUT="/nowhere").exit_code == 1


def test_format_by_option_and_by_environment(web: Run) -> None:
    tsv = web("show", "Kite").stdout
    assert tsv.startswith("subject\t")
    assert web("show", "Kite", KG_FORMAT="table").stdout.startswith("Kite\n")
    assert web("show", "Kite", "--format", "tsv", KG_FORMAT="json").stdout == tsv
    assert json.loads(web("show", "Kite", "--json", KG_FORMAT="table").stdout)
    assert web("show", "Kite", KG_FORMAT="colourful").exit_code == 2


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("neighbours backprop -n 1", "the nearest 1"),
        ("render kite -o {tmp}/kite.html", "open it in a browser"),
        ("check -C {sample}", "no problems"),
    ],
)
def test_quiet_has_no_notes(
    web: Run, tmp_path: Path, sample_output: Path, line: str, note: str
) -> None:
    words = line.format(tmp=tmp_path, sample=sample_output).split()
    loud, quiet = web(*words), web("-q", *words)
    assert note in loud.stderr
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, loud.stdout, "")


def test_errors_are_told_in_quiet_too(web: Run) -> None:
    assert web("-q", "show", "Kitee").stderr.startswith("Error: ")


def test_version_and_help(web: Run) -> None:
    assert re.fullmatch(r"kg, version \d+\.\d+\.\d+\n", web("--version").stdout)
    shown = web("--help").stdout
    assert "Exit codes: 0 found, 1 error, 2 wrong usage, 3 not found, 4 ambiguous name." in shown
    commands = re.findall(r"^  (\w+)  ", shown.partition("Commands:")[2], re.MULTILINE)
    assert commands[:4] == ["demo", "build", "extract", "search"]


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: ascii(name[:12]))
@pytest.mark.parametrize(
    "command", ["show", "neighbours", "path", "why", "similar", "connect", "search", "query"]
)
def test_hostile_name_ends_in_one_line(web: Run, command: str, name: str) -> None:
    more = {"path": ["Kite"], "why": ["Kite"], "connect": ["Pond"]}.get(command, [])
    result = web("-q", command, *more, "--", name)
    assert result.exit_code in (0, 1, 3)
    assert (result.exit_code == 0) == (result.stderr == "")
    assert result.stderr.count("\n") <= 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", "not a UTF-8 text file"),
        (b"SELECT", "not a SPARQL query: "),
        (b"", "not a SPARQL query: "),
        (b"\x00", "not a SPARQL query: "),
        (b"#+ params:\n#+ - x", "cannot read the decorator '- x'"),
        (b"LOAD <file:///etc/passwd>", "not a SPARQL query: "),
    ],
)
def test_bad_question_ends_in_one_line(
    web: Run, tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "bad.rq"
    path.write_bytes(content)
    result = web("query", str(path))
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert message in result.stderr
    piped = web("query", "-", stdin=content)
    assert (piped.exit_code, piped.stdout, piped.stderr.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(
    "line",
    [
        "export {tmp}/file/graph.ttl",
        "render -o {tmp}/file/graph.html",
        "build {tmp}/file -C {tmp}/file/output",
        "build {tmp}/binary.txt -C {tmp}/made",
        "build {tmp} -C {tmp}/made",
        "extract {tmp}/binary.txt",
        "evaluate {tmp}/binary.txt",
        "evaluate {tmp}/list.jsonl",
        "evaluate {tmp}/empty.jsonl",
        "evaluate {tmp}/gold.jsonl {tmp}/binary.txt",
        "stats -C {tmp}/broken",
        "show Kite -C {tmp}/broken",
        "demo -C {tmp}/file/output",
    ],
)
def test_bad_files_end_in_one_line(web: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "binary.txt").write_bytes(b"\x00\xff\x00" * 99)
    (tmp_path / "list.jsonl").write_text("[1, 2]\n")
    (tmp_path / "empty.jsonl").write_text("\n")
    (tmp_path / "gold.jsonl").write_text('{"id": "a", "title": "A", "abstract": "B"}\n')
    (tmp_path / "broken" / "store").mkdir(parents=True)
    (tmp_path / "broken" / "store" / "CURRENT").write_bytes(b"\xff")
    result = web(*line.format(tmp=tmp_path).split())
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1


def test_sparql_needs_no_braces_to_be_no_file(web: Run) -> None:
    result = web("query", "DESCRIBE <https://w3id.org/paper-kg/concept/kite>")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "<https://w3id.org/paper-kg/concept/kite>" in result.stdout


def test_ctrl_c_ends_a_build_in_one_line(
    web: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.build.build", stopped)
    done = web("build", str(tmp_path))
    assert (done.exit_code, done.stdout) == (130, "")
    assert done.stderr == "\nstopped; what was done stays, and a build goes on from there\n"
