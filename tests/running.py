"""Running the command line in-process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from click.testing import CliRunner

from kg.cli import main
from kg.store.places import Remote, folder_of

if TYPE_CHECKING:
    from click.testing import Result

    from kg.store.places import Place


class Run(Protocol):
    """Runs a command with `stdin` and with `env` besides the environment there is."""

    def __call__(self, *words: str, stdin: str | bytes = "", **env: str) -> Result: ...


def running(place: Place) -> Run:
    """Return what runs commands on the graph at a place, as in a plain pipe."""
    plain = {
        "KG_OUTPUT": str(folder_of(place)),
        "KG_STORE": place.url if isinstance(place, Remote) else None,
        "KG_FORMAT": None,
        "KG_QUERIES": None,
        "COLUMNS": "100",
    }

    def run(*words: str, stdin: str | bytes = "", **env: str) -> Result:
        return CliRunner().invoke(main, words, stdin, {**plain, **env})

    return run
