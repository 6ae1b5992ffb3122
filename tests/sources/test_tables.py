"""JSON lines, JSON arrays, CSV and TSV."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import SourceError
from kg.sources.lines import Source
from kg.sources.record import Finding, Reader, Record
from kg.sources.tables import is_header, is_json, read_csv, read_jsonl

if TYPE_CHECKING:
    from kg.model import Paper

ROW = {"title": "Herons", "abstract": "They wait."}


def findings(reader: Reader, text: str) -> list[Finding]:
    return list(reader(Source("file", io.BytesIO(text.encode()))))


def paper(row: dict[str, Any]) -> Paper:
    [found] = findings(read_jsonl, json.dumps(row))
    assert isinstance(found, Record)
    return found.paper


def problem(reader: Reader, text: str) -> tuple[int, str]:
    [error] = [f for f in findings(reader, text) if isinstance(f, SourceError)]
    return error.line, error.problem


@pytest.mark.parametrize(
    ("columns", "field", "value"),
    [
        ({"title": " Herons \n"}, "title", " Herons \n"),
        ({"Abstract ": "They stay."}, "abstract", "They stay."),
        ({"id": "1706.03762v2"}, "arxiv_id", "1706.03762"),
        ({"id": "10.1000/X"}, "doi", "10.1000/x"),
        ({"id": "reed2024"}, "arxiv_id", ""),
        ({"id": 17}, "arxiv_id", ""),
        ({"arxiv_id": "arXiv:1706.03762"}, "arxiv_id", "1706.03762"),
        ({"arxiv_id": "1706.03762", "id": "1810.04805"}, "arxiv_id", "1706.03762"),
        ({"doi": "https://doi.org/10.1000/X"}, "doi", "10.1000/x"),
        ({"doi": "10.48550/arXiv.1706.03762"}, "arxiv_id", "1706.03762"),
        ({"url": "https://arxiv.org/abs/1706.03762"}, "arxiv_id", "1706.03762"),
        ({"url": "https://example.org"}, "url", "https://example.org"),
        ({"year": 2024}, "year", 2024),
        ({"year": "2024"}, "year", 2024),
        ({"year": 2024.0}, "year", 2024),
        ({"year": "2024-03-11"}, "year", 2024),
        ({"year": None}, "year", None),
        ({"authors": ["Ada Reed", " Bo Marsh"]}, "authors", ("Ada Reed", "Bo Marsh")),
        ({"authors": "Ada Reed; Bo Marsh;"}, "authors", ("Ada Reed", "Bo Marsh")),
        ({"venue": "Wetlands"}, "venue", "Wetlands"),
        ({"unknown": {"deep": [1]}}, "title", "Herons"),
    ],
)
def test_columns(columns: dict[str, Any], field: str, value: object) -> None:
    assert getattr(paper(ROW | columns), field) == value


@pytest.mark.parametrize(
    ("columns", "start"),
    [
        ({"title": 7}, "title is 7; it must be text"),
        ({"title": ["Herons"]}, 'title is ["Herons"]'),
        ({"title": ""}, "abstract without a title"),
        ({"title": "", "abstract": ""}, "no title"),
        ({"abstract": {}}, "abstract is {}"),
        ({"year": "soon"}, 'year is "soon"'),
        ({"year": True}, "year is true"),
        ({"year": 20240}, "year is 20240"),
        ({"authors": [{"name": "Ada"}]}, "authors must be"),
        ({"authors": 7}, "authors must be"),
        ({"arxiv_id": "soon"}, "arxiv_id 'soon'"),
        ({"doi": "soon"}, "doi 'soon'"),
        ({"title": "half \ud83e"}, "title holds half a character (U+D83E)"),
        ({"authors": ["\ud83e"]}, "authors holds half a character"),
    ],
)
def test_values_of_the_wrong_kind(columns: dict[str, Any], start: str) -> None:
    line, text = problem(read_jsonl, "\n" + json.dumps(ROW | columns))
    assert line == 2
    assert text.startswith(start)


@pytest.mark.parametrize(
    "line",
    ['{"title": "Her', "42", '"Herons"', "null", "{} {}", "[" * 100_000, '{"year": ' + "9" * 5000],
    ids=lambda line: line[:12],
)
def test_a_line_that_is_no_object_is_one_error(line: str) -> None:
    good = json.dumps(ROW)
    found = findings(read_jsonl, f"{good}\n{line}\n{good}\n")
    assert [type(f) for f in found] == [Record, SourceError, Record]
    assert [f.line for f in found if isinstance(f, Record | SourceError)] == [1, 2, 3]


def test_a_title_without_abstract_is_an_error_and_a_record() -> None:
    error, record = findings(read_jsonl, '{"title": "Herons"}')
    assert isinstance(error, SourceError)
    assert isinstance(record, Record)


@pytest.mark.parametrize("indent", [None, 2])
def test_arrays(indent: int | None) -> None:
    found = findings(read_jsonl, json.dumps([ROW, ROW | {"year": 2024}], indent=indent))
    assert [f.paper.year for f in found if isinstance(f, Record)] == [None, 2024]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[\n{"title": "A", "abstract": "B."},\n{"tit', 3),
        ("[\n7]", 2),
        ("[", 1),
        ("[" * 100_000, 1),
    ],
    ids=["cut", "number", "open", "deep"],
)
def test_arrays_that_are_wrong(text: str, line: int) -> None:
    assert problem(read_jsonl, text)[0] == line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title,ABSTRACT\nA,B.\n", [("A", "B.", 2)]),
        ("title\tabstract\nA, too\tB.\n", [("A, too", "B.", 2)]),
        ("title;abstract\nA;B.\n", [("A", "B.", 2)]),
        (
            '\n"title","abstract"\n\n"A ""a""","B,\nb."\nC,D.',
            [('A "a"', "B,\nb.", 4), ("C", "D.", 6)],
        ),
        ("id,title,abstract,x\r\n1,A,B.,2\r\n", [("A", "B.", 2)]),
        ("title,abstract\n", []),
    ],
)
def test_tables(text: str, expected: list[tuple[str, str, int]]) -> None:
    found = [f for f in findings(read_csv, text) if isinstance(f, Record)]
    assert [(f.paper.title, f.paper.abstract, f.line) for f in found] == expected


@pytest.mark.parametrize(
    ("row", "start"),
    [
        ("A,B,C", "3 columns where the header has 2"),
        ("A", "1 columns"),
        ('"A"a,B', "',' expected"),
        ('"A,B', "unexpected end of data"),
        (",B.", "abstract without a title"),
        ("A,", "title without abstract"),
    ],
)
def test_rows_that_are_wrong(row: str, start: str) -> None:
    line, text = problem(read_csv, f"title,abstract\nC,D.\n{row}")
    assert line == 3
    assert text.startswith(start)


def test_a_table_without_titles_is_no_table_of_papers() -> None:
    with pytest.raises(SourceError, match="file:1: no column called title"):
        findings(read_csv, "name,abstract\nA,B.\n")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{", "json"),
        ('[{"a"', "json"),
        ("title,abstract", "csv"),
        ("a\tTitle", "csv"),
        ("[Re] On Herons", ""),
        ("title", ""),
        ("My title, and more", ""),
        ("", ""),
    ],
)
def test_formats_are_told_by_a_line(line: str, expected: str) -> None:
    assert (is_json(line), is_header(line)) == (expected == "json", expected == "csv")
