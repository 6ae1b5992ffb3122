"""A command imports what it needs: nothing heavy stands between a question and its answer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = (
    "ssl",
    "spacy",
    "thinc",
    "networkx",
    "numpy",
    "pyvis",
    "rdflib",
    "rich",
    "rapidfuzz",
    "sqlite3",
    "starlette",
)
_REPORT = """
import sys
try:
    {program}
finally:
    print(*sorted({{name.partition(".")[0] for name in sys.modules}}), file=sys.stderr)
"""


def imported(program: str, output: Path) -> set[str]:
    """Return the top-level modules that a fresh interpreter holds after running `program`."""
    done = subprocess.run(
        [sys.executable, "-c", _REPORT.format(program=program)],
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "KG_OUTPUT": str(output)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


def command(*words: str) -> str:
    return f"from kg.cli import main; main({list(words)!r})"


@pytest.mark.parametrize(
    "words",
    [
        ("neighbours", "LoRA"),
        ("show", "LoRA"),
        ("path", "LoRA", "ImageNet"),
        ("why", "LoRA", "GPT-3", "--json"),
        ("similar", "paper/arxiv-2106.09685"),
        ("compare", "LoRA", "GPT-3"),
        ("common", "transformer", "ImageNet"),
        ("connect", "LoRA", "ImageNet", "BERT"),
        ("trends",),
        ("gaps", "--task", "object detection"),
        ("report",),
        ("search", "attention"),
        ("stats",),
        ("query", "themes"),
        ("check",),
    ],
    ids=" ".join,
)
def test_lookups_import_nothing_heavy(sample_output: Path, words: tuple[str, ...]) -> None:
    modules = imported(command(*words), sample_output)
    assert "pyoxigraph" in modules
    assert modules.isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "words",
    [("--help",), ("--version",), ("build", "--help"), ("queries", "--help"), ("serve", "--help")],
    ids=" ".join,
)
def test_help_does_not_import_the_store(sample_output: Path, words: tuple[str, ...]) -> None:
    modules = imported(command(*words), sample_output)
    assert "click" in modules
    assert modules.isdisjoint({*HEAVY, "pyoxigraph"})


def test_package_imports_nothing(sample_output: Path) -> None:
    assert imported("import kg", sample_output).isdisjoint({*HEAVY, "pyoxigraph", "click"})


def test_completion_imports_nothing_heavy(sample_output: Path) -> None:
    program = (
        "import os; os.environ.update(_KG_COMPLETE='bash_complete', COMP_WORDS='kg show Lo', "
        "COMP_CWORD='2'); from kg.cli import main; main(prog_name='kg')"
    )
    assert imported(program, sample_output).isdisjoint(HEAVY)


def test_open_imports_nothing_heavy(sample_output: Path) -> None:
    program = f"import kg; kg.open({str(sample_output)!r}).show('LoRA')"
    assert imported(program, sample_output).isdisjoint({*HEAVY, "click"})


def test_a_worker_imports_nothing_heavy(sample_output: Path) -> None:
    program = f"""from pathlib import Path
    from kg.serve.desk import Desk; from kg.serve.jobs import answer
    from kg.serve.limits import Limits; from kg.serve.messages import Job
    desk = Desk(Path({str(sample_output)!r}), None, Limits())
    accept = dict(accept="text/html", format_="")
    for job in (
        Job("home", {{}}),
        Job("node", dict(path="concept/lora", **accept)),
        Job("search", dict(text="lora")),
        Job("query", dict(text="ASK {{}}", name="", given={{}})),
    ):
        assert answer(desk, job).status == 200, job"""
    assert imported(program, sample_output).isdisjoint(HEAVY)
