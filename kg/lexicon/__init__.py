"""Lexicon files in, rows of names and a scheme of themes out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import AliasError
from kg.vocabulary import expand

FOLDER = Path(__file__).parent
FILES = {
    "method": "methods.tsv",
    "dataset": "datasets.tsv",
    "task": "tasks.tsv",
    "metric": "metrics.tsv",
}
"""Kind → the file with its known names."""


@dataclass(frozen=True, slots=True, order=True)
class Theme:
    """A concept of the themes scheme; `broader` holds ids of other themes of the scheme."""

    id: str
    label: str
    alt_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()


def read_rows(path: Path) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a tab-separated file of names, the canonical name of each first.

    Empty lines and lines that start with ``#`` are skipped. Raises `AliasError` with the line
    number for an empty name, a repeated one, or bytes that are not UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise AliasError(str(path), line, "not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise AliasError(str(path), 0, f"cannot be read: {error.strerror}") from error
    return tuple(
        _row(path, number, line)
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip() and not line.startswith("#")
    )


def _row(path: Path, number: int, line: str) -> tuple[str, ...]:
    row = tuple(name.strip() for name in line.split("\t"))
    if not all(row):
        raise AliasError(str(path), number, "an empty name; separate names by one tab")
    if len(set(row)) < len(row):
        raise AliasError(str(path), number, "a name stands twice in the line; remove one")
    return row


@cache
def load(kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the known names of a kind, one row per entity, its canonical name first.

    >>> all(row[0] for row in load("method"))
    True
    """
    return read_rows(FOLDER / FILES[kind])


@cache
def themes() -> tuple[Theme, ...]:
    """Return the shipped scheme of themes in the order of their ids."""
    return read_themes(FOLDER / "themes.ttl")


def read_themes(path: Path) -> tuple[Theme, ...]:
    """Return the concepts of a SKOS file in Turtle that have a ``skos:prefLabel``.

    Raises `AliasError` with the line number if it is not Turtle.
    """
    labels: dict[str, str] = {}
    others: dict[str, set[str]] = {}
    broader: dict[str, set[str]] = {}
    for concept, predicate, value in _statements(path):
        if predicate == expand("skos:prefLabel"):
            labels[concept] = value
        elif predicate == expand("skos:altLabel"):
            others.setdefault(concept, set()).add(value)
        elif predicate == expand("skos:broader"):
            broader.setdefault(concept, set()).add(value)
    return tuple(
        Theme(
            concept,
            label,
            tuple(sorted(others.get(concept, set()))),
            tuple(sorted(broader.get(concept, set()) & labels.keys())),
        )
        for concept, label in sorted(labels.items())
    )


def _statements(path: Path) -> list[tuple[str, str, str]]:
    try:
        triples = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise AliasError(str(path), error.lineno or 0, f"not Turtle: {error.msg}") from error
    except OSError as error:
        raise AliasError(str(path), 0, f"cannot be read: {error}") from error
    return [(_text(t.subject), _text(t.predicate), _text(t.object)) for t in triples]


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
