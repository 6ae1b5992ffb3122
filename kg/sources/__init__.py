"""Sources in, merged papers and a report of each source out."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import SourceError
from kg.model import Listing, Page, Paper
from kg.names import slug
from kg.sources.files import SourceFile, bytes_of, files_of, refused
from kg.sources.foreign import foreign
from kg.sources.lines import Source
from kg.sources.listing import read_listing
from kg.sources.merge import papers_of
from kg.sources.once import Once
from kg.sources.record import Dated, Finding, Reader, Record, Skipped
from kg.sources.tables import is_header, is_json, read_csv, read_jsonl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["READERS", "Reading", "Record", "SourceReport", "read", "stream"]

READERS: dict[str, Reader] = {"listing": read_listing, "jsonl": read_jsonl, "csv": read_csv}

_FORMATS = {
    ".txt": "listing",
    ".md": "listing",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
}
_SUFFIXES = frozenset(_FORMATS)


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one source became.

    `page` is None where the source could not be read at all. Of its `records`, `new` are the first
    of their paper and `joined` belong to a paper that an earlier record had; `skipped_lines` are
    the lines that were not understood.
    """

    name: str
    page: Page | None
    records: int = 0
    new: int = 0
    joined: int = 0
    without_abstract: int = 0
    skipped_lines: tuple[int, ...] = ()
    errors: tuple[SourceError, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The papers of all sources, sorted by id, and a report of each source, in the order given."""

    papers: tuple[Paper, ...]
    reports: tuple[SourceReport, ...]


@dataclass(frozen=True, slots=True)
class _Content:
    """What was found in one source, before papers are merged."""

    name: str
    page: Page | None = None
    papers: tuple[Paper, ...] = ()
    skipped_lines: tuple[int, ...] = ()
    errors: tuple[SourceError, ...] = ()


def read(
    sources: Iterable[str | Path], *, keep_going: bool = False, stdin: BinaryIO | None = None
) -> Reading:
    """Return the papers of all `sources`: files, folders, or ``-`` for `stdin`.

    The same papers come back in whatever order the sources are given. With `keep_going`, errors
    are collected in the reports, and all but the bad records is read.

    Raises: SourceError, the first one met, without `keep_going`.
    """
    contents = list(_contents(sources, keep_going, stdin or sys.stdin.buffer))
    papers = papers_of([paper for content in contents for paper in content.papers])
    unique = {paper.id: paper for paper in papers}
    return Reading(
        papers=tuple(unique[id_] for id_ in sorted(unique)),
        reports=tuple(_reports(contents, iter(papers))),
    )


def stream(
    sources: Iterable[str | Path], *, keep_going: bool = False, stdin: BinaryIO | None = None
) -> Iterator[Paper | SourceError]:
    """Yield the papers of all `sources` one by one, in their order, without holding them all.

    Of a paper that stands there several times the first record counts: what `read` joins from
    several records is not known before all are read. With `keep_going`, an error is yielded in
    its place. Raises: SourceError, the first one met, without `keep_going`.
    """
    once = Once()
    for finding in _streamed(sources, keep_going, stdin or sys.stdin.buffer):
        if isinstance(finding, SourceError):
            yield finding
        elif isinstance(finding, Record) and (paper := once.named(finding.paper)):
            yield paper


def _streamed(
    sources: Iterable[str | Path], keep_going: bool, stdin: BinaryIO
) -> Iterator[Finding]:
    for source in sources:
        try:
            for file in files_of(source, _SUFFIXES):
                with _opened(file, stdin) as opened:
                    yield from _tolerated(_checked(_found(file, opened), file.name), keep_going)
        except SourceError as error:
            if not keep_going:
                raise
            yield error


def _tolerated(findings: Iterator[Finding], keep_going: bool) -> Iterator[Finding]:
    """Yield `findings`, and raise the first error among them unless it is to be gone on."""
    for finding in findings:
        if isinstance(finding, SourceError) and not keep_going:
            raise finding
        yield finding


def _contents(
    sources: Iterable[str | Path], keep_going: bool, stdin: BinaryIO
) -> Iterator[_Content]:
    seen: set[str] = set()
    for source in sources:
        try:
            files = files_of(source, _SUFFIXES)
        except SourceError as error:
            yield _unreadable(error, keep_going)
            continue
        for file in files:
            if file.identity not in seen:
                seen.add(file.identity)
                yield _content(file, keep_going, stdin)


def _unreadable(error: SourceError, keep_going: bool) -> _Content:
    if not keep_going:
        raise error
    return _Content(error.path, errors=(error,))


def _content(file: SourceFile, keep_going: bool, stdin: BinaryIO) -> _Content:
    findings: list[Finding] = []
    try:
        with _opened(file, stdin) as source:
            for finding in _tolerated(_checked(_found(file, source), file.name), keep_going):
                findings.append(finding)
    except SourceError as error:
        return _unreadable(error, keep_going)
    page = _page(file.stem, source.digest, findings)
    return _Content(
        name=file.name,
        page=page,
        papers=_listed([f.paper for f in findings if isinstance(f, Record)], page),
        skipped_lines=tuple(n for f in findings if isinstance(f, Skipped) for n in f.lines),
        errors=tuple(f for f in findings if isinstance(f, SourceError)),
    )


@contextmanager
def _opened(file: SourceFile, stdin: BinaryIO) -> Iterator[Source]:
    """Open `file`; what the system says against that becomes a SourceError."""
    try:
        if file.path is None:
            yield Source(file.name, stdin)
        else:
            with bytes_of(file.path) as stream:
                yield Source(file.name, stream)
    except OSError as error:
        raise refused(file.name, error) from error


def _found(file: SourceFile, source: Source) -> Iterator[Finding]:
    first_line = source.first_line()
    if problem := foreign(file.suffix, first_line):
        raise SourceError(file.name, 0, problem)
    format_ = _FORMATS.get(file.suffix) or _format_of(first_line)
    return READERS[format_](source)


def _format_of(first_line: str) -> str:
    if is_json(first_line):
        return "jsonl"
    return "csv" if is_header(first_line) else "listing"


def _checked(findings: Iterator[Finding], name: str) -> Iterator[Finding]:
    """Yield `findings`, and an error where they hold no paper and no word on why."""
    said = False
    for finding in findings:
        said = said or isinstance(finding, Record | SourceError)
        yield finding
    if not said:
        raise SourceError(
            name, 0, "no paper in it; a page holds a title, its abstract, a title, its abstract …"
        )


def _page(stem: str, digest: str, findings: list[Finding]) -> Page:
    dates = (finding.date for finding in findings if isinstance(finding, Dated))
    return Page(f"page/{slug(stem) or 'page'}-{digest[:8]}", stem, next(dates, ""))


def _listed(papers: list[Paper], page: Page) -> tuple[Paper, ...]:
    return tuple(
        replace(paper, listings=(Listing(page, rank),)) for rank, paper in enumerate(papers, 1)
    )


def _reports(contents: list[_Content], papers: Iterator[Paper]) -> Iterator[SourceReport]:
    """Yield the report of each source; `papers` are those its records belong to, in order."""
    seen: set[str] = set()
    for content in contents:
        new = 0
        for _ in content.papers:
            id_ = next(papers).id
            new += id_ not in seen
            seen.add(id_)
        yield SourceReport(
            name=content.name,
            page=content.page,
            records=len(content.papers),
            new=new,
            joined=len(content.papers) - new,
            without_abstract=sum(not paper.abstract for paper in content.papers),
            skipped_lines=content.skipped_lines,
            errors=content.errors,
        )
