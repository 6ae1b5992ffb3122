"""Stages of a long task in, a progress line on stderr out."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from kg.cli.timing import after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.progress import Progress

_PATIENCE = 2.0
"""Seconds after which somebody wonders whether anything happens."""


@contextmanager
def progress_line() -> Iterator[Progress]:
    """Give a callback that shows how far a task is, where somebody is there to see it."""
    if not _is_watched():
        yield lambda _stage, _done, _total: None
        return
    with _line("starting") as advance:
        yield advance


@contextmanager
def at_work(stage: str) -> Iterator[None]:
    """Show that a lookup goes on, where it takes more than two seconds and somebody is there."""
    if not _is_watched():
        yield
        return
    # The line may be about to be shown, and is taken away after it.
    with ExitStack() as shown, after(_PATIENCE, lambda: shown.enter_context(_line(stage))):
        yield


def _is_watched() -> bool:
    quiet = click.get_current_context().find_root().params.get("quiet")
    return not quiet and sys.stderr.isatty()


@contextmanager
def _line(stage: str) -> Iterator[Progress]:
    # Imported here: a pipe or program does not need it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:>10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as line:
        task = line.add_task(stage, total=None)

        def advance(stage: str, done: int, total: int) -> None:
            line.update(task, description=stage, completed=done, total=total or None)

        yield advance
