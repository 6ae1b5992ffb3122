"""Stages of a build in, a progress line on stderr out."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.progress import Progress


@contextmanager
def progress_line() -> Iterator[Progress]:
    """Give a callback that shows how far a build is, where somebody is there to see it."""
    quiet = click.get_current_context().find_root().params.get("quiet")
    if quiet or not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
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
        task = line.add_task("starting", total=None)

        def advance(stage: str, done: int, total: int) -> None:
            line.update(task, description=stage, completed=done, total=total or None)

        yield advance
