"""Answers in, text for people, pipes and programs out."""

from __future__ import annotations

import json
import re
import shutil
import sys
from dataclasses import asdict, is_dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.lookup.results import Result

SCHEMA_VERSION = 1
"""Counts up when the shape of ``--json`` output changes."""

NOT_FOUND, AMBIGUOUS = 3, 4
"""Exit codes besides click's own: 0 found, 1 error, 2 wrong usage."""

FOR_PROGRAMS = ("id", "sentence")
"""Columns that a table for people does without."""

FORMATS = ("table", "tsv", "json")
_STEERING = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""What moves a cursor, rings, colours, or turns the direction of the text around it."""
_CONTROL = re.compile(f"[{_STEERING}\ud800-\udfff]")
_WHITE = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")


class NothingFoundError(click.ClickException):
    """There are such names, but nothing of what was asked for."""

    exit_code = NOT_FOUND


def plain(text: str) -> str:
    r"""Return `text` on one line, without what could steer a terminal.

    >>> plain("a\x1b[31mb\nc")
    'a[31mb c'
    """
    return _CONTROL.sub("", _WHITE.sub(" ", text))


def chosen(format_: str | None) -> str:
    """Return the format asked for: by option, by ``KG_FORMAT``, else by where the output goes."""
    return format_ or ("table" if sys.stdout.isatty() else "tsv")


def as_json(data: Any, indent: int | None = None) -> str:
    r"""Return data of dataclasses, lists and texts as JSON; what could steer a terminal escaped.

    >>> as_json(["café \x9b31m"])
    '["café \\u009b31m"]'
    """
    text = json.dumps(data, default=_plain_value, ensure_ascii=False, indent=indent)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain_value(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, (KgError, PurePath)):
        return str(value)
    raise TypeError(value)


def show(
    format_: str | None,
    data: Any,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    text: Iterable[str] | None = None,
) -> None:
    """Print an answer: `data` as JSON with a schema version, else `rows` as TSV or as a table.

    Where `text` is given, its lines stand in place of the table.
    """
    format_ = chosen(format_)
    if format_ == "json":
        click.echo(as_json({"schema_version": SCHEMA_VERSION, "data": data}, indent=1))
    elif format_ == "tsv":
        click.echo("\t".join(columns))
        for row in rows:
            click.echo("\t".join(plain(_cell(value, "g")) for value in row))
    else:
        for line in text if text is not None else table(columns, rows):
            click.echo(line)


def show_found(
    format_: str | None,
    found: Result,
    text: Iterable[str] | None = None,
    *,
    hidden: Collection[str] = (),
) -> None:
    """Print what was found: all its rows, as TSV or JSON; for people `text`, or a table.

    The table leaves out the `hidden` columns, which are there for programs.
    """
    text = text if text is not None else _for_people(found, hidden)
    show(format_, found, found.columns, found.cells(), text)


def _for_people(found: Result, hidden: Collection[str]) -> Iterator[str]:
    shown = [place for place, column in enumerate(found.columns) if column not in hidden]
    rows = ([row[place] for place in shown] for row in found.cells())
    yield from table([found.columns[place] for place in shown], rows)


def _cell(value: object, number: str) -> str:
    """Return a value as text, a number that is not whole in that format."""
    return format(value, number) if isinstance(value, float) else str(value)


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, tight: bool = False
) -> Iterator[str]:
    """Yield the lines of a table as wide as the terminal at most; a `tight` one has small gaps."""
    # Imported here: a pipe or program does not need it.
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=tight)
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(plain(_cell(value, ".2f"))) for value in row))
    # Given a height too, it does not read COLUMNS for itself.
    console = Console(width=width(), height=25, color_system=None, highlight=False)
    with console.capture() as capture:
        console.print(grid)
    yield from (line.rstrip() for line in capture.get().splitlines())


def width() -> int:
    """Return the columns to fill: ``COLUMNS``, the terminal's, or 100 where neither says."""
    return max(40, shutil.get_terminal_size((100, 24)).columns)


def wrapped(text: str, indent: str = "") -> Iterator[str]:
    """Yield the lines of a paragraph, indented, as wide as the terminal at most."""
    import textwrap

    yield from textwrap.wrap(
        plain(text),
        min(width(), 100),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def document(content: bytes) -> None:
    """Print a document of a standard format as it is, but a terminal is not to be steered by it."""
    if sys.stdout.isatty():
        text = content.decode()
        click.echo("\n".join(plain(line) for line in text.splitlines()))
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


def note(text: str) -> None:
    """Print a line for the person at the terminal on stderr, unless ``--quiet``."""
    context = click.get_current_context(silent=True)
    if context is None or not context.find_root().params.get("quiet"):
        click.echo(plain(text), err=True)
