"""The README is true: its commands print what it shows, and it tells of everything there is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.vocabulary import KINDS, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(
    r"^```(?:console|\w+ title=(?P<file>\S+))\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL
)
"""Commands with what they print, or a file that the commands after it need."""


class Command(NamedTuple):
    """A command of the README's and what it prints there."""

    line: str
    output: str


def commands(block: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, output = part.partition("\n")
        yield Command(line, output)


def run(line: str, folder: Path) -> str:
    """Return what a line of shell prints in `folder`, both channels, as on a terminal."""
    scripts = Path(sys.executable).parent
    environment = {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "KG_FORMAT": "table",
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout


def carried_out(block: re.Match[str], folder: Path) -> str:
    """Return a block as it should be, after writing its file or running its commands."""
    if block["file"]:
        (folder / block["file"]).write_text(block["content"], encoding="utf-8")
        return block[0]
    ran = (
        f"$ {command.line}\n{run(command.line, folder)}" for command in commands(block["content"])
    )
    return f"```console\n{''.join(ran)}```"


def test_readme_commands_print_what_it_shows(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    shown = README.read_text(encoding="utf-8")
    true = _BLOCK.sub(lambda block: carried_out(block, tmp_path), shown)
    if request.config.getoption("--update-golden"):
        README.write_text(true, encoding="utf-8")
    assert true == README.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_readme_names_every_command(name: str) -> None:
    assert f"`kg {name}" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_help_tells_what_and_how(name: str) -> None:
    assert "Example: kg " in CliRunner().invoke(main, [name, "--help"]).output


@pytest.mark.parametrize("name", sorted({*KINDS, *RELATIONS}))
def test_readme_names_every_kind_and_relation(name: str) -> None:
    assert f"`{name}`" in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(ROOT.glob("kg/*")), ids=lambda path: str(path.name))
def test_readme_tells_what_every_file_is_for(path: Path) -> None:
    if path.name.startswith("__") or path.suffix not in (".py", ""):
        pytest.skip("not a module or package of its own")
    assert re.search(rf"^  {re.escape(path.name)}/? ", README.read_text(encoding="utf-8"), re.M)


def test_newest_version_of_changelog_is_the_programs() -> None:
    newest = re.search(r"^## \[([\d.]+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert newest[1] == kg.__version__


def test_ci_runs_the_readmes_commands() -> None:
    readme, ci = README.read_text(encoding="utf-8"), (ROOT / ".ci/run").read_text(encoding="utf-8")
    for command in ("pip install .", "kg demo", "pip install -e '.[dev]'", "pytest"):
        assert command in readme
        assert command.replace("install ", "install --quiet --disable-pip-version-check ") in ci


def test_pictures_of_the_readme_are_there_and_small() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README.read_text("utf-8"))
    assert len(pictures) == 2
    assert all((ROOT / picture).stat().st_size < 150_000 for picture in pictures)
