"""The aliases of the graph as a set of mappings out (SSSOM, https://w3id.org/sssom).

``kg build --aliases`` reads such a set: edited there, names stay as the editor has left them.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kg.names import entity_key
from kg.vocabulary import KINDS, PREFIXES, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Entity
    from kg.store.reader import Reader

_HEADER = """#curie_map:
#  paperkg: {base}
#  semapv: https://w3id.org/semapv/vocab/
#  skos: {skos}
#license: https://w3id.org/sssom/license/unspecified
#mapping_set_id: {base}aliases
#mapping_set_title: Names that mean the same
#mapping_tool: paper-kg
#mapping_tool_version: {agent}
#object_type: rdfs literal
"""
_COLUMNS = (
    "subject_id",
    "subject_label",
    "subject_category",
    "predicate_id",
    "object_label",
    "mapping_justification",
)
"""What is mapped to are names, not things: literals, which have a label and no id."""
_EVERYWHERE, _HERE = "skos:exactMatch", "skos:closeMatch"
_SPELLING, _MEANING = "semapv:LexicalMatching", "semapv:UnspecifiedMatching"


def document(reader: Reader) -> Iterator[bytes]:
    """Yield the document: a row for each alias of each entity.

    A name that means something else elsewhere, or is one of several things, is a close match.
    Justified as lexical are names that differ in case, hyphens or plural only.
    """
    base, skos = reader.node("").value, PREFIXES["skos"]
    yield _HEADER.format(base=base, skos=skos, agent=reader.agent()).encode()
    yield _line(_COLUMNS)
    for id_ in sorted({id_ for kind in ROLES for id_ in reader.ids(kind)}):
        yield from map(_line, _mappings(reader, reader.entity(id_)))


def _mappings(reader: Reader, entity: Entity) -> Iterator[tuple[str, ...]]:
    own = entity_key(entity.name)
    for alias in entity.aliases:
        key = entity_key(alias)
        yield (
            f"paperkg:{entity.id}",
            entity.name,
            entity.kinds[0],
            _EVERYWHERE if _is_its_alone(reader, entity, key) else _HERE,
            alias,
            _SPELLING if key == own else _MEANING,
        )


def _is_its_alone(reader: Reader, entity: Entity, key: str) -> bool:
    """Return whether a name means this entity and no other of its id space: "CL" may be two."""
    space = KINDS[entity.kinds[0]].space + "/"
    return [id_ for id_ in reader.ids_of_keys(key) if id_.startswith(space)] == [entity.id]


def _line(cells: tuple[str, ...]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter="\t", lineterminator="\n").writerow(cells)
    return buffer.getvalue().encode()
