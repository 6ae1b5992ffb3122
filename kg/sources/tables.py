"""JSON lines, JSON arrays, CSV and TSV in, the papers of their rows out."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.errors import SourceError
from kg.model import Paper
from kg.sources.identifiers import Identifiers, identify
from kg.sources.record import Finding, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.sources.lines import Source

Row: TypeAlias = "tuple[int, Mapping[str, Any]] | SourceError"
"""The line that a row begins on, and its values by column in lower case; or what is wrong."""

_GAP = re.compile(r"[\s,]*")
_DELIMITERS = ",\t;"
_YEAR = re.compile(r"([12]\d{3})(?:\.0|-\d\d.*)?", re.ASCII)


def read_jsonl(source: Source) -> Iterator[Finding]:
    """Yield the papers of a file with one JSON object a line, or of one JSON array of objects.

    >>> import io
    >>> from kg.sources.lines import Source
    >>> row = b'{"title": "A Title", "abstract": "Its abstract.", "id": "1706.03762v2"}'
    >>> [record] = read_jsonl(Source("papers.jsonl", io.BytesIO(row)))
    >>> record.paper.title, record.paper.arxiv_id
    ('A Title', '1706.03762')
    """
    is_array = source.first_line().startswith("[")
    rows = _array(source) if is_array else _json_lines(source)
    return _findings(rows, source.name)


def read_csv(source: Source) -> Iterator[Finding]:
    r"""Yield the papers of a table with a header line; commas, tabs or semicolons between columns.

    >>> import io
    >>> from kg.sources.lines import Source
    >>> [record] = read_csv(Source("papers.csv", io.BytesIO(b"Title,Abstract\nA,B.\n")))
    >>> record.paper.title, record.line
    ('A', 2)
    """
    return _findings(_csv_rows(source), source.name)


def is_json(line: str) -> bool:
    """Return whether `line` can be the first of a file of JSON objects.

    >>> is_json('{"title": "On Ants"}'), is_json("["), is_json("[Re] On Ants")
    (True, True, False)
    """
    return bool(re.match(r"\{|\[\s*(?:\{|\Z)", line))


def is_header(line: str) -> bool:
    """Return whether `line` can be the header of a table of papers.

    >>> is_header("id,title,abstract"), is_header("A title, and more of it")
    (True, False)
    """
    return any(mark in line for mark in _DELIMITERS) and "title" in _columns(line)


def _json_lines(source: Source) -> Iterator[Row]:
    for number, text in source.lines():
        if text.strip():
            try:
                value = json.loads(text)
            except (ValueError, RecursionError) as error:
                yield _not_json(source.name, number, error)
            else:
                yield _object(source.name, number, value)


def _array(source: Source) -> Iterator[Row]:
    text = source.text()
    decoder = json.JSONDecoder()
    line, at, start = 1, 0, text.index("[") + 1
    while True:
        start = _after_gap(text, start)
        line, at = line + text.count("\n", at, start), start
        if text.startswith("]", start):
            return
        try:
            value, start = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            yield _not_json(source.name, line, error)
            return  # where the next object would begin cannot be known
        yield _object(source.name, line, value)


def _after_gap(text: str, start: int) -> int:
    gap = _GAP.match(text, start)
    return gap.end() if gap else start


def _not_json(path: str, line: int, error: Exception) -> SourceError:
    where = (
        f" ({error.msg}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
    )
    return SourceError(
        path, line, f"not a complete JSON object{where}; write one object per line, whole"
    )


def _object(path: str, line: int, value: Any) -> Row:
    if not isinstance(value, dict):
        return SourceError(path, line, f"{_named(value)} where an object with a title is expected")
    return line, {key.strip().lower(): value for key, value in value.items()}


def _csv_rows(source: Source) -> Iterator[Row]:
    header = source.first_line()
    columns = _columns(header)
    if "title" not in columns:
        raise SourceError(
            source.name, 1, "no column called title; name the columns on line 1: title, abstract, …"
        )
    rows = _cells(source, _delimiter(header))
    next(rows)
    for row in rows:
        if isinstance(row, SourceError):
            yield row
        elif len(row[1]) == len(columns):
            yield row[0], dict(zip(columns, row[1], strict=True))
        else:
            yield SourceError(
                source.name,
                row[0],
                f"{len(row[1])} columns where the header has {len(columns)};"
                " put values that hold separators or quotes in double quotes",
            )


def _columns(header: str) -> list[str]:
    """Return the names in a header, or none where it is no line of a table."""
    try:
        [names] = csv.reader([header], delimiter=_delimiter(header))
    except (csv.Error, ValueError):
        return []
    return [name.strip().lower() for name in names]


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _cells(source: Source, delimiter: str) -> Iterator[tuple[int, list[str]] | SourceError]:
    lines = (text + "\n" for _, text in source.lines())
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield SourceError(
                source.name, line, f"{error}; close quotes, and double those inside of quotes"
            )
            continue
        if cells is None:
            return
        if cells:
            yield line, cells


class _WrongValueError(ValueError):
    """A value that its column cannot hold."""


def _findings(rows: Iterable[Row], path: str) -> Iterator[Finding]:
    for row in rows:
        if isinstance(row, SourceError):
            yield row
            continue
        line, values = row
        try:
            paper = _paper(values)
        except _WrongValueError as error:
            yield SourceError(path, line, str(error))
            continue
        if not paper.abstract:
            yield SourceError(path, line, "title without abstract; add its abstract, or remove it")
        yield Record(paper, line)


def _paper(row: Mapping[str, Any]) -> Paper:
    title, abstract = _text(row, "title"), _text(row, "abstract")
    if not title:
        what = "abstract without a title" if abstract else "no title"
        raise _WrongValueError(f"{what}; every paper needs one")
    named = _identifiers(row)
    return Paper(
        id="",
        title=title,
        abstract=abstract,
        arxiv_id=named.arxiv_id,
        doi=named.doi,
        year=_year(row.get("year")),
        url=_text(row, "url"),
        authors=_authors(row.get("authors")),
        venue=_text(row, "venue"),
    )


def _text(row: Mapping[str, Any], column: str) -> str:
    """Return the value unchanged, or "" where there is none or only blanks."""
    value = row.get(column)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _WrongValueError(f"{column} is {_named(value)}; it must be text")
    return _sound(value, column) if value.strip() else ""


def _sound(text: str, column: str) -> str:
    """Return `text`, which JSON's escapes can fill with halves of characters, if it has none."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        code = f"U+{ord(text[error.start]):04X}"
        raise _WrongValueError(
            f"{column} holds half a character ({code}); write it as UTF-8, not as an escape"
        ) from error
    return text


def _identifiers(row: Mapping[str, Any]) -> Identifiers:
    arxiv_id, doi = _text(row, "arxiv_id"), _text(row, "doi")
    named = Identifiers()
    if arxiv_id:
        named = _expected(identify(arxiv_id), "arxiv_id", arxiv_id)
    if doi:
        named = named.joined(_expected(identify(doi), "doi", doi))
    generic = row.get("id")
    for text in (generic if isinstance(generic, str) else "", _text(row, "url")):
        other = identify(text)
        if not named.contradicts(other):
            named = named.joined(other)
    return named


def _expected(named: Identifiers, column: str, text: str) -> Identifiers:
    """Return what the column names; arXiv's own DOIs are arXiv ids, so either will do."""
    if not (named.arxiv_id or (column == "doi" and named.doi)):
        raise _WrongValueError(f"{column} {text[:80]!r} is none; correct it, or leave it empty")
    return named


def _year(value: Any) -> int | None:
    if value is None or value == "":
        return None
    found = None if isinstance(value, bool) else _YEAR.fullmatch(str(value).strip())
    if found is None:
        raise _WrongValueError(f"year is {_named(value)}; it must have four digits")
    return int(found[1])


def _authors(value: Any) -> tuple[str, ...]:
    """Return the names in a list, or in a text that sets them apart with semicolons."""
    if value is None:
        return ()
    names = value.split(";") if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _WrongValueError("authors must be a list of names, or names set apart with ;")
    return tuple(_sound(name.strip(), "authors") for name in names if name.strip())


def _named(value: Any) -> str:
    """Return `value` as a message can show it."""
    shown = json.dumps(value)
    return shown if len(shown) <= 40 else shown[:40] + "…"
