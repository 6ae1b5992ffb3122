"""JSON lines, JSON arrays, CSV and TSV in, the papers of their rows out."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.errors import SourceError
from kg.sources.columns import Row, WrongValueError, column, has_title, paper_of, shown
from kg.sources.record import Finding, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.sources.lines import Source

_Found: TypeAlias = "tuple[int, Row] | SourceError"
"""The line that a row begins on, and its values; or what is wrong."""

_GAP = re.compile(r"[\s,]*")
_DELIMITERS = ",\t;"
_WHOLE = re.compile(r'\[|\{\s*(?:\Z|"(?:meta|results)"\s*:)')


def read_jsonl(source: Source) -> Iterator[Finding]:
    """Yield the papers of a file with one JSON object a line, or of one JSON array of objects.

    Objects can also be written over several lines, and be pages of OpenAlex's interface, which
    hold objects as ``results``.

    >>> import io
    >>> from kg.sources.lines import Source
    >>> row = b'{"title": "A Title", "abstract": "Its abstract.", "id": "1706.03762v2"}'
    >>> [record] = read_jsonl(Source("papers.jsonl", io.BytesIO(row)))
    >>> record.paper.title, record.paper.arxiv_id
    ('A Title', '1706.03762')
    """
    is_whole = _WHOLE.match(source.first_line())
    rows = _json_values(source) if is_whole else _json_lines(source)
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
    return any(mark in line for mark in _DELIMITERS) and has_title(_columns(line))


def _json_lines(source: Source) -> Iterator[_Found]:
    for number, text in source.lines():
        if text.strip():
            try:
                value = json.loads(text)
            except (ValueError, RecursionError) as error:
                yield _not_json(source.name, number, error)
            else:
                yield _object(source.name, number, value)


def _json_values(source: Source) -> Iterator[_Found]:
    """Yield the objects of an array, or of values one after the other, written over any lines."""
    text = source.text()
    decoder = json.JSONDecoder()
    is_array = text.lstrip().startswith("[")
    line, at, start = 1, 0, text.index("[") + 1 if is_array else 0
    while True:
        start = _after_gap(text, start)
        line, at = line + text.count("\n", at, start), start
        if text.startswith("]", start) if is_array else start == len(text):
            return
        try:
            value, start = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            yield _not_json(source.name, line, error)
            return  # where the next object would begin cannot be known
        for one in _on_page(value):
            yield _object(source.name, line, one)


def _on_page(value: Any) -> list[Any]:
    """Return the works on a page of OpenAlex's interface; all other values are themselves one."""
    is_page = isinstance(value, dict) and "title" not in value
    results = value.get("results") if is_page else None
    return results if isinstance(results, list) else [value]


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


def _object(path: str, line: int, value: Any) -> _Found:
    if not isinstance(value, dict):
        return SourceError(path, line, f"{shown(value)} where an object with a title is expected")
    return line, {column(key): inner for key, inner in value.items()}


def _csv_rows(source: Source) -> Iterator[_Found]:
    header = source.first_line()
    columns = _columns(header)
    if not has_title(columns):
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
    return [column(name) for name in names]


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


def _findings(rows: Iterable[_Found], path: str) -> Iterator[Finding]:
    for row in rows:
        if isinstance(row, SourceError):
            yield row
            continue
        line, values = row
        try:
            paper = paper_of(values)
        except WrongValueError as error:
            yield SourceError(path, line, str(error))
            continue
        if not paper.abstract:
            yield SourceError(
                path,
                line,
                "title without abstract; add its abstract, remove it,"
                " or use --keep-going to keep its title alone",
            )
        yield Record(paper, line)
