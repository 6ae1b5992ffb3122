"""Options that several commands share."""

from __future__ import annotations

import functools
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from kg.cli.output import FORMATS, note
from kg.vocabulary import KINDS, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.extract import Pipeline
    from kg.store.places import Place


class _Share(click.FloatRange):
    """A number from 0 to 1; nan, which is neither less nor more than any, is none."""

    def __init__(self) -> None:
        super().__init__(0, 1)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        share: float = super().convert(value, param, ctx)
        return share if not isnan(share) else self.fail(f"{value!r} is no number", param, ctx)


SOURCES_ARGUMENT = click.argument("sources", nargs=-1, required=True)
FOLDER_OPTION = click.option(
    "-C",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default="output",
    envvar="KG_OUTPUT",
    show_envvar=True,
    show_default=True,
    help="Folder that holds the graph.",
)
_STORE_OPTION = click.option(
    "--store",
    envvar="KG_STORE",
    show_envvar=True,
    metavar="URL",
    help="SPARQL server that holds the graph, instead of the folder.",
)
UPDATE_OPTION = click.option(
    "--update",
    envvar="KG_STORE_UPDATE",
    show_envvar=True,
    metavar="URL",
    default="",
    help="Where the server takes updates, if not where one expects it.",
)
FORMAT_OPTION = click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    envvar="KG_FORMAT",
    show_envvar=True,
    help="How to print; a table on a terminal, TSV in a pipe, unless said.",
)
JSON_OPTION = click.option(
    "--json", "format_", flag_value="json", help="The same as --format json."
)
MIN_CONFIDENCE_OPTION = click.option(
    "--min-confidence",
    type=_Share(),
    default=0.0,
    help="Leave out what was read from a text less surely, 0 to 1.",
)
LIMIT_OPTION = click.option(
    "-n", "--limit", type=click.IntRange(min=1), default=20, show_default=True
)
EVIDENCE_OPTION = click.option("--evidence", is_flag=True, help="With the sentences that say so.")
KIND_OPTION = click.option(
    "-k", "--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="Only this kind."
)
VIA_OPTION = click.option(
    "--via",
    "relations",
    multiple=True,
    type=click.Choice(list(RELATIONS)),
    help="Only over this relation.",
)
QUERIES_OPTION = click.option(
    "--queries",
    "folder",
    type=click.Path(path_type=Path),
    envvar="KG_QUERIES",
    help="A folder of your own questions (.rq files).",
)
WORKERS_OPTION = click.option(
    "-j",
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes that extract; the graph is the same for any number.",
)
PIPELINE_OPTION = click.option(
    "--pipeline",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Read with the pipeline that kg train wrote there, instead of the shipped one.",
)
THEMES_OPTION = click.option(
    "--themes",
    "added",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Add the concepts of this SKOS file (Turtle) to the themes; can be repeated.",
)
KEEP_GOING_OPTION = click.option(
    "--keep-going", is_flag=True, help="Leave out what cannot be read, report it all, exit 1."
)


def _output_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `output`, the place of the graph: a folder or, by --store, a server."""

    @FOLDER_OPTION
    @_STORE_OPTION
    @functools.wraps(command)
    def placed(
        *given: Any, output: Path, store: str | None, update: str = "", **options: Any
    ) -> Any:
        if _is_said("output") and not _is_said("store"):
            # The folder that is named counts, whatever server the environment names.
            store = None
        return command(*given, output=place(output, store, update), **options)

    return placed


OUTPUT_OPTION = _output_option


def _is_said(option: str) -> bool:
    """Return whether an option stands on the command line itself."""
    source = click.get_current_context().get_parameter_source(option)
    return source is ParameterSource.COMMANDLINE


def place(
    output: Path, store: str | None, update: str = "", tell: Callable[[str], None] = note
) -> Place:
    """Return the place that the options name."""
    # Imported here: help needs no place.
    from kg.store.places import Remote

    return Remote(store, update, output, tell) if store else output


def pipeline_of(folder: Path | None, added: Sequence[Path] = ()) -> Pipeline:
    """Return what the options say to read papers with.

    Raises: SourceError where the folder is none or a file of themes cannot be read.
    """
    from kg.extract import SHIPPED, Pipeline
    from kg.lexicon import read_added

    pipeline = Pipeline(folder or SHIPPED)
    return Pipeline(pipeline.folder, read_added(added, pipeline.scheme())) if added else pipeline
