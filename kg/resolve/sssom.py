"""A set of mappings (SSSOM, https://w3id.org/sssom) in, the rules that it states of names out.

What counts are the labels: ``subject_label`` and ``object_label`` are the same where the predicate
is one of sameness, and not the same where ``predicate_modifier`` is ``Not``; the label of the
subject is canonical. Mappings of other predicates (``skos:closeMatch``, ``skos:broadMatch``) say
nothing of names. The kind is the ``subject_category`` or ``object_category``; a mapping without one
holds for names of every kind.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kg.errors import AliasError
from kg.resolve.rules import NOT_SAME, SAME, Rule, checked
from kg.vocabulary import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SUFFIX = ".sssom.tsv"
_SAMENESS = {"skos:exactMatch", "owl:sameAs", "owl:equivalentClass"}
_NEEDED = ("subject_label", "predicate_id", "object_label")
_KIND_OF_SPACE = {KINDS[kind].space: kind for kind in reversed(ROLES)}


def rules(path: str, text: str) -> Iterator[Rule]:
    """Yield the rules of a document; raises `AliasError` with the line that cannot be read."""
    lines = io.StringIO(text, newline="")
    skipped, header = 1, lines.readline()
    while header.startswith("#"):
        skipped, header = skipped + 1, lines.readline()
    columns = next(csv.reader([header], delimiter="\t"), [])
    for name in _NEEDED:
        if name not in columns:
            raise AliasError(path, skipped, f"there is no column {name}")
    rows = csv.DictReader(lines, columns, restval="", delimiter="\t")
    try:
        for row in rows:
            cells = {name: (row[name] or "").strip() for name in columns}
            yield from _stated(path, skipped + rows.line_num, cells)
    except csv.Error as error:
        raise AliasError(path, skipped + rows.line_num, f"is no row of a table: {error}") from error


def _stated(path: str, line: int, cells: Mapping[str, str]) -> Iterator[Rule]:
    if cells["predicate_id"] not in _SAMENESS:
        return
    modifier = cells.get("predicate_modifier", "")
    if modifier not in ("", "Not"):
        raise AliasError(path, line, f"predicate_modifier is {modifier!r}; write Not or nothing")
    names = [cells["subject_label"], cells["object_label"]]
    if "" in names:
        raise AliasError(path, line, "a label is missing; names are what is mapped")
    category = cells.get("subject_category") or cells.get("object_category")
    for kind in [category] if category else _KIND_OF_SPACE.values():
        yield checked(path, line, NOT_SAME if modifier else SAME, kind, names)
