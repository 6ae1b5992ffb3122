"""One row of a table in, its paper out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.model import Paper
from kg.sources.identifiers import Identifiers, identify
from kg.sources.openalex import PLAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

Row: TypeAlias = "Mapping[str, Any]"
"""Values by column, each called as `column` calls it."""

# Our field: the columns it is read from, the first that holds something; those of Zotero's CSV,
# of OpenAlex and of arXiv's dump among them.
_COLUMNS = {
    "title": ("title", "displayname"),
    "abstract": ("abstract", "abstractnote", "abstractinvertedindex"),
    "arxiv_id": ("arxivid",),
    "doi": ("doi",),
    "id": ("id",),
    "ids": ("ids",),
    "year": ("year", "publicationyear", "updatedate"),
    "url": ("url",),
    "authors": ("authors", "author", "authorships"),
    "venue": ("venue", "publicationtitle", "publicationname", "primarylocation"),
}
_NOT_IN_COLUMN = re.compile(r"[\W_]+")
_YEAR = re.compile(r"([12]\d{3})(?:\.0|-\d\d.*)?", re.ASCII)
_NAMES_APART = re.compile(r" ?, ?(?:and )?| and ")


class WrongValueError(ValueError):
    """A value that its column cannot hold."""


def column(name: str) -> str:
    """Return what the spellings of a column's name have in common.

    >>> column("Abstract Note"), column("abstractNote"), column("abstract_note ")
    ('abstractnote', 'abstractnote', 'abstractnote')
    """
    return _NOT_IN_COLUMN.sub("", name.lower())


def has_title(columns: list[str]) -> bool:
    """Return whether a table with these columns, named as `column` does, says titles.

    >>> has_title(["id", "title"]), has_title(["shorttitle"])
    (True, False)
    """
    return not set(_COLUMNS["title"]).isdisjoint(columns)


def paper_of(row: Row) -> Paper:
    """Return the paper in a row, without id and listings.

    Raises: WrongValueError, with what is wrong, for values that no paper can have.

    >>> paper_of({"title": "Herons", "publicationyear": "2024"}).year
    2024
    """
    title, abstract = _text(row, "title"), _text(row, "abstract")
    if not title:
        what = "abstract without a title" if abstract else "no title"
        raise WrongValueError(f"{what}; every paper needs one")
    named = _identifiers(row)
    return Paper(
        id="",
        title=title,
        abstract=abstract,
        arxiv_id=named.arxiv_id,
        doi=named.doi,
        year=_year(_value(row, "year")),
        url=_text(row, "url"),
        authors=_authors(_value(row, "authors")),
        venue=_text(row, "venue"),
    )


def shown(value: Any) -> str:
    """Return `value` as a message can show it.

    >>> shown(None), shown(["Herons"])
    ('null', '["Herons"]')
    """
    text = json.dumps(value)
    return text if len(text) <= 40 else text[:40] + "…"


def _value(row: Row, field: str) -> Any:
    """Return the first value of the field's columns that is more than blanks, or None."""
    for name in _COLUMNS[field]:
        value = row.get(name)
        if name in PLAIN:
            value = PLAIN[name](value)
        if value is not None and not (isinstance(value, str) and not value.strip()):
            return value
    return None


def _text(row: Row, field: str) -> str:
    """Return the value unchanged, or "" where there is none."""
    value = _value(row, field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise WrongValueError(f"{field} is {shown(value)}; it must be text")
    return _sound(value, field)


def _sound(text: str, field: str) -> str:
    """Return `text`, which JSON's escapes can fill with halves of characters, if it has none."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        code = f"U+{ord(text[error.start]):04X}"
        raise WrongValueError(
            f"{field} holds half a character ({code}); write it as UTF-8, not as an escape"
        ) from error
    return text


def _identifiers(row: Row) -> Identifiers:
    arxiv_id, doi = _text(row, "arxiv_id"), _text(row, "doi")
    named = Identifiers()
    if arxiv_id:
        named = _expected(identify(arxiv_id), "arxiv_id", arxiv_id)
    if doi:
        named = named.joined(_expected(identify(doi), "doi", doi))
    for text in _unsorted(row):
        other = identify(text)
        if not named.contradicts(other):
            named = named.joined(other)
    return named


def _unsorted(row: Row) -> list[str]:
    """Return the values that can be identifiers of any kind, or of none."""
    generic, several = _value(row, "id"), _value(row, "ids")
    return [
        *([generic] if isinstance(generic, str) else []),
        _text(row, "url"),
        *(several if isinstance(several, list) else []),
    ]


def _expected(named: Identifiers, field: str, text: str) -> Identifiers:
    """Return what the field names; arXiv's own DOIs are arXiv ids, so either will do."""
    if not (named.arxiv_id or (field == "doi" and named.doi)):
        raise WrongValueError(f"{field} {text[:80]!r} is none; correct it, or leave it empty")
    return named


def _year(value: Any) -> int | None:
    if value is None:
        return None
    found = None if isinstance(value, bool) else _YEAR.fullmatch(str(value).strip())
    if found is None:
        raise WrongValueError(f"year is {shown(value)}; it must have four digits")
    return int(found[1])


def _authors(value: Any) -> tuple[str, ...]:
    """Return the names in a list, or in a text."""
    if value is None:
        return ()
    names = _names(value) if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise WrongValueError("authors must be a list of names, or names set apart with ;")
    return tuple(_sound(name.strip(), "authors") for name in names if name.strip())


def _names(text: str) -> list[str]:
    """Return the names that semicolons set apart, or commas where each can be a whole name.

    In ``Reed, Ada`` the comma is inside of a name.
    """
    names = _NAMES_APART.split(" ".join(text.split()))
    if ";" in text or "(" in text or not all(_is_whole(name) for name in names):
        return text.split(";")
    return names


def _is_whole(name: str) -> bool:
    return " " in name and not name[0].islower()
