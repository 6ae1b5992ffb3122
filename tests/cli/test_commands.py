"""Every command: a success, a thing not found or an error, a wrong usage; codes and channels."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.cli import main
from tests.running import running
from tests.test_train import ANNOTATED

if TYPE_CHECKING:
    import click

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


ROOT = Path(__file__).parents[2]
PAGE = "A paper on kites\nWe propose KiteNet, a method to fly. It is tested on ImageNet.\n"
FACTS = "subject\trelation\tobject\tconfidence\tfield\tstart\tsentence\n"
NEAR = "hops\trelation\tkind\tname\tconfidence\tid\tsentence\n"

ANSWERS = {
    "search kite -k method": (
        "kind\tname\tfound as\tedges\tid\n"  #
        "method\tKite\t\t2\tconcept/kite\n"
    ),
    "search kinetic": (
        "kind\tname\tfound as\tedges\tid\nmethod\tKite\tKinetic Inference\t2\tconcept/kite\n"
    ),
    "show Robinson": (
        f"{FACTS}paper/alone\tproposes\tconcept/robinson\t0.9\tabstract\t0\tRobinson is here.\n"
    ),
    "show Robinson --min-confidence 0.9": (
        f"{FACTS}paper/alone\tproposes\tconcept/robinson\t0.9\tabstract\t0\tRobinson is here.\n"
    ),
    "show Robinson --min-confidence 0.91": FACTS,
    "neighbours Robinson --min-confidence 0.91": NEAR,
    "neighbours kite --via comparesWith": (
        f"{NEAR}1\tcompared in\tpaper\tHeron wades\t0.9\tpaper/heron-wades\tHeron beats Kite.\n"
    ),
    "path Heron dataset/koala": (
        f"{FACTS}"
        "paper/heron-wades\tproposes\tconcept/heron\t0.9\tabstract\t0\tHeron beats Kite.\n"
        "paper/heron-wades\tusesDataset\tdataset/koala\t0.9\tabstract\t49\tThe data is Koala.\n"
    ),
    "why Heron kite": (
        f"{FACTS}"
        "paper/heron-wades\tproposes\tconcept/heron\t0.9\tabstract\t0\tHeron beats Kite.\n"
        "paper/heron-wades\tcomparesWith\tconcept/kite\t0.9\tabstract\t0\tHeron beats Kite.\n"
    ),
    "similar 2401.00001 -n 1": (
        "likeness\tpaper\tshared\tid\n1.25\tHeron wades\tKite, Sieve, backprop\tpaper/heron-wades\n"
    ),
    "common kite Pond": (
        "kind\tname\thow\tedges\tid\n"
        "paper\tKite flies over birds\tproposes, uses data set\t8\tpaper/arxiv-2401.00001\n"
    ),
    "compare kite heron": (
        "of\tkind\tname\tone\tother\tid\tsentence_of_one\tsentence_of_other\n"
        "both\tpaper\tHeron wades\tcompared in\tproposed by\tpaper/heron-wades\t"
        "Heron beats Kite.\tHeron beats Kite.\n"
        "one\tpaper\tKite flies over birds\tproposed by\t\tpaper/arxiv-2401.00001\t"
        "We propose Kite and test it on Pond.\t\n"
    ),
    "connect heron kite": (
        f"{FACTS}"
        "paper/heron-wades\tproposes\tconcept/heron\t0.9\tabstract\t0\tHeron beats Kite.\n"
        "paper/heron-wades\tcomparesWith\tconcept/kite\t0.9\tabstract\t0\tHeron beats Kite.\n"
    ),
    "trends --kind theme": (
        "name\tpapers\tchange\tpapers_2024-01\tid\n"
        "papers in all\t1\t0\t1\t\n"
        "backprop\t1\t0\t1\tconcept/backprop\n"
        "birds\t1\t0\t1\tconcept/bird\n"
    ),
    "query methods-on-dataset -p dataset=Pond": (
        "method\tpapers\texample\n"
        "Kite\t1\tKite flies over birds\n"
        "Sieve\t1\tKite flies over birds\n"
        "backprop\t1\tKite flies over birds\n"
    ),
    "query 'ASK { ?s kg:proposes ?o }'": "answer\ntrue\n",
    "query 'ASK {}' --format csv": "true",
    "queries themes": (
        "question\tsummary\tparameters\n"  #
        "themes\tThemes by the number of their papers\t\n"
    ),
}
"""What a command prints into a pipe."""

TEXTS = {
    "show heron": """\
Heron
  method · concept/heron

proposed by
  Heron wades  (0.90)
      «Heron beats» Kite.

rivals, and in how many papers
     1  Kite
      Heron beats «Kite».

data sets in the same papers
     1  Koala

methods in the same papers
     1  backprop
     1  Kite
     1  Sieve
""",
    "show 2401.00001": """\
Kite flies over birds
  paper · paper/arxiv-2401.00001
  arXiv 2401.00001
  DOI 10.1000/kite
  number 1 on monday (Mar 11)

  We propose Kite and test it on Pond. Backprop trains it through a Sieve.

proposes
  Kite  (0.90)
      We propose «Kite and» test it on Pond.

uses
  Sieve  (0.80)
      Backprop trains it through a «Sieve».
  backprop  (0.70)
      «Backprop» trains it through a Sieve.

uses data set
  Pond  (0.90)
      We propose Kite and test it on «Pond».

has theme
  backprop  (0.60)
      «Backprop» trains it through a Sieve.
  birds  (0.60)
      Kite flies over «birds»

has code
  github.com/x/kite
""",
    "show animals": """\
animals
  theme · concept/animal

narrower
  birds
""",
    "show tuesday": """\
tuesday
  page · page/tuesday

lists
  Alone
  Bare words
""",
    "path Heron Pond": """\
Heron
  proposed by → Heron wades
    «Heron beats» Kite.
    paper/heron-wades, abstract 0-11, confidence 0.90
  compares with → Kite
    Heron beats «Kite».
    paper/heron-wades, abstract 12-16, confidence 0.90
  proposed by → Kite flies over birds
    We propose «Kite and» test it on Pond.
    paper/arxiv-2401.00001, abstract 11-19, confidence 0.90
  uses data set → Pond
    We propose Kite and test it on «Pond».
    paper/arxiv-2401.00001, abstract 31-35, confidence 0.90
""",
    "why Kite Pond": """\
Kite flies over birds
  proposes → Kite
  uses data set → Pond
    We propose «Kite and» test it on «Pond».
    paper/arxiv-2401.00001, abstract 11-19 and 31-35, confidence 0.90
""",
    "why Kite dataset/koala": """\
Heron wades
  compares with → Kite
    Heron beats «Kite».
    paper/heron-wades, abstract 12-16, confidence 0.90
  uses data set → Koala
    The data is «Koala».
    paper/heron-wades, abstract 61-66, confidence 0.90
""",
    "similar 2401.00001": """\
1.25  Heron wades
      Kite (2), Sieve (2), backprop (4)
0.25  Evil [31m<script>"title"</script>2J of lines
      backprop (4)
0.25  Fourth of them
      backprop (4)
(in brackets: how many papers have it)
""",
    "compare kite heron": """\
Kite  |  Heron

both have
kind    name          Kite          Heron
───────────────────────────────────────────────
paper   Heron wades   compared in   proposed by

only Kite has
  proposed by
    Kite flies over birds

only Heron has: nothing

named by papers of both, and by how many of each
kind      name       Kite   Heron
─────────────────────────────────
method    backprop   2      1
method    Sieve      2      1
dataset   Koala      1      1
""",
    "compare kite heron --evidence": """\
Kite  |  Heron

both have
  Heron wades: compared in | proposed by
    Heron beats «Kite».
    paper/heron-wades, abstract 12-16, confidence 0.90
    «Heron beats» Kite.
    paper/heron-wades, abstract 0-11, confidence 0.90

only Kite has
  proposed by
    Kite flies over birds
    We propose «Kite and» test it on Pond.
    paper/arxiv-2401.00001, abstract 11-19, confidence 0.90

only Heron has: nothing

named by papers of both, and by how many of each
kind      name       Kite   Heron
─────────────────────────────────
method    backprop   2      1
method    Sieve      2      1
dataset   Koala      1      1
""",
    "common kite Pond --evidence": """\
Kite flies over birds
  proposes → Kite
    We propose «Kite and» test it on Pond.
    paper/arxiv-2401.00001, abstract 11-19, confidence 0.90
  uses data set → Pond
    We propose Kite and test it on «Pond».
    paper/arxiv-2401.00001, abstract 31-35, confidence 0.90
""",
    "connect Heron Pond dataset/koala": """\
Heron
  proposed by → Heron wades
    «Heron beats» Kite.
    paper/heron-wades, abstract 0-11, confidence 0.90
  compares with → Kite
    Heron beats «Kite».
    paper/heron-wades, abstract 12-16, confidence 0.90
  proposed by → Kite flies over birds
    We propose «Kite and» test it on Pond.
    paper/arxiv-2401.00001, abstract 11-19, confidence 0.90
  uses data set → Pond
    We propose Kite and test it on «Pond».
    paper/arxiv-2401.00001, abstract 31-35, confidence 0.90
Heron wades
  uses data set → Koala
    The data is «Koala».
    paper/heron-wades, abstract 61-66, confidence 0.90
""",
    "trends --kind method --by page": """\
name           papers  change  Mar 11
─────────────────────────────────────
papers in all  3               3
backprop       3       +0.00   3
Kite           2       +0.00   2
Sieve          2       +0.00   2
Heron          1       +0.00   1
3 papers without such a date
""",
    "neighbours concept/koala": """\
hops   relation      kind    name             confidence
────────────────────────────────────────────────────────
1      proposed by   paper   Fourth of them   0.90
""",
}
"""What a command prints on a terminal."""

FAILURES = [
    ("search 'wholly unlike'", 3, "no name is like 'wholly unlike'; see: kg stats"),
    ("show Kitee", 3, "nothing is called 'Kitee'; did you mean 'Kite'?"),
    ("show ''", 3, "no name is given; try: kg search WORD"),
    ("show ' '", 3, "no name is given; try: kg search WORD"),
    ("search ''", 3, "no text is given; see: kg stats"),
    ("show zzzz", 3, "nothing is called 'zzzz'; try: kg search 'zzzz'"),
    (
        "show koala",
        4,
        "'koala' is ambiguous; name one of: concept/koala (Koala), dataset/koala (Koala)",
    ),
    (
        "similar Pond",
        3,
        "'Pond' is a dataset, not a paper; try: kg neighbours 'Pond' --kind paper",
    ),
    ("similar Kitee", 3, "nothing is called 'Kitee'; try: kg search 'Kitee'"),
    ("similar Alone", 3, "no paper shares anything with 'Alone'; try: kg show 'Alone'"),
    ("compare Kitee Pond", 3, "nothing is called 'Kitee'; did you mean 'Kite'?"),
    (
        "compare koala Pond",
        4,
        "'koala' is ambiguous; name one of: concept/koala (Koala), dataset/koala (Koala)",
    ),
    (
        "common Kite Robinson",
        3,
        "nothing is joined to all of 'Kite', 'Robinson'; try: kg connect 'Kite' 'Robinson'",
    ),
    ("connect Kite Pond Robinson", 3, "nothing joins 'Kite' and 'Robinson'"),
    ("trends --by month -C absent", 1, None),
    (
        "gaps --task Kite",
        3,
        "'Kite' is a method, not a task; try: kg neighbours 'Kite' --depth 2 --kind task",
    ),
    ("report --page moonday", 3, "nothing is called 'moonday'; did you mean 'monday'?"),
    ("report -o file/report.md", 1, None),
    ("neighbours Kitee", 3, "nothing is called 'Kitee'; did you mean 'Kite'?"),
    (
        "neighbours koala",
        4,
        "'koala' is ambiguous; name one of: concept/koala (Koala), dataset/koala (Koala)",
    ),
    ("path Kite Robinson", 3, "nothing joins 'Kite' and 'Robinson'"),
    ("path Kite kites", 3, "nothing joins 'Kite' and 'kites'; both are concept/kite"),
    ("path Kite Nowhere", 3, "nothing is called 'Nowhere'; try: kg search 'Nowhere'"),
    (
        "why Kite Robinson",
        3,
        "nothing joins 'Kite' and 'Robinson'; try: kg path 'Kite' 'Robinson'",
    ),
    ("why Kite kites", 3, "nothing joins 'Kite' and 'kites'; both are concept/kite"),
    ("query teemes", 1, "no question is called 'teemes'; did you mean 'themes'?"),
    ("query themes -p x=1", 1, "themes has no parameter 'x'; it has: none"),
    (
        "query methods-on-dataset -p dataset=Kite",
        3,
        "'Kite' is a method, not a dataset; try: kg neighbours 'Kite' --depth 2 --kind dataset",
    ),
    ("query 'DROP ALL {}'", 1, None),
    ("query 'SELECT * { SERVICE <x:y> {} }'", 1, None),
    ("query absent.rq", 1, "absent.rq: cannot be read: No such file or directory"),
    ("queries zzzz", 1, "no question is called 'zzzz'; see: kg queries"),
    ("queries --queries absent", 1, "absent: no such folder of questions"),
    ("render Nowhere", 3, "nothing is called 'Nowhere'; try: kg search 'Nowhere'"),
    ("render -o ''", 1, ".: not the name of a file"),
    (
        "export graph.doc",
        1,
        "graph.doc: no format of that suffix; write one of .ttl, .nt, .nq, .trig, .jsonld, "
        ".graphml, .gexf, .json, .csv, .neo4j, .sssom.tsv",
    ),
    (
        "serve --host 192.0.2.1",
        1,
        "192.0.2.1 lets other machines read the graph; say --remote if they may",
    ),
    (
        "stats -C absent",
        1,
        "absent: holds no graph; build one with: kg build PAGES (or try: kg demo)",
    ),
    (
        "check -C absent",
        1,
        "absent: holds no graph; build one with: kg build PAGES (or try: kg demo)",
    ),
    ("evaluate absent.jsonl", 1, "absent.jsonl: cannot be read: No such file or directory"),
    ("train absent.jsonl -o m", 1, "absent.jsonl: cannot be read: No such file or directory"),
    ("build absent.txt -C here", 1, None),
    ("extract absent.txt", 1, None),
    ("demo -C file/output", 1, None),
]
"""Lines that fail, their exit code, and the one line that says why."""

USAGE = [
    ("", "Usage:"),
    ("nothing-of-it", "No such command 'nothing-of-it'"),
    ("search", "Missing argument 'TEXT'"),
    ("search x -n 0", "0 is not in the range x>=1"),
    ("show", "Missing argument 'NAME'"),
    ("show low rank", "unexpected extra argument (rank)"),
    ("show x -C file", "'file' is a file"),
    ("show x --format xml", "'xml' is not one of 'table', 'tsv', 'json'"),
    ("neighbours x --kind colour", "'colour' is not one of 'paper', 'method'"),
    ("neighbours x --via likes", "'likes' is not one of 'proposes', 'uses'"),
    ("neighbours x --depth far", "'far' is not a valid integer"),
    ("path Kite", "Missing argument 'OTHER'"),
    ("why Kite", "Missing argument 'OTHER'"),
    ("similar", "Missing argument 'PAPER'"),
    ("compare Kite", "Missing argument 'OTHER'"),
    ("compare Kite kites", "'Kite', 'kites': only one thing; name two or more"),
    ("common Kite kite", "'Kite', 'kite': only one thing; name two or more"),
    ("connect Kite", "'Kite': only one thing; name two or more"),
    ("connect Kite kite", "'Kite', 'kite': only one thing; name two or more"),
    ("trends --kind colour", "'colour' is not one of 'method', 'dataset'"),
    ("trends --by day", "'day' is not one of 'year', 'month', 'page'"),
    ("gaps detection", "unexpected extra argument (detection)"),
    ("report -o .", "'.' is a directory"),
    ("query", "Missing argument 'QUESTION'"),
    ("query themes -p x", "'x' is not NAME=VALUE"),
    ("query themes --timeout 0", "0 is not in the range"),
    ("queries a b", "unexpected extra argument (b)"),
    ("render -o .", "'.' is a directory"),
    ("export .", "'.' is a directory"),
    ("export", "Missing argument 'FILE'"),
    ("stats x", "unexpected extra argument (x)"),
    ("serve --port far", "'far' is not a valid integer"),
    ("check x", "unexpected extra argument (x)"),
    ("evaluate", "Missing argument 'GOLD'"),
    ("train annotated.jsonl", "Missing option '-o' / '--output'"),
    ("build", "Missing argument 'SOURCES...'"),
    ("build page.txt -j 0", "0 is not in the range x>=1"),
    ("extract", "Missing argument 'SOURCES...'"),
    ("demo x", "unexpected extra argument (x)"),
]


@pytest.mark.parametrize("line", ANSWERS)
def test_answer_in_a_pipe_is_tsv(web: Run, line: str) -> None:
    result = web(*shlex.split(line))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == ANSWERS[line]


@pytest.mark.parametrize("line", TEXTS)
def test_answer_on_a_terminal_is_text(web: Run, line: str) -> None:
    result = web(*shlex.split(line), KG_FORMAT="table")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == TEXTS[line]


@pytest.mark.parametrize(("line", "code", "message"), FAILURES, ids=lambda value: str(value)[:30])
def test_failure_is_one_line_on_stderr(
    web: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    code: int,
    message: str | None,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    result = web(*shlex.split(line))
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert message is None or result.stderr == f"Error: {message}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(("line", "message"), USAGE)
def test_wrong_usage_is_told_on_stderr(
    web: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    result = web(*shlex.split(line))
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_every_command_is_tried_in_every_way() -> None:
    failing = {line.split()[0] for line, _, _ in FAILURES}
    misused = {line.split()[0] for line, _ in USAGE if line}
    assert set(main.commands) <= failing
    assert set(main.commands) <= misused


def example(command: click.Command) -> str:
    """Return the example line at the end of a command's help."""
    last = str(command.help).strip().splitlines()[-1].strip()
    assert last.startswith("Example: kg ")
    return last.removeprefix("Example: ")


@pytest.mark.parametrize("name", main.commands)
def test_help_tells_all_and_ends_with_an_example(web: Run, name: str) -> None:
    result = web(name, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"  Example: {example(main.commands[name])}\n" in result.stdout
    assert web(name, "-h").stdout == result.stdout


def in_shell(line: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which ``kg`` is this program."""
    kg = f'kg() {{ {shlex.quote(sys.executable)} -m kg "$@"; }}'
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **env}
    return subprocess.run(
        ["bash", "-c", f"{kg}\n{line}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


# A server does not end by itself: tests/serve/test_life.py runs its example.
@pytest.mark.parametrize("name", sorted(set(main.commands) - {"serve"}))
def test_example_runs(sample_output: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(sample_output, tmp_path / "output")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "kites.txt").write_text(PAGE)
    record = {"title": "A paper", "abstract": "We propose KiteNet."}
    (tmp_path / "export.jsonl").write_text(json.dumps(record))
    annotated = "".join(f"{json.dumps(each)}\n" for each in ANNOTATED)
    (tmp_path / "annotated.jsonl").write_text(annotated)
    done = in_shell(example(main.commands[name]), tmp_path)
    assert (done.returncode, "Error" in done.stderr) == (0, False), done.stderr


def test_hints_of_the_demo_lead_somewhere(demo: Run, tmp_path: Path) -> None:
    result = demo("demo", "-C", str(tmp_path))
    assert result.exit_code == 0
    assert f"picture: {tmp_path / 'graph.html'}\n" in result.stdout
    hints = result.stderr.splitlines()[0].removeprefix("now try:  ").split("   ")
    assert len(hints) >= 3
    for hint in hints:
        assert demo(*shlex.split(hint)[1:]).exit_code == 0, hint


@pytest.mark.parametrize(
    "line",
    [
        "search attention --json",
        "show LoRA --json",
        "show 'Attention Is All You Need' --json",
        "neighbours LoRA --json",
        "path LoRA ImageNet --json",
        "why LoRA GPT-3 --json",
        "similar 'Mask R-CNN' --json",
        "compare LoRA BERT --json",
        "common BERT GPT-3 --json",
        "connect LoRA ImageNet --json",
        "trends --json",
        "gaps --json",
        "gaps --task 'object detection' --json",
        "report --json",
        "report -o report.md --json",
        "stats --json",
        "queries --json",
        "queries themes --format json",
        "check --json",
        "export graph.csv --json",
        "render LoRA -o graph.html --json",
        "build page.txt -C made --json",
        "demo -C made --json",
        "evaluate gold.jsonl --json",
    ],
)
def test_json_has_a_schema_version(
    demo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(PAGE)
    Path("gold.jsonl").write_text('{"id": "a", "title": "A", "abstract": "B.", "methods": []}\n')
    result = demo(*shlex.split(line))
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    assert (list(answer), answer["schema_version"]) == (["schema_version", "data"], 1)


def test_json_of_a_fact_has_its_evidence(web: Run) -> None:
    (proposes, uses) = json.loads(web("why", "Kite", "Pond", "--json").stdout)["data"]
    assert proposes["object"] == {"id": "concept/kite", "kind": "method", "name": "Kite"}
    assert uses["quotes"][0] == {
        "paper": "paper/arxiv-2401.00001",
        "field": "abstract",
        "start": 0,
        "text": "We propose Kite and test it on Pond.",
        "marks": [[11, 19], [31, 35]],
        "confidence": 0.9,
        "rule": "hand",
    }


def test_json_of_a_query_is_the_standard_one(web: Run) -> None:
    answer = json.loads(web("query", "SELECT ?s { ?s kg:comparesWith ?o }", "--json").stdout)
    assert answer["head"] == {"vars": ["s"]}
    assert [row["s"]["type"] for row in answer["results"]["bindings"]] == ["uri"]


def test_build_reports_each_source_and_reads_again(
    demo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(PAGE)
    Path("half.txt").write_text("A title and nothing else\n")
    first = demo("build", "page.txt", "-C", "made")
    assert first.exit_code == 0
    assert "page.txt   1         1     0" in first.stdout
    assert "built: 1 paper, 1 of them extracted now" in first.stdout
    again = demo("build", "page.txt", "-C", "made")
    assert "unchanged: 1 paper, 0 of them extracted now" in again.stdout
    broken = demo("build", "page.txt", "half.txt", "-C", "made")
    assert (broken.exit_code, broken.stderr.count("\n")) == (1, 1)
    assert broken.stderr.startswith("Error: half.txt:")
    kept = demo("build", "page.txt", "half.txt", "-C", "made", "--keep-going")
    assert (kept.exit_code, kept.stderr) == (1, broken.stderr)
    assert demo("show", "A paper on kites", "-C", "made").exit_code == 0


def test_build_reads_stdin_and_says_which_aliases_hold(
    demo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("aliases.tsv").write_text("same\tmethod\tKiteNet\tThe Kite\n")
    result = demo("build", "-", "-C", "made", stdin=PAGE)
    assert (result.exit_code, result.stderr) == (0, "names as aliases.tsv says\n")
    assert demo("show", "the kite", "-C", "made").exit_code == 0


def test_build_says_which_aliases_match_nothing(
    demo: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = ["same\tmethod\tKiteNet\tThe Kite", "same\tdataset\tKiteNet\tKites"]
    Path("names.tsv").write_text("\n".join([*lines, "not-same\ttask\tflying\tdiving"]))
    result = demo("build", "-", "-C", "made", "--aliases", "names.tsv", "--json", stdin=PAGE)
    assert result.exit_code == 0
    assert result.stderr == (
        "names.tsv:2: no paper has a name of this line (nor one of lines 3); "
        "check kind and spelling\n"
    )
    assert json.loads(result.stdout)["data"]["unmatched"] == [2, 3]


def test_extract_prints_a_record_for_each_paper(demo: Run, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    result = demo("extract", str(path))
    assert result.exit_code == 0
    (record,) = map(json.loads, result.stdout.splitlines())
    assert record["title"] == "A paper on kites"
    assert "KiteNet" in [method["name"] for method in record["methods"]]


def test_export_and_render_print_what_they_wrote(
    web: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert web("export", "new/graph.csv").stdout == "new/graph.nodes.csv\nnew/graph.edges.csv\n"
    drawn = web("render", "kite", "-o", "new/kite.html")
    assert (drawn.stdout, drawn.stderr) == ("new/kite.html\n", "open it in a browser:\n")
    assert sorted(path.name for path in Path("new").iterdir()) == [
        "graph.edges.csv",
        "graph.nodes.csv",
        "kite.html",
    ]


def test_check_finds_nothing_wrong_with_the_sample(demo: Run) -> None:
    result = demo("check")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no problems\n")


def test_check_tells_where_and_what(web: Run) -> None:
    result = web("check")
    assert (result.exit_code, result.stderr) == (1, "1 problem\n")
    assert result.stdout == (
        "where\tpath\tvalue\twanted\tseverity\n"
        "paper/arxiv-2401.00001\tkg:hasCode\trepository/github.com/x/kite\t"
        "a mention that supports it\tviolation\n"
    )


NO_ALIAS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://example.org/NoAlias> sh:targetObjectsOf skos:altLabel ; sh:minLength 1000 .
"""


def test_check_asks_own_shapes_too_and_shows_some_of_each(web: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(NO_ALIAS)
    result = web("check", "--shapes", str(own), "-n", "1", "--json")
    texts, shapes = json.loads(result.stdout)["data"]
    assert shapes["rule"] == "what skos:altLabel leads to"
    assert len(shapes["problems"]) == 1
    assert shapes["problems"][0]["wanted"] == "at least 1000 characters"
    assert texts["count"] == 1
    assert result.stderr == (
        f"and {shapes['count'] - 1} more: what skos:altLabel leads to\n"
        f"{shapes['count'] + 1} problems\n"
    )
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("severity", "status", "told"),
    [
        ("Violation", 1, "1 problem\n"),
        ("Warning", 0, "no problems, 1 warning\n"),
        ("Info", 0, "no problems, 1 info\n"),
    ],
)
def test_only_a_violation_fails(
    demo: Run, tmp_path: Path, severity: str, status: int, told: str
) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix kg: <https://w3id.org/paper-kg/ns#> ."
        "[] sh:targetNode <https://w3id.org/paper-kg/concept/lora> ; sh:nodeKind sh:Literal ;"
        f" sh:severity sh:{severity} ."
    )
    result = demo("check", "--shapes", str(own))
    assert (result.exit_code, result.stderr) == (status, told)
    assert result.stdout.splitlines()[1:] == [f"concept/lora\t\t\ta literal\t{severity.lower()}"]


def test_check_refuses_shapes_that_it_does_not_know(web: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(NO_ALIAS.replace("sh:minLength 1000", "sh:not []"))
    result = web("check", "--shapes", str(own))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {own}: sh:not: not known to kg check; it knows ")


def test_evaluate_scores_records(demo: Run, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "title": "A", "abstract": "B.", "methods": [{"name": "Kite"}]}\n')
    result = demo("evaluate", str(gold), str(gold))
    assert result.exit_code == 0
    assert "methods\t1.000\t1.000\t1.000\t1\t0\t0\n" in result.stdout


def test_query_reads_stdin_and_files(web: Run, tmp_path: Path) -> None:
    text = "#+ params:\n#+   - m (method): it\nSELECT ?m { VALUES ?m { UNDEF } }"
    path = tmp_path / "mine.rq"
    path.write_text(text)
    for word, stdin in (("-", text), (str(path), ""), (text, "")):
        assert web("query", word, "-p", "m=kite", stdin=stdin).stdout == "m\nconcept/kite\n"
    own = web("query", "mine", "-p", "m=kite", "--queries", str(tmp_path))
    assert own.stdout == web("query", "mine", "-p", "m=kite", KG_QUERIES=str(tmp_path)).stdout
    assert own.stdout == "m\nconcept/kite\n"


def test_query_shows_sparql_that_runs_elsewhere(web: Run) -> None:
    shown = web("query", "themes", "--show").stdout
    assert shown.startswith("PREFIX kg: <https://w3id.org/paper-kg/ns#>\n")
    assert web("query", "-", stdin=shown).stdout == web("query", "themes").stdout


@pytest.mark.parametrize("value", ['say "hi"', "C:\\new\\", "\\u0022 } #", "it's\n} DROP ALL #"])
def test_shown_sparql_holds_odd_values_safely(web: Run, value: str) -> None:
    text = "#+ params:\n#+   - words (text): any\nSELECT ?words { VALUES ?words { UNDEF } }"
    shown = web("query", text, "-p", f"words={value}", "--show").stdout
    answer = json.loads(web("query", "-", "--format", "json", stdin=shown).stdout)
    assert [row["words"]["value"] for row in answer["results"]["bindings"]] == [value]


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        (
            ("best-results", "-p", "dataset=Pond"),
            "nothing found for dataset=Pond; ask for all with: -p dataset=",
        ),
        (("best-results", "-p", "dataset="), "nothing found"),
        (("SELECT ?x { ?x kg:none ?y }",), "nothing found"),
        (("themes",), ""),
        (("ASK { ?x kg:none ?y }",), ""),
    ],
)
def test_query_says_that_nothing_was_found(web: Run, arguments: tuple[str, ...], note: str) -> None:
    result = web("query", *arguments)
    assert (result.exit_code, result.stderr.rstrip("\n")) == (0, note)


@pytest.mark.parametrize(
    ("format_", "begins"),
    [("csv", b"s\r\nhttps://w3id.org/"), ("xml", b"<?xml"), ("json", b'{"head"'), ("tsv", b"s\n")],
)
def test_query_formats(web: Run, format_: str, begins: bytes) -> None:
    result = web("query", "SELECT ?s { ?s kg:comparesWith ?o }", "--format", format_)
    assert (result.exit_code, result.stdout_bytes.startswith(begins)) == (0, True)


@pytest.mark.parametrize("format_", ["table", "tsv", "json", "csv", "xml"])
def test_triples_come_as_turtle(web: Run, format_: str) -> None:
    text = "CONSTRUCT { ?s kg:uses ?o } WHERE { ?s kg:comparesWith ?o }"
    result = web("query", text, "--format", format_)
    assert (result.exit_code, result.stdout.count("kg:uses")) == (0, 1)


def test_similar_takes_the_paper_that_brings_a_method(web: Run) -> None:
    of_method, of_paper = web("similar", "Kite"), web("similar", "2401.00001")
    assert (of_method.exit_code, of_method.stdout) == (0, of_paper.stdout)
    note = "'Kite' is a method; the paper that brings it: Kite flies over birds\n"
    assert (of_method.stderr, of_paper.stderr) == (note, "")


def test_similar_names_the_papers_where_several_bring_a_method(demo: Run) -> None:
    result = demo("similar", "attention mechanism")
    assert result.exit_code == 3
    assert "is a theme, not a paper" in result.stderr


def test_search_tells_what_is_only_spelt_alike(web: Run) -> None:
    result = web("search", "robinsan")
    assert result.stdout.splitlines()[1:] == ["method\tRobinson\talike\t1\tconcept/robinson"]
    assert result.stderr == "nothing has 'robinsan' in its name; these are spelt alike\n"


def test_neighbours_tells_that_there_is_more(web: Run) -> None:
    all_, cut = web("neighbours", "backprop"), web("neighbours", "backprop", "-n", "2")
    assert all_.stderr == ""
    assert cut.stderr == "the nearest 2; --limit shows more, --kind and --via fewer\n"
    assert cut.stdout.splitlines() == all_.stdout.splitlines()[:3]
