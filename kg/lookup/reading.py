"""Papers in, what they have and how often, read once, out."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Self, TypeVar

from kg.names import title_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from kg.model import Paper
    from kg.store.reader import Edge, Reader


T = TypeVar("T")
_order = attrgetter("relation", "object")


class Reading:
    """Some papers with all their edges."""

    def __init__(self, reader: Reader, edges: Mapping[str, list[Edge]]) -> None:
        self.reader, self.edges = reader, edges
        self.themes = self.having(("hasTheme",))

    @classmethod
    def of_all(cls, reader: Reader, relations: Collection[str] = ()) -> Self:
        """Return what all papers have, of all relations or some, in one pass over the graph."""
        reader.read_all_ahead()
        edges: dict[str, list[Edge]] = {paper: [] for paper in reader.ids("paper")}
        for edge in reader.edges(relations):
            if edge.subject in edges:
                edges[edge.subject].append(edge)
        return cls(reader, {paper: sorted(found, key=_order) for paper, found in edges.items()})

    @classmethod
    def of(cls, reader: Reader, papers: Iterable[str]) -> Self:
        """Return what some papers have."""
        ids = sorted(set(papers))
        reader.read_ahead(ids)
        return cls(reader, {paper: reader.edges_from(paper) for paper in ids})

    @classmethod
    def of_page(cls, reader: Reader, page: str) -> Self:
        """Return what the papers of a page have."""
        return cls.of(reader, papers_with(reader, page, ("listedOn",)))

    def objects(self, paper: str, relations: Collection[str]) -> list[str]:
        """Return what a paper has by one of some relations, sorted."""
        found = (edge.object for edge in self.edges[paper] if edge.relation in relations)
        return sorted(set(found))

    def having(self, relations: Collection[str]) -> dict[str, list[str]]:
        """Return the papers that have each thing by one of some relations, in their order."""
        papers: defaultdict[str, list[str]] = defaultdict(list)
        for paper in self.edges:
            for id_ in self.objects(paper, relations):
                papers[id_].append(paper)
        return dict(papers)

    def has(self, paper: str, relations: Collection[str]) -> bool:
        """Return whether a paper has anything by one of some relations."""
        return any(edge.relation in relations for edge in self.edges[paper])

    def code(self, paper: str) -> list[str]:
        """Return the repositories with the code of a paper, sorted."""
        return self.objects(paper, ("hasCode",))

    def example(self, id_: str, papers: Iterable[str]) -> Paper:
        """Return the first paper by title, if there are such, of those with the name in it."""
        name = title_key(self.reader.name(id_))
        titles = ((self.reader.name(paper), paper) for paper in papers)
        _, _, paper = min((name not in title_key(title), title, paper) for title, paper in titles)
        return self.reader.paper(paper)


def leading(items: Iterable[T], limit: int, rank: Callable[[T], Any]) -> list[T]:
    """Return the items of the `limit` highest ranks, with all that tie with the last of them.

    What else orders them need then be read of few.

    >>> leading(["a", "bb", "cc", "d"], 1, len)
    ['bb', 'cc']
    """
    ranked = [(rank(item), item) for item in items]
    least = sorted((number for number, _ in ranked), reverse=True)[:limit][-1:]
    return [item for number, item in ranked if least and number >= least[0]]


def papers_with(reader: Reader, id_: str, relations: Collection[str]) -> set[str]:
    """Return the papers that have a thing by one of some relations."""
    return {edge.subject for edge in reader.edges_to(id_) if edge.relation in relations}
