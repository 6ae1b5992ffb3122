"""Files, folders and standard input; what is wrong with them; and what each became."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.model import Paper
from kg.sources import READERS, read, stream
from kg.sources.lines import MAX_LINE, Source

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parents[1] / "data"
PAGES, BAD = DATA / "pages", DATA / "bad"
CLEAN = PAGES / "clean.txt"
GOOD = b"A Title\n\nIts abstract. It ends.\n"


@pytest.mark.parametrize(
    ("name", "line", "problem"),
    [
        ("array.json", 3, "title is 7"),
        ("columns.csv", 2, "4 columns where the header has 2"),
        ("cut.jsonl", 2, "not a complete JSON object"),
        ("empty.txt", 0, "no paper in it"),
        ("export.bib", 0, "is BibTeX, which kg does not read yet; export it as CSV"),
        ("export.ris", 0, "is RIS, which kg does not read yet; export it as CSV"),
        ("furniture.txt", 0, "no paper in it"),
        ("latin-1.txt", 3, "byte 0xe9 is not UTF-8; convert the file first: iconv"),
        ("lone-abstract.txt", 5, "abstract without a title"),
        ("lone-title.txt", 5, "title without abstract"),
        ("missing.txt", 0, "No such file or directory"),
        ("name-on-top.txt", 1, "an identifier above the first paper"),
        ("no-abstract.jsonl", 2, "title without abstract"),
        ("no-object.jsonl", 2, "42 where an object"),
        ("no-title-column.csv", 1, "no column called title"),
        ("no-title.jsonl", 1, "abstract without a title"),
        ("nul.txt", 0, "not a text file"),
        (
            "page.html",
            0,
            "is a web page's source; copy the page's text instead, or save it as text",
        ),
        ("paper.pdf", 0, "is a PDF; paste titles and abstracts as text"),
        ("quote.csv", 2, "unexpected end of data"),
        ("surrogate.jsonl", 1, "title holds half a character"),
        ("two-names.txt", 1, "one paper with two identifiers"),
        ("utf-16.txt", 0, "UTF-16"),
        ("wrong-type.jsonl", 3, 'title is ["not text"]'),
    ],
)
def test_bad_files(name: str, line: int, problem: str) -> None:
    with pytest.raises(SourceError) as raised:
        read([BAD / name])
    error = raised.value
    assert (error.path, error.line) == (str(BAD / name), line)
    assert error.problem.startswith(problem)
    assert "\n" not in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes
    [report] = read([BAD / name], keep_going=True).reports
    assert str(report.errors[0]) == str(error)
    with pytest.raises(SourceError, match=name):
        list(stream([BAD / name]))
    assert str(error) in map(str, stream([BAD / name], keep_going=True))


def test_every_bad_file_is_tested() -> None:
    rows = test_bad_files.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {name for name, *_ in rows} == {file.name for file in BAD.iterdir()} | {"missing.txt"}


@pytest.mark.parametrize(
    ("name", "records", "without_abstract", "errors"),
    [
        ("cut.jsonl", 1, 0, 1),
        ("lone-title.txt", 3, 1, 1),
        ("lone-abstract.txt", 2, 0, 1),
        ("no-abstract.jsonl", 2, 1, 1),
        ("nul.txt", 0, 0, 1),
        ("missing.txt", 0, 0, 1),
    ],
)
def test_keep_going_reads_all_the_rest(
    name: str, records: int, without_abstract: int, errors: int
) -> None:
    reading = read([BAD / name, CLEAN], keep_going=True)
    bad, good = reading.reports
    assert (bad.records, bad.without_abstract, len(bad.errors)) == (
        records,
        without_abstract,
        errors,
    )
    assert (good.records, good.errors) == (2, ())


def test_reports_count_in_the_order_given() -> None:
    shared = PAGES / "shared.txt"
    assert [(r.records, r.new, r.joined) for r in read([CLEAN, shared]).reports] == [
        (2, 2, 0),
        (2, 1, 1),
    ]
    assert [(r.records, r.new, r.joined) for r in read([shared, CLEAN]).reports] == [
        (2, 2, 0),
        (2, 1, 1),
    ]


def test_the_order_of_sources_is_no_matter() -> None:
    files = sorted(PAGES.iterdir())
    papers = read(files).papers
    assert read(files[::-1]).papers == read([PAGES]).papers == papers
    assert [paper.id for paper in papers] == sorted(paper.id for paper in papers)
    assert [len(paper.listings) for paper in papers] == [2, 2, 2, 1]


def test_a_page_is_named_by_its_content(tmp_path: Path) -> None:
    [report] = read([CLEAN]).reports
    (tmp_path / "clean.txt").write_bytes(CLEAN.read_bytes())
    [copied] = read([tmp_path / "clean.txt"]).reports
    assert report.page == copied.page
    assert report.page is not None
    assert (report.page.name, report.page.date) == ("clean", "--03-11")
    assert report.page.id.startswith("page/clean-")
    ranks = {p.title: [place.rank for place in p.listings] for p in read([CLEAN]).papers}
    assert sorted(ranks.values()) == [[1], [2]]


def test_a_file_named_twice_counts_once(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(CLEAN)
    again = CLEAN.parent / ".." / "pages" / "clean.txt"
    assert len(read([CLEAN, again, str(CLEAN), tmp_path / "link.txt"]).reports) == 1


def test_folders(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.TXT", ".hidden.txt", ".git/c.txt", "picture.png", "code.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(GOOD)
    names = [Path(r.name).relative_to(tmp_path).as_posix() for r in read([tmp_path]).reports]
    assert names == ["a/z.TXT", "b.txt"]


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="a folder without pages"):
        read([tmp_path])
    [report] = read([tmp_path], keep_going=True).reports
    assert (report.page, len(report.errors)) == (None, 1)


@pytest.mark.parametrize("name", ["\0", "x" * 5000, ""], ids=["NUL", "long", "empty"])
def test_names_that_no_file_has(name: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        read([str(tmp_path / "none" / name)])


def test_names_that_are_not_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_bytes(GOOD)
    [report] = read([os.fsdecode(path)]).reports
    assert report.page is not None
    assert report.page.name == "caf\ufffd"
    assert report.name.endswith("caf\ufffd.txt")


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        b"\n" + json.dumps({"title": "A Title", "abstract": "Its abstract. It ends."}).encode(),
        b"title,abstract\nA Title,Its abstract. It ends.\n",
        b"title\tabstract\nA Title\tIts abstract. It ends.\n",
        b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n"),
    ],
    ids=["listing", "jsonl", "csv", "tsv", "BOM and CRLF"],
)
def test_the_format_is_told_by_the_content(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "page.unknown").write_bytes(content)
    [paper] = read([tmp_path / "page.unknown"]).papers
    assert (paper.title, paper.abstract) == ("A Title", "Its abstract. It ends.")
    [from_stdin] = read(["-", "-"], stdin=io.BytesIO(content)).papers
    assert from_stdin.listings[0].page.name == "stdin"
    assert (from_stdin.title, from_stdin.abstract) == (paper.title, paper.abstract)


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (b"\n@InProceedings {heron,\n", "-: is BibTeX"),
        (b"\xef\xbb\xbfTY  - JOUR\r\n", "-: is RIS"),
        (b"<html lang='en'>\n", "-: is a web page's source"),
        (b"<!doctype HTML>\n", "-: is a web page's source"),
        (b"%PDF-1.7\n%\xe2\xe3\n1\n\x02", "-: is a PDF"),
    ],
)
def test_other_kinds_are_told_by_the_content(content: bytes, start: str) -> None:
    with pytest.raises(SourceError) as raised:
        read(["-"], stdin=io.BytesIO(content))
    assert str(raised.value).startswith(start)


@pytest.mark.parametrize(
    "title", ["@ the Harbour: Herons", "TY - a Heron", "<HTML5 Herons", "PDF Herons"]
)
def test_titles_are_no_other_kind(title: str) -> None:
    [paper] = read(["-"], stdin=io.BytesIO(GOOD.replace(b"A Title", title.encode()))).papers
    assert paper.title == title


def test_stream_gives_each_paper_once_in_order() -> None:
    papers = [paper for paper in stream([CLEAN, CLEAN]) if isinstance(paper, Paper)]
    assert [paper.id for paper in papers] == [
        "paper/heronnet-patient-retrieval-for-rare-birds",
        "paper/do-tide-tables-help-language-models",
    ]
    assert {paper.listings for paper in papers} == {()}


def test_papers_with_one_short_id_are_told_apart_in_a_stream() -> None:
    long = "so many words that no id can hold them all and it has to be cut somewhere here "
    lines = [json.dumps({"title": long + end, "abstract": "A."}) for end in ("ants", "bees")]
    papers = list(stream(["-"], stdin=io.BytesIO("\n".join(lines).encode())))
    one, other = (paper.id for paper in papers if isinstance(paper, Paper))
    assert other.startswith(one)
    assert other != one


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress)])
def test_packed_files_are_read(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    packed = tmp_path / f"page.txt{suffix}"
    packed.write_bytes(pack(CLEAN.read_bytes()))
    plain = read([CLEAN])
    for source in (packed, tmp_path):
        found = read([source])
        assert [paper.title for paper in found.papers] == [paper.title for paper in plain.papers]
        [page] = {listing.page for paper in found.papers for listing in paper.listings}
        assert page.name == "page"


@pytest.mark.parametrize("name", ["page.txt.gz", "page.jsonl.xz"])
@pytest.mark.parametrize("cut", [0, 20])
def test_damaged_packed_files_are_one_line(tmp_path: Path, name: str, cut: int) -> None:
    path = tmp_path / name
    pack = gzip.compress if name.endswith("gz") else lzma.compress
    path.write_bytes(pack(CLEAN.read_bytes())[:-cut] if cut else b"not packed at all")
    with pytest.raises(SourceError, match=r"damaged|[Nn]ot a gzipped"):
        read([path])


def test_a_line_without_end_is_not_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert size > 0
            self.taken += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(SourceError, match="-:1: a line of more than 1,000,000 characters"):
        read(["-"], stdin=stream)  # type: ignore[arg-type]
    assert stream.taken < 10 * MAX_LINE


@pytest.mark.parametrize("character", ["x", "é", "🪶"])
def test_the_longest_line_counts_characters(character: str) -> None:
    longest = (character * MAX_LINE + "\n").encode()
    assert len(list(Source("s", io.BytesIO(longest)).lines())) == 1
    with pytest.raises(SourceError, match="s:1: a line of more than"):
        list(Source("s", io.BytesIO(character.encode() + longest)).lines())


def test_pictures_are_not_called_latin_text() -> None:
    for head in (b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08\xff"):
        with pytest.raises(SourceError, match="-: not a text file"):
            read(["-"], stdin=io.BytesIO(head))


@pytest.mark.parametrize("format_", sorted(READERS))
@given(
    content=st.binary(max_size=300)
    | st.text(max_size=300).map(lambda t: t.encode("utf-8", "ignore"))
)
def test_any_bytes_are_read_or_refused(format_: str, content: bytes) -> None:
    try:
        for finding in READERS[format_](Source("bytes", io.BytesIO(content))):
            assert finding is not None
    except SourceError as error:
        assert "\n" not in str(error)


def test_an_array_too_large_to_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.sources.lines.MAX_TEXT", 20)
    with pytest.raises(SourceError, match="-: a JSON array of more than"):
        read(["-"], stdin=io.BytesIO(b'[{"title": "Herons", "abstract": "They wait."}]'))
