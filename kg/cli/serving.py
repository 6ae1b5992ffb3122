"""The command that serves: serve."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from kg.cli.options import OUTPUT_OPTION, QUERIES_OPTION
from kg.cli.output import note, plain
from kg.errors import KgError

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.places import Place


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="Port to listen at; 0 for any that is free.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen at; for one that others can reach, say --remote too.",
)
@click.option("--remote", is_flag=True, help="Let other machines ask: they can read everything.")
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="A name by which others may ask for the server. Can be repeated.",
)
@click.option(
    "--origin",
    "origins",
    multiple=True,
    metavar="URL",
    help="Let pages from there read the answers in a browser; * for all. Can be repeated.",
)
@click.option(
    "--timeout",
    type=click.IntRange(1, 3600),
    default=30,
    show_default=True,
    help="Seconds after which a query is given up.",
)
@click.option(
    "--max-rows",
    type=click.IntRange(1),
    default=100_000,
    show_default=True,
    help="Rows or triples that an answer has at most.",
)
@click.option(
    "--max-memory",
    type=click.IntRange(64),
    default=1024,
    show_default=True,
    metavar="MB",
    help="Memory that a query may take.",
)
@click.option("--open", "in_browser", is_flag=True, help="Open the start page in a browser.")
@click.option("--log", is_flag=True, help="Note every request in a line on stderr.")
@QUERIES_OPTION
@OUTPUT_OPTION
def serve(
    port: int,
    host: str,
    remote: bool,
    names: tuple[str, ...],
    origins: tuple[str, ...],
    timeout: int,
    max_rows: int,
    max_memory: int,
    in_browser: bool,
    log: bool,
    folder: Path | None,
    output: Place,
) -> None:
    """Serve the graph: a SPARQL endpoint, and pages for a browser.

    A build that runs meanwhile is served as soon as it is done. Ctrl-C ends the server.

    Example: kg serve --port 8000
    """
    from kg.serve.limits import Limits
    from kg.serve.server import Service, is_loopback
    from kg.serve.server import serve as run

    if not is_loopback(host):
        if not remote:
            raise KgError(f"{host} lets other machines read the graph; say --remote if they may")
        note(f"warning: whoever can reach {host} can read the graph and all abstracts in it")

    def ready(address: str) -> None:
        click.echo(f"serving {output} at {address} (Ctrl-C ends it)")
        sys.stdout.flush()
        if in_browser:
            click.launch(address)

    limits = Limits(seconds=timeout, rows=max_rows, memory=max_memory)
    noted = _logged if log else None
    # Whether Ctrl-C still interrupts, or was all done with before, is a matter of moments.
    with suppress(KeyboardInterrupt):
        run(Service(output, folder, limits, host, port, names, origins, noted), ready)
    note("ended")


def _logged(line: str) -> None:
    click.echo(plain(line), err=True)


COMMANDS = (serve,)
