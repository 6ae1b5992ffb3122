"""Arguments that complete themselves: names of the graph, names of questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

from kg.cli.options import place
from kg.cli.output import plain
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 50


class Name(click.types.StringParamType):
    """A name of the graph."""

    name = "name"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the names of the graph that begin with what has been typed, in any case."""
        from kg.store.reader import Reader

        given = ctx.params
        named = place(Path(given.get("output") or "output"), given.get("store"), tell=_untold)
        try:
            with Reader(named) as reader:
                return _beginning_with(incomplete, (name for name, _ in reader.names()))
        except KgError:
            return []


class QuestionName(click.types.StringParamType):
    """A name of a question, a file of one, or one itself."""

    name = "question"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the named questions that begin with what has been typed."""
        from kg.query import questions

        try:
            return _beginning_with(incomplete, questions(ctx.params.get("folder")))
        except KgError:
            return []


def _untold(_: str) -> None:
    """Say nothing: there is a prompt to be completed."""


def _beginning_with(typed: str, names: Iterable[str]) -> list[CompletionItem]:
    found = {plain(name) for name in names if name.casefold().startswith(typed.casefold())}
    return [CompletionItem(name) for name in sorted(found)[:_MOST]]


class QuotingBashComplete(BashComplete):
    """Bash's completion, with the spaces of names kept together: bash would not quote them."""

    def format_completion(self, item: CompletionItem) -> str:
        r"""Return what click's script reads: the type and the word, its spaces escaped.

        >>> QuotingBashComplete.format_completion(None, CompletionItem("low rank"))
        'plain,low\\\\ rank'
        """
        # Twice, because the script's `read` takes one of the two away.
        return f"{item.type},{item.value.replace(' ', chr(92) * 2 + ' ')}"


add_completion_class(QuotingBashComplete)
NAME = Name()
