"""A user's file of names in, the rules that it states out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import AliasError
from kg.resolve import sssom
from kg.resolve.rules import NOT_SAME, SAME, Rule, checked

if TYPE_CHECKING:
    from pathlib import Path


def read_aliases(path: Path) -> tuple[Rule, ...]:
    """Return the rules of a user's alias file.

    A line is ``same`` or ``not-same``, a kind, and two or more names, separated by tabs; ``#``
    begins a comment. A file whose name ends in ``.sssom.tsv`` is a set of mappings instead (see
    `kg.resolve.sssom`). Raises `AliasError` with the line of the first that is none of these.
    """
    text = _text(path)
    if path.name.lower().endswith(sssom.SUFFIX):
        return tuple(sssom.rules(str(path), text))
    return tuple(
        _rule(str(path), number, line)
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip() and not line.startswith("#")
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise AliasError(str(path), 0, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise AliasError(str(path), line, "is not UTF-8 text; save it as UTF-8") from error


def _rule(path: str, number: int, line: str) -> Rule:
    verdict, kind, *names = [part.strip() for part in line.split("\t")] + ["", ""]
    if verdict not in (SAME, NOT_SAME):
        raise AliasError(
            path, number, f"begins with {verdict!r}; write 'same' or 'not-same', a tab"
        )
    return checked(path, number, verdict, kind, [name for name in names if name])
