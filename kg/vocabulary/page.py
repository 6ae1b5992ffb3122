"""The table in, the page that people read (`README.md`) out."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from kg.vocabulary.kinds import KINDS, PARTS
from kg.vocabulary.prefixes import PREFIXES
from kg.vocabulary.properties import PROPERTIES
from kg.vocabulary.relations import RELATIONS
from kg.vocabulary.turtle import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.vocabulary.properties import Property

_TOP = f"""\
# The vocabulary of a graph

Everything that a graph can say, version {VERSION}. The table in `kg/vocabulary` says it once; this
page and the ontology [paper-kg.ttl](paper-kg.ttl) are written from it. Terms are our own (`kg:`)
where no field has one; the others are those of schema.org, FaBiO, PRISM, Dublin Core, FOAF, SKOS,
ML-Schema, NIF, ITS, PROV, and of Linked Papers With Code (`lpwc:` its classes, `lpwcp:` its
properties), so that queries written for that graph run on this one.
"""
_KINDS = """\
## Kinds

Nodes that have a name and can be looked up. A node has every class of its kinds; its own class
stands below the others.
"""
_RELATIONS = """\
## Relations

Edges between kinds. "Special case of" holds in every graph; of those, only `lpwcp:` properties are
written out. (⁻¹: the other way round.)
"""
_PARTS = """\
## Parts

Nodes that evidence, pages and results are made of. All that was read from a paper stands in the
named graph of the paper.
"""
_PROPERTIES = """\
## Properties

How many values a node has: `1` exactly one, `?` at most one, `+` at least one, `*` any number.
"""


def page() -> str:
    """Return the page as Markdown; the same table gives the same bytes.

    >>> page().splitlines()[0]
    '# The vocabulary of a graph'
    """
    return "\n".join(
        chain(
            (_TOP, _KINDS),
            _table(("kind", "classes", "what it is"), _kinds()),
            (_RELATIONS,),
            _table(("relation", "from → to", "inverse", "says", "special case of"), _relations()),
            (_PARTS,),
            _table(("part", "classes", "what it is"), _parts()),
            (_PROPERTIES,),
            _table(("property", "of", "number", "values", "says"), _properties()),
            ("## Prefixes\n",),
            _table(("prefix", "namespace"), ((_code(p), f"<{i}>") for p, i in PREFIXES.items())),
        )
    )


def _kinds() -> Iterator[tuple[str, ...]]:
    return ((kind.name, _codes(kind.types), kind.comment) for kind in KINDS.values())


def _parts() -> Iterator[tuple[str, ...]]:
    return ((part.name, _codes(part.types), part.comment) for part in PARTS.values())


def _relations() -> Iterator[tuple[str, ...]]:
    for relation in RELATIONS.values():
        prefix = "skos" if relation.name == "broader" else "kg"
        above = [*map(_code, relation.above), *(f"{_code(a)}⁻¹" for a in relation.above_inverse)]
        yield (
            _code(f"{prefix}:{relation.name}"),
            f"{', '.join(relation.domain)} → {', '.join(relation.range)}",
            relation.inverse,
            relation.comment,
            ", ".join(above),
        )


def _properties() -> Iterator[tuple[str, ...]]:
    for one in PROPERTIES.values():
        of = "every kind" if one.domain == tuple(KINDS) else ", ".join(one.domain)
        values = ", ".join(_code(name) if ":" in name else name for name in one.range)
        yield _code(one.curie), of, _number(one), values, one.comment


def _number(property_: Property) -> str:
    if property_.most == 1:
        return "1" if property_.least else "?"
    return "+" if property_.least else "*"


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (columns, ("---",) * len(columns), *rows):
        yield f"| {' | '.join(row)} |"
    yield ""


def _codes(curies: Iterable[str]) -> str:
    return ", ".join(map(_code, curies))


def _code(text: str) -> str:
    return f"`{text}`"
