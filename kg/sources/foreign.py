"""The name and the beginning of a file in, what to do where kg reads none of its kind out."""

from __future__ import annotations

import re

_FLAGS = re.IGNORECASE | re.ASCII
_KINDS = (
    (
        (".bib",),
        re.compile(r"@[a-z]+\s*\{", _FLAGS),
        "is BibTeX, which kg does not read yet; export it as CSV",
    ),
    (
        (".ris",),
        re.compile(r"TY  -", re.ASCII),
        "is RIS, which kg does not read yet; export it as CSV",
    ),
    (
        (".html", ".htm"),
        re.compile(r"<!doctype html\b|<html[\s>]", _FLAGS),
        "is a web page's source; copy the page's text instead, or save it as text",
    ),
    ((".pdf",), re.compile(r"%PDF-"), "is a PDF; paste titles and abstracts as text"),
)


def foreign(suffix: str, first_line: str) -> str:
    """Return what a file is that kg cannot read, and what to do; "" for all others.

    >>> foreign(".txt", "@article{heron2024,")
    'is BibTeX, which kg does not read yet; export it as CSV'
    >>> foreign(".txt", "@ the Harbour: Herons")
    ''
    """
    found = (
        problem
        for suffixes, beginning, problem in _KINDS
        if suffix in suffixes or beginning.match(first_line)
    )
    return next(found, "")
