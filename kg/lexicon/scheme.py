"""SKOS files in, one scheme of themes out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import AliasError
from kg.names import entity_key
from kg.vocabulary import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FILE = Path(__file__).with_name("themes.ttl")
_LABEL, _OTHER, _BROADER = map(expand, ("skos:prefLabel", "skos:altLabel", "skos:broader"))


@dataclass(frozen=True, slots=True, order=True)
class Theme:
    """A concept of the themes scheme; `broader` holds ids of other themes of the scheme."""

    id: str
    label: str
    alt_labels: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names of the theme, its label first."""
        return (self.label, *self.alt_labels)


@cache
def themes() -> tuple[Theme, ...]:
    """Return the shipped scheme of themes in the order of their ids."""
    found = {theme.id: theme for theme in read_themes(FILE)}
    return tuple(_settled(theme, {}, found) for theme in found.values())


def read_themes(path: Path) -> tuple[Theme, ...]:
    """Return the concepts of a SKOS file in Turtle that have a ``skos:prefLabel``.

    The label is the one in English or in no language, if there is one; those in others are
    alternative labels. What is broader may stand in another file.

    Raises: AliasError, with the line number if it is not Turtle.
    """
    labels: defaultdict[str, list[tuple[bool, str]]] = defaultdict(list)
    others: defaultdict[str, set[str]] = defaultdict(set)
    broader: defaultdict[str, set[str]] = defaultdict(set)
    for triple in _triples(path):
        concept = _id(triple.subject)
        if triple.predicate.value == _LABEL and isinstance(triple.object, ox.Literal):
            is_foreign = not (triple.object.language or "en").startswith("en")
            labels[concept].append((is_foreign, " ".join(triple.object.value.split())))
        elif triple.predicate.value == _OTHER and isinstance(triple.object, ox.Literal):
            others[concept].add(" ".join(triple.object.value.split()))
        elif triple.predicate.value == _BROADER:
            broader[concept].add(_id(triple.object))
    return tuple(
        _theme(concept, sorted(found), others[concept], broader[concept])
        for concept, found in sorted(labels.items())
    )


def _theme(
    concept: str, labels: Sequence[tuple[bool, str]], others: set[str], broader: set[str]
) -> Theme:
    (_, label), *more = labels
    alt_labels = ({name for _, name in more} | others) - {label}
    return Theme(concept, label, tuple(sorted(alt_labels)), tuple(sorted(broader)))


def _triples(path: Path) -> list[ox.Triple]:
    try:
        quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise AliasError(str(path), error.lineno or 0, f"not Turtle: {error.msg}") from error
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
        raise AliasError(str(path), 0, problem) from error
    return [quad.triple for quad in quads]


def _id(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def write_themes(path: Path, written: Iterable[Theme]) -> None:
    """Write themes as a SKOS file in Turtle, the same bytes for the same themes."""
    path.write_bytes(ox.serialize(_described(sorted(written)), format=ox.RdfFormat.TURTLE) or b"")


def _described(written: Iterable[Theme]) -> Iterator[ox.Triple]:
    for theme in written:
        node = _node(theme.id)
        yield ox.Triple(node, ox.NamedNode(_LABEL), ox.Literal(theme.label))
        for name in theme.alt_labels:
            yield ox.Triple(node, ox.NamedNode(_OTHER), ox.Literal(name))
        for id_ in theme.broader:
            yield ox.Triple(node, ox.NamedNode(_BROADER), _node(id_))


def _node(id_: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(id_[2:]) if id_.startswith("_:") else ox.NamedNode(id_)


def merged(scheme: Sequence[Theme], added: Iterable[Theme]) -> tuple[Theme, ...]:
    """Return a scheme with more themes, in the order of their ids.

    An added theme with the id or a name of one that is there gives it its names and its broader
    themes. A name belongs to the first theme that has it.

    >>> there, more = Theme("a", "graph"), Theme("b", "graphs", ("network",), ("c",))
    >>> merged([there, Theme("c", "mathematics")], [more])[0]
    Theme(id='a', label='graph', alt_labels=('graphs', 'network'), broader=('c',))
    """
    found = {theme.id: theme for theme in scheme}
    owners = {entity_key(name): theme.id for theme in scheme for name in theme.names}
    homes: dict[str, str] = {}
    for theme in added:
        home = theme.id if theme.id in found else owners.get(entity_key(theme.label), theme.id)
        homes[theme.id] = home
        there = found.setdefault(home, Theme(home, theme.label))
        own = {n for n in theme.names if owners.setdefault(entity_key(n), home) == home}
        names = sorted({*there.alt_labels, *own} - {there.label})
        found[home] = replace(
            there, alt_labels=tuple(names), broader=(*there.broader, *theme.broader)
        )
    return tuple(_settled(found[id_], homes, found) for id_ in sorted(found))


def _settled(theme: Theme, homes: Mapping[str, str], known: Mapping[str, Theme]) -> Theme:
    """Return a theme with the broader ones that are known, each under the id that it has now."""
    broader = {homes.get(id_, id_) for id_ in theme.broader} & known.keys()
    return replace(theme, broader=tuple(sorted(broader - {theme.id})))


def read_added(paths: Iterable[Path], scheme: Sequence[Theme]) -> tuple[Theme, ...]:
    """Return the themes of SKOS files that are to be added to a scheme.

    Raises `AliasError` for a file that is not Turtle, that has no concept with a
    ``skos:prefLabel``, that gives one name to two themes, or by which a theme becomes broader
    than itself.
    """
    added: list[Theme] = []
    for path in paths:
        found = read_themes(path)
        if not found:
            wanted = "no concept with a skos:prefLabel; give each theme one"
            raise AliasError(str(path), 0, wanted)
        for problem in _problems(merged(scheme, added), found):
            raise AliasError(str(path), 0, problem)
        added += found
    return tuple(added)


def _problems(scheme: Sequence[Theme], found: Sequence[Theme]) -> Iterator[str]:
    whole = merged(scheme, found)
    labels = {entity_key(name): theme.label for theme in whole for name in theme.names}
    for theme in found:
        home = labels[entity_key(theme.label)]
        for name in theme.names:
            if not entity_key(name):
                yield f"the name {name!r} has no letter or digit; correct it"
            elif labels[entity_key(name)] != home:
                other = labels[entity_key(name)]
                yield f"{name!r} names both {other!r} and {home!r}; remove it from one"
    above = {theme.id: theme.broader for theme in whole}
    for theme in whole:
        if theme.id in _upwards(theme.id, above):
            yield f"{theme.label!r} is broader than itself; remove one skos:broader"


def _upwards(id_: str, above: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the ids of all that is broader than a theme."""
    seen: set[str] = set()
    waiting = list(above[id_])
    while waiting:
        each = waiting.pop()
        if each not in seen:
            seen.add(each)
            waiting += above[each]
    return seen
