"""A file of annotated papers in, their records out, or the line that holds none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.errors import SourceError
from kg.evaluate.matching import LISTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def read_gold(path: Path, *, bare: bool = False) -> tuple[dict[str, Any], ...]:
    """Return the annotated records of `path`, one JSON object per line, empty lines aside.

    Every record has a title and, unless it may be `bare`, an abstract; lists that are not there
    come back empty. Raises SourceError, with the line where it can, for a file that does not hold
    such records.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise SourceError(str(path), 0, f"cannot be read: {error.strerror}") from error
    return tuple(
        _gold_record(line, str(path), number, bare=bare)
        for number, line in enumerate(lines, 1)
        if line.strip()
    )


def _gold_record(line: bytes, path: str, number: int, *, bare: bool) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceError(path, number, "not JSON; write one object per line") from error
    if not isinstance(record, dict):
        raise SourceError(path, number, "not a JSON object; write one paper per line")
    full = {**{key: [] for key in (*LISTS, "links")}, "themes": {}, **record}
    # Whether results are annotated at all differs from none being there.
    may_lack = {"results", "abstract"} if bare else {"results"}
    for key, is_valid, wanted in _GOLD_FORM:
        if (key in full or key not in may_lack) and not is_valid(full.get(key)):
            raise SourceError(path, number, f"{key!r} is missing or wrong; it must be {wanted}")
    full["themes"] = {"core": [], "also": [], **full["themes"]}
    return full


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_title(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _list_of(is_valid: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(map(is_valid, value))


_are_texts = _list_of(_is_text)


def _is_entity(value: object) -> bool:
    return (
        isinstance(value, dict)
        and _is_text(value.get("name"))
        and _are_texts(value.get("aliases", []))
    )


def _is_link(value: object) -> bool:
    return isinstance(value, dict) and _is_text(value.get("url"))


def _is_result(value: object) -> bool:
    return isinstance(value, dict) and _is_text(value.get("value"))


def _are_themes(value: object) -> bool:
    return isinstance(value, dict) and all(_are_texts(value.get(k, [])) for k in ("core", "also"))


_GOLD_FORM = (
    ("title", _is_title, "a text that is not blank"),
    ("abstract", _is_text, "a text"),
    *((kind, _list_of(_is_entity), "a list of objects with name and aliases") for kind in LISTS),
    ("links", _list_of(_is_link), "a list of objects with a url"),
    ("results", _list_of(_is_result), "a list of objects with a value"),
    ("themes", _are_themes, "an object with lists of texts, core and also"),
)
"""Each key of an annotated record, whether a value will do, and what is wanted."""
