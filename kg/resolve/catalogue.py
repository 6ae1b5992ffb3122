"""Extractions of all papers in, the id of everything that any of them names out."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from kg.model import NamedEntity
from kg.resolve.clusters import Clusters
from kg.resolve.repositories import Repositories, repository_id
from kg.vocabulary import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.lexicon import Theme
    from kg.model import Entity, Extraction, Link
    from kg.resolve.rules import Rule

_SPACES = tuple(dict.fromkeys(KINDS[kind].space for kind in ROLES))


class Catalogue:
    """Every entity that the papers share, under its id."""

    def __init__(
        self,
        extractions: Sequence[Extraction],
        rules: Sequence[Rule] = (),
        known: Sequence[Rule] = (),
        scheme: Sequence[Theme] = (),
    ) -> None:
        self._spaces = {space: Clusters(space, rules, known) for space in _SPACES}
        self._repositories = Repositories()
        for extraction in extractions:
            for entity in extraction.entities:
                self._clusters(entity).gather(entity, extraction.acronyms)
        for clusters in self._spaces.values():
            clusters.settle()
        for extraction in extractions:
            for entity in extraction.entities:
                self._clusters(entity).place(entity)
            for link in extraction.links:
                self._repositories.place(link)
        self._broader = self._place_broader(extractions, scheme)
        named = chain.from_iterable(clusters.name_all() for clusters in self._spaces.values())
        self.entities: tuple[Entity, ...] = tuple(
            sorted(chain(named, self._repositories.entities()))
        )

    def _place_broader(
        self, extractions: Iterable[Extraction], scheme: Sequence[Theme]
    ) -> set[tuple[NamedEntity, NamedEntity]]:
        """Place the themes above those in use; return each such theme with its broader one."""
        concepts = self._spaces["concept"]
        themes = {theme.id: NamedEntity("theme", theme.label) for theme in scheme}
        in_use = {concepts.root(e) for x in extractions for e in x.entities if e.kind == "theme"}
        used = [id_ for id_, theme in themes.items() if concepts.root(theme) in in_use]
        pairs = {(themes[narrow], themes[broad]) for narrow, broad in _upwards(used, scheme)}
        for broad in {broad for _, broad in pairs}:
            concepts.place(broad)
        return pairs

    def _clusters(self, entity: NamedEntity) -> Clusters:
        return self._spaces[KINDS[entity.kind].space]

    def id_of(self, entity: NamedEntity) -> str:
        """Return the id of a gathered entity; "" where its name has no letter or digit."""
        clusters = self._clusters(entity)
        root = clusters.root(entity)
        return clusters.id_of(root) if root else ""

    def id_of_link(self, link: Link) -> str:
        """Return the id of the repository that a link points to."""
        return repository_id(link.url)

    def broader(self) -> set[tuple[str, str]]:
        """Return the ids of each theme in use, or above one in use, and of its broader theme."""
        pairs = {(self.id_of(narrow), self.id_of(broad)) for narrow, broad in self._broader}
        # A rule may have made a theme and its broader theme one concept.
        return {(narrow, broad) for narrow, broad in pairs if narrow != broad}


def _upwards(used: Iterable[str], scheme: Iterable[Theme]) -> Iterator[tuple[str, str]]:
    """Yield the id of each theme in use, or above one in use, and that of its broader theme."""
    broader = {theme.id: theme.broader for theme in scheme}
    waiting = list(used)
    seen = set(waiting)
    while waiting:
        narrow = waiting.pop()
        for broad in broader[narrow]:
            yield narrow, broad
            if broad not in seen:
                seen.add(broad)
                waiting.append(broad)
