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
        ({"Publication Year": "2024"}, "year", 2024),
        ({"year": "", "publication_year": 2024}, "year", 2024),
        ({"year": 2023, "update_date": "2024-03-11"}, "year", 2023),
        ({"update_date": "2024-03-11"}, "year", 2024),
        ({"update_date": "2024-03-11", "journal-ref": "Wetl. 7 (2023)"}, "year", 2024),
        ({"display_name": "Gulls"}, "title", "Herons"),
        ({"title": None, "display_name": "Gulls"}, "title", "Gulls"),
        ({"abstract": None, "Abstract Note": "They stay."}, "abstract", "They stay."),
        ({"abstract": " ", "abstractNote": "They stay."}, "abstract", "They stay."),
        ({"publicationName": "Wetlands"}, "venue", "Wetlands"),
        ({"Publication Title": "Wetlands", "Short Title": "Wet"}, "venue", "Wetlands"),
        ({"Author": "Reed, Ada; Marsh, Bo"}, "authors", ("Reed, Ada", "Marsh, Bo")),
        ({"Author": "Reed, Ada"}, "authors", ("Reed, Ada",)),
        ({"Author": "van der Stone, Cy Dee"}, "authors", ("van der Stone, Cy Dee",)),
        (
            {"authors": "A. Reed, B.\n  Marsh and C. Stone"},
            "authors",
            ("A. Reed", "B. Marsh", "C. Stone"),
        ),
        (
            {"authors": "A. Reed, B. Marsh, and C. Stone"},
            "authors",
            ("A. Reed", "B. Marsh", "C. Stone"),
        ),
        ({"authors": "A. Reed (1 and 2), B. Marsh"}, "authors", ("A. Reed (1 and 2), B. Marsh",)),
        ({"ids": {"doi": "https://doi.org/10.1000/X", "mag": 17}}, "doi", "10.1000/x"),
        ({"doi": "10.1000/a", "ids": {"doi": "10.1000/b"}}, "doi", "10.1000/a"),
        ({"ids": 17}, "doi", ""),
        ({"abstract_inverted_index": {"No.": [0]}}, "abstract", "They wait."),
        ({"authorships": [{"author": {"display_name": "Ada Reed"}}]}, "authors", ("Ada Reed",)),
        ({"authorships": [{"author": {"display_name": None}}, {}, 7]}, "authors", ()),
        ({"primary_location": {"source": {"display_name": "Wetlands"}}}, "venue", "Wetlands"),
        ({"primary_location": {"source": None}}, "venue", ""),
        ({"primary_location": None}, "venue", ""),
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
        ({"authorships": 7}, "authors must be"),
        ({"authorships": [{"author": {"display_name": 7}}]}, "authors must be"),
        ({"primary_location": {"source": {"display_name": 7}}}, "venue is 7"),
        ({"abstract": None, "abstract_inverted_index": 7}, "abstract is 7"),
        ({"abstract": None, "abstract_inverted_index": {"a": ["0"]}}, 'abstract is {"a": ["0"]}'),
        ({"abstract": None, "abstract_inverted_index": {"a" * 2000: [0] * 501}}, "abstract is {"),
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
    assert error.problem.endswith("remove it, or use --keep-going to keep its title alone")
    assert isinstance(record, Record)


@pytest.mark.parametrize("indent", [None, 2])
def test_arrays(indent: int | None) -> None:
    found = findings(read_jsonl, json.dumps([ROW, ROW | {"year": 2024}], indent=indent))
    assert [f.paper.year for f in found if isinstance(f, Record)] == [None, 2024]


WORK = {
    "id": "https://openalex.org/W17",
    "doi": "https://doi.org/10.1000/X",
    "title": "Herons",
    "display_name": "Herons",
    "publication_year": 2024,
    "abstract_inverted_index": {"They": [0, 2], "wait.": [1], "stay.": [3]},
    "authorships": [{"author": {"display_name": "Ada Reed"}}],
    "primary_location": {"source": {"display_name": "Wetlands"}},
    "ids": {"openalex": "https://openalex.org/W17", "doi": "https://doi.org/10.1000/X"},
}


def test_a_work_of_openalex() -> None:
    found = paper(WORK)
    assert (found.title, found.abstract) == ("Herons", "They wait. They stay.")
    assert (found.doi, found.year, found.venue) == ("10.1000/x", 2024, "Wetlands")
    assert found.authors == ("Ada Reed",)


@pytest.mark.parametrize("index", [None, {}])
def test_a_work_without_abstract(index: object) -> None:
    error, record = findings(read_jsonl, json.dumps(WORK | {"abstract_inverted_index": index}))
    assert isinstance(error, SourceError)
    assert error.problem.startswith("title without abstract")
    assert isinstance(record, Record)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (json.dumps({"meta": {"count": 2}, "results": [WORK, ROW], "group_by": []}), 2),
        (json.dumps({"meta": {"count": 2}, "results": [WORK, ROW]}, indent=2), 2),
        (json.dumps({"results": [ROW]}) + "\n" + json.dumps({"results": [ROW, ROW]}), 3),
        (json.dumps({"meta": {}, "results": []}), 0),
        (json.dumps(WORK, indent=2), 1),
        (json.dumps(ROW | {"results": [ROW, ROW]}), 1),
        (json.dumps({"meta": {"of": [ROW]}} | ROW) + "\n" + json.dumps(ROW), 2),
    ],
    ids=["page", "indented", "two pages", "empty", "one work", "a paper's results", "meta"],
)
def test_pages_of_openalex(text: str, titles: int) -> None:
    assert [f.paper.title for f in findings(read_jsonl, text) if isinstance(f, Record)] == [
        "Herons"
    ] * titles


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[\n{"title": "A", "abstract": "B."},\n{"tit', 3),
        ("[\n7]", 2),
        ("[", 1),
        ('{\n  "title": "A",', 1),
        ('{"results": [7]}', 1),
        (json.dumps(ROW, indent=2) + "\n]", 5),
        ("[" * 100_000, 1),
    ],
    ids=["cut", "number", "open", "open object", "number on a page", "end of no array", "deep"],
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
        (
            '\ufeff"Key","Title","Short Title","Abstract Note"\n"X","A","a","B."\n',
            [("A", "B.", 2)],
        ),
        ("id,display_name,abstract\n1,A,B.\n", [("A", "B.", 2)]),
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
        ('"Key","Publication Title","Title"', "csv"),
        ("Key,Publication Title", ""),
        ("[Re] On Herons", ""),
        ("title", ""),
        ("My title, and more", ""),
        ("", ""),
    ],
)
def test_formats_are_told_by_a_line(line: str, expected: str) -> None:
    assert (is_json(line), is_header(line)) == (expected == "json", expected == "csv")
