"""Commands that ask with SPARQL: query, queries."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING

import click

from kg.cli.names import QuestionName
from kg.cli.options import FORMAT_OPTION, JSON_OPTION, OUTPUT_OPTION, QUERIES_OPTION
from kg.cli.output import chosen, document, note, show
from kg.cli.timing import after
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.query import Parameter, Question
    from kg.store.places import Place
    from kg.store.sparql import Answer

_STANDARD = ("csv", "json", "xml")


@click.command()
@click.argument("question", type=QuestionName())
@click.option(
    "-p",
    "--param",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="Value of a parameter; NAME= alone asks for all.",
)
@QUERIES_OPTION
@click.option("--show", "only_show", is_flag=True, help="Print the SPARQL with values in place.")
@click.option(
    "--timeout",
    type=click.IntRange(1, 86_400),
    default=60,
    show_default=True,
    help="Seconds after which the query is given up.",
)
@OUTPUT_OPTION
@click.option(
    "--format",
    "format_",
    type=click.Choice(("table", "tsv", *_STANDARD)),
    envvar="KG_FORMAT",
    help="How to print; a table on a terminal, TSV in a pipe, unless said.",
)
@JSON_OPTION
def query(
    question: str,
    parameters: tuple[str, ...],
    folder: Path | None,
    only_show: bool,
    timeout: int,
    output: Place,
    format_: str | None,
) -> None:
    """Ask QUESTION: a named one, an .rq file, SPARQL text, or SPARQL on stdin with "-".

    JSON, XML and CSV are the W3C's SPARQL result formats; triples come as Turtle.

    Example: kg query methods-on-dataset -p dataset=ImageNet
    """
    from kg.query import self_contained
    from kg.store.reader import Reader
    from kg.store.sparql import ask

    values = dict(_split(parameter) for parameter in parameters)
    asked = _question(question, folder)
    with Reader(output) as reader, _stoppable(timeout):
        text = asked.bound(reader, values)
        if only_show:
            click.echo(self_contained(text).rstrip())
        else:
            _print(ask(reader, text), chosen(format_), asked.narrowed(values))


def _split(parameter: str) -> tuple[str, str]:
    name, equals, value = parameter.partition("=")
    if not equals:
        raise click.BadParameter(f"{parameter!r} is not NAME=VALUE", param_hint="--param")
    return name, value


def _question(name: str, folder: Path | None) -> Question:
    from kg.query import parse, question_in

    return parse("stdin", _stdin()) if name == "-" else question_in(name, folder)


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError("stdin: not UTF-8 text") from error


def _print(answer: Answer, format_: str, narrowed: dict[str, str]) -> None:
    if answer.is_graph or format_ in _STANDARD:
        document(answer.serialized(format_))
        return
    rows = answer.rows()
    first = tuple(islice(rows, 1))
    show(format_, None, answer.columns, chain(first, rows))
    if not first:
        note(_nothing_found(narrowed))


def _nothing_found(narrowed: dict[str, str]) -> str:
    if not narrowed:
        return "nothing found"
    asked = ", ".join(f"{name}={value}" for name, value in narrowed.items())
    wider = " ".join(f"-p {name}=" for name in narrowed)
    return f"nothing found for {asked}; ask for all with: {wider}"


@contextmanager
def _stoppable(seconds: int) -> Iterator[None]:
    """Let Ctrl-C and a time limit end a query that is deep inside the store.

    The store cannot be interrupted, and nothing is left half done by ending a reader: so the
    process ends at once.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        with after(seconds, lambda: _give_up(seconds)):
            yield
    finally:
        signal.signal(signal.SIGINT, before)


def _give_up(seconds: int) -> None:
    problem = f"no answer within {seconds} seconds; narrow the query or raise --timeout"
    click.echo(f"Error: {problem}", err=True)
    os._exit(1)


@click.command()
@click.argument("name", type=QuestionName(), required=False)
@QUERIES_OPTION
@FORMAT_OPTION
@JSON_OPTION
def queries(name: str | None, folder: Path | None, format_: str | None) -> None:
    """List the named questions with their parameters, or tell about one.

    Example: kg queries
    """
    from kg.query import question, questions

    found = [question(name, folder)] if name else list(questions(folder).values())
    rows = (
        (one.name, one.summary, ", ".join(_parameter(parameter) for parameter in one.parameters))
        for one in found
    )
    show(format_, found, ("question", "summary", "parameters"), rows)


def _parameter(parameter: Parameter) -> str:
    default = f"={parameter.default}" if parameter.default else ""
    return f"{parameter.name}{default} ({parameter.type})"


COMMANDS = (query, queries)
