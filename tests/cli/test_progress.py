"""A lookup that takes long says that it goes on, to whom is there to see it."""

from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING

import click

from kg.cli import main, progress

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def watched(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal in the place of stderr; not before the test runs, for pytest puts its own."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    return shown


def worked(seconds: float, *, quiet: bool = False) -> None:
    context = click.Context(main)
    context.params["quiet"] = quiet
    with context.scope(), progress.at_work("reading"):
        time.sleep(seconds)


def test_long_lookup_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    terminal = watched(monkeypatch)
    worked(0.3)
    assert "reading" in terminal.getvalue()


def test_short_lookup_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch)
    worked(0.0)
    assert terminal.getvalue() == ""


def test_quiet_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    terminal = watched(monkeypatch)
    worked(0.3, quiet=True)
    assert terminal.getvalue() == ""


def test_nobody_is_told_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    worked(0.3)
    assert capsys.readouterr().err == ""
