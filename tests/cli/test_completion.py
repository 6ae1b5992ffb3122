"""Shells complete names of the graph and of questions."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from kg.cli import main
from tests.web import publish_web


def completed(words: list[str], incomplete: str) -> list[str]:
    complete = ShellComplete(main, {}, "kg", "_KG_COMPLETE")
    return [item.value for item in complete.get_completions(words, incomplete)]


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KG_OUTPUT", str(publish_web(tmp_path)))
    return tmp_path


@pytest.mark.parametrize(
    ("words", "incomplete", "found"),
    [
        ([], "nei", ["neighbours"]),
        (["show"], "Ki", ["Kinetic Inference", "Kite", "Kite flies over birds"]),
        (["show"], "kite", ["Kite", "Kite flies over birds"]),
        (["show"], "zz", []),
        (["path", "Kite"], "Ro", ["Robinson"]),
        (["why", "Kite"], "ko", ["Koala"]),
        (["neighbours"], "po", ["Pond"]),
        (["render"], "mon", ["monday"]),
        (["neighbours", "--kind"], "da", ["dataset"]),
        (["neighbours", "--via"], "compares", ["comparesWith"]),
        (["query"], "them", ["themes"]),
        (["queries"], "papers-with-code-", ["papers-with-code-for-task"]),
        # Of a hostile title only what is safe to show.
        (["show"], "Evil", ['Evil [31m<script>"title"</script>2J of lines']),
    ],
)
@pytest.mark.usefixtures("web")
def test_completion(words: list[str], incomplete: str, found: list[str]) -> None:
    assert completed(words, incomplete) == found


def test_completion_takes_the_folder_that_is_named(
    web: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_OUTPUT")
    monkeypatch.chdir(web / "store")
    assert completed(["show"], "Ki") == []
    assert completed(["show", "-C", str(web)], "Rob") == ["Robinson"]
    assert completed(["query", "--queries", "absent"], "th") == []


@pytest.mark.usefixtures("web")
def test_completion_of_nothing_typed_is_sorted() -> None:
    names = completed(["show"], "")
    assert 10 < len(names) <= 50
    assert names == sorted(names)


def shell_environment(output: Path, **env: str) -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    return {"PYTHONPATH": root, "PATH": os.environ["PATH"], "KG_OUTPUT": str(output), **env}


def test_completion_as_the_shell_asks_for_it(web: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main(prog_name='kg')"],
        env=shell_environment(
            web, _KG_COMPLETE="bash_complete", COMP_WORDS="kg show Ki", COMP_CWORD="2"
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    # Two backslashes: the script's `read` takes one of them away.
    assert done.stdout.splitlines() == [
        r"plain,Kinetic\\ Inference",
        "plain,Kite",
        r"plain,Kite\\ flies\\ over\\ birds",
    ]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_gets_words_that_it_can_read_back(web: Path) -> None:
    """The real script in a real bash; its `kg` is this program."""
    program = web / "kg"
    program.write_text(
        f"#!{sys.executable}\nfrom kg.cli import main\nmain(prog_name='kg')\n", encoding="utf-8"
    )
    program.chmod(0o755)
    script = """
        eval "$(_KG_COMPLETE=bash_source kg)"
        COMP_WORDS=(kg show 'Kin'); COMP_CWORD=2
        _kg_completion kg
        eval "words=(${COMPREPLY[0]})"
        echo "${#words[@]} ${words[0]}"
        COMP_WORDS=(kg show 'Kinetic\\ Inf'); COMPREPLY=()
        _kg_completion kg
        echo "${COMPREPLY[0]}"
    """
    path = f"{web}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script],
        env=shell_environment(web, PATH=path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["1 Kinetic Inference", r"Kinetic\ Inference"]
