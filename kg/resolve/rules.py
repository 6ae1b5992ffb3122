"""What a user or a lexicon says of names: these mean the same, those do not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import AliasError
from kg.names import entity_key
from kg.vocabulary import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

SAME, NOT_SAME = "same", "not-same"


@dataclass(frozen=True, slots=True)
class Rule:
    """Names that are, or are not, the same thing of one kind; the first is canonical.

    `line` is where a user's file states it, 0 for what a lexicon does.
    """

    verdict: str
    kind: str
    names: tuple[str, ...]
    line: int = field(default=0, compare=False)


def checked(path: str, line: int, verdict: str, kind: str, names: Sequence[str]) -> Rule:
    """Return the rule that a line of a file states; raises `AliasError` where it cannot be one.

    >>> checked("aliases.tsv", 1, SAME, "method", ["LoRA", "low-rank adaptation"]).names
    ('LoRA', 'low-rank adaptation')
    """
    if kind not in ROLES:
        raise AliasError(path, line, f"{kind!r} is no kind; write one of {', '.join(ROLES)}")
    if len(names) < 2:
        raise AliasError(path, line, "names fewer than two things; separate them with tabs")
    keys = {entity_key(name) for name in names}
    if "" in keys:
        raise AliasError(path, line, "a name has neither letter nor digit")
    if verdict == NOT_SAME and len(keys) < len(names):
        raise AliasError(
            path, line, "these differ in case, hyphens or plural only, and cannot be kept apart"
        )
    return Rule(verdict, kind, tuple(names), line)
