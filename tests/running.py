"""Running the command line in-process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from click.testing import CliRunner

from kg.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


class Run(Protocol):
    """Runs a command with `stdin` and with `env` besides the environment there is."""

    def __call__(self, *words: str, stdin: str | bytes = "", **env: str) -> Result: ...


def running(output: Path) -> Run:
    """Return what runs commands on the graph under an output folder, as in a plain pipe."""
    plain = {"KG_OUTPUT": str(output), "KG_FORMAT": None, "KG_QUERIES": None, "COLUMNS": "100"}

    def run(*words: str, stdin: str | bytes = "", **env: str) -> Result:
        return CliRunner().invoke(main, words, stdin, {**plain, **env})

    return run
