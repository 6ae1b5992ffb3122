"""The command line: parse, one call, print. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

import click

from kg import __version__
from kg.cli import (
    asking,
    building,
    checking,
    comparing,
    drawing,
    extracting,
    looking,
    serving,
    surveying,
    training,
)
from kg.cli.output import AMBIGUOUS, NOT_FOUND, plain
from kg.errors import (
    AmbiguousError,
    KgError,
    NotFoundError,
    UnconnectedError,
    WrongKindError,
)

_EXIT_CODES: dict[type[KgError], int] = {
    NotFoundError: NOT_FOUND,
    WrongKindError: NOT_FOUND,
    UnconnectedError: NOT_FOUND,
    AmbiguousError: AMBIGUOUS,
}


class KgGroup(click.Group):
    """Shows a `KgError` as one line and leaves with its exit code; lists commands in order."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, ending politely on a `KgError` or a closed pipe."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            click.echo(f"Error: {plain(str(error))}", err=True)
            ctx.exit(_EXIT_CODES.get(type(error), 1))
        except KeyboardInterrupt:
            click.echo("\nstopped; what was done stays, and a build goes on from there", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            # The reader of the pipe has seen enough.
            _forget_output()
            ctx.exit(0)
        except OSError as error:
            _forget_output()
            click.echo(f"Error: {plain(str(error))}", err=True)
            ctx.exit(1)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order in which somebody meets them."""
        return list(self.commands)


def _forget_output() -> None:
    """Send what is still to be written nowhere; Python would complain of it again at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=KgGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no notes on stderr.")
def main(quiet: bool) -> None:
    """Turn the pages of papers you read into a knowledge graph you can question.

    Exit codes: 0 found, 1 error, 2 wrong usage, 3 not found, 4 ambiguous name.
    """


for _command in (
    *building.COMMANDS,
    *extracting.COMMANDS,
    *looking.COMMANDS,
    *comparing.COMMANDS,
    *surveying.COMMANDS,
    *asking.COMMANDS,
    *drawing.COMMANDS,
    *serving.COMMANDS,
    *checking.COMMANDS,
    *training.COMMANDS,
):
    main.add_command(_command)
