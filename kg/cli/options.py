"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import FORMATS
from kg.vocabulary import KINDS, RELATIONS

OUTPUT_OPTION = click.option(
    "-C",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default="output",
    envvar="KG_OUTPUT",
    show_envvar=True,
    show_default=True,
    help="Folder that holds the graph.",
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
WORKERS_OPTION = click.option(
    "-j",
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes that extract; the graph is the same for any number.",
)
KEEP_GOING_OPTION = click.option(
    "--keep-going", is_flag=True, help="Leave out what cannot be read, report it all, exit 1."
)
