"""Commands that write files: render, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.names import NAME
from kg.cli.options import JSON_OPTION, MIN_CONFIDENCE_OPTION, OUTPUT_OPTION
from kg.cli.output import note, plain, show
from kg.cli.progress import at_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.store.places import Place


@click.command()
@click.argument("name", type=NAME, required=False)
@click.option("-o", "--to", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option(
    "-d", "--depth", type=click.IntRange(min=1), default=2, show_default=True, help="Around NAME."
)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=1),
    default=600,
    show_default=True,
    help="Nodes shown first.",
)
@MIN_CONFIDENCE_OPTION
@OUTPUT_OPTION
@JSON_OPTION
def render(
    name: str | None,
    to: Path | None,
    depth: int,
    limit: int,
    min_confidence: float,
    output: Place,
    format_: str | None,
) -> None:
    """Write one HTML file in which to explore the whole graph, or what lies around NAME.

    It opens from disk in a browser and needs no network. All of the graph is in it, whatever is
    shown first; around NAME it holds as many nodes as it shows.

    Example: kg render LoRA --depth 1
    """
    from kg.picture import draw

    with at_work("drawing"):
        path = draw(output, to, name=name, depth=depth, limit=limit, min_confidence=min_confidence)
    note("open it in a browser:")
    _print_files(format_, [path])


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@OUTPUT_OPTION
@JSON_OPTION
def export(file: Path, output: Place, format_: str | None) -> None:
    """Write the whole graph to FILE, in the format of its suffix.

    ttl, nt, nq, trig, jsonld: RDF (ttl and nt do not tell which paper says what); graphml, gexf,
    json: networks; csv, neo4j: two tables, of nodes and of edges; sssom.tsv: names that mean the
    same, as build --aliases reads them.

    Example: kg export graph.ttl
    """
    from kg.export import export as write
    from kg.store.reader import Reader

    with Reader(output) as reader, at_work("writing"):
        written = write(reader, file)
    _print_files(format_, written)


def _print_files(format_: str | None, files: Sequence[Path]) -> None:
    show(format_ or "table", {"files": files}, (), (), (plain(str(file)) for file in files))


COMMANDS = (render, export)
