"""The graph or one of its pages in, what a reader would tell a colleague of it out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.lookup.facts import Fact, fact
from kg.lookup.gaps import TaskGap, tasks_with_gaps
from kg.lookup.names import Ref, ref
from kg.names import title_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from kg.model import Entity, Page, Paper
    from kg.store.reader import Edge, Reader

_NAMED = ("proposes", "uses", "comparesWith", "usesDataset", "introduces")
"""Relations to methods and data sets, which can be a bridge between themes."""
_USED = ("uses", "comparesWith", "usesDataset")
_OF_DATA = ("usesDataset", "introduces")
_NOT_NAMED = ("hasTheme", "listedOn")
_MAIN_THEMES, _MAIN, _SUPPORT, _MOST_OF_ONE = 60, 3, 2, 2
"""Of bridges: themes that they may join, papers of a theme at least, papers of either theme that
have the bridge at least, bridges of one theme at most."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page, and how many of the papers it lists are told of."""

    page: Page
    papers: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A theme or data set, in how many papers it is, and one of them."""

    node: Ref
    papers: int
    example: Paper


@dataclass(frozen=True, slots=True)
class New:
    """What a paper brings, most used first: how surely, its code, how many others use the first."""

    nodes: tuple[Ref, ...]
    paper: Paper
    fact: Fact
    code: tuple[Entity, ...]
    users: int


@dataclass(frozen=True, slots=True)
class Released:
    """A paper and the repositories of its code."""

    paper: Paper
    code: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A theme at one end of a bridge, how many papers of it have the bridge, and one of them."""

    theme: Ref
    papers: int
    example: Paper


@dataclass(frozen=True, slots=True)
class Bridge:
    """A method or data set that papers of two themes have, although no paper has both themes."""

    node: Ref
    one: Side
    other: Side


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not there: papers without code, without a data set, with nothing found; tasks."""

    code: int
    dataset: int
    bare: tuple[Paper, ...]
    tasks: tuple[TaskGap, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What some papers say together; `code` is of papers that are not among the new ones already.

    `totals` has how many there are of what is listed only in part: themes, methods, datasets,
    introduced data sets; and (`code`) of papers with code.
    """

    pages: tuple[Listed, ...]
    papers: int
    agent: str
    totals: dict[str, int]
    themes: tuple[Counted, ...]
    methods: tuple[New, ...]
    datasets: tuple[Counted, ...]
    introduced: tuple[New, ...]
    code: tuple[Released, ...]
    bridges: tuple[Bridge, ...]
    missing: Missing


def overview(reader: Reader, page: str | None = None, limit: int = 10) -> Overview:
    """Return what all papers say together, or those of a page; at most `limit` of each thing."""
    return _Reading(reader, page).overview(limit)


def _papers(reader: Reader, page: str | None) -> list[str]:
    if page is None:
        return reader.ids("paper")
    return sorted(edge.subject for edge in reader.edges_to(page) if edge.relation == "listedOn")


class _Reading:
    """All papers, or those of a page, with all their edges, read once."""

    def __init__(self, reader: Reader, page: str | None) -> None:
        self._reader, self._page = reader, page
        self._edges = {paper: reader.edges_from(paper) for paper in _papers(reader, page)}
        self._themes = self._having(("hasTheme",))
        self._datasets = self._having(_OF_DATA)
        self._users = self._having(_USED)

    def overview(self, limit: int) -> Overview:
        """Return what they say together, at most `limit` of each thing."""
        methods, introduced = self._brought("proposes"), self._brought("introduces")
        with_code = sorted(paper for paper in self._edges if self._code(paper))
        totals = {
            "themes": len(self._themes),
            "methods": len({edge.object for edges in methods for edge in edges}),
            "datasets": len(self._datasets),
            "introduced": len({edge.object for edges in introduced for edge in edges}),
            "code": len(with_code),
        }
        told = {edges[0].subject for edges in (*methods[:limit], *introduced[:limit])}
        return Overview(
            self._pages(),
            len(self._edges),
            self._reader.agent(),
            totals,
            self._counted(self._themes, limit),
            tuple(self._new(edges) for edges in methods[:limit]),
            self._counted(self._datasets, limit),
            tuple(self._new(edges) for edges in introduced[:limit]),
            tuple(map(self._released, [paper for paper in with_code if paper not in told][:limit])),
            self._bridges(limit),
            self._missing(limit),
        )

    def _having(self, relations: Collection[str]) -> dict[str, list[str]]:
        """Return the papers that have each thing by one of some relations, sorted."""
        papers: defaultdict[str, list[str]] = defaultdict(list)
        for paper in self._edges:
            for id_ in self._objects(paper, relations):
                papers[id_].append(paper)
        return papers

    def _objects(self, paper: str, relations: Collection[str]) -> list[str]:
        found = (edge.object for edge in self._edges[paper] if edge.relation in relations)
        return sorted(set(found))

    def _code(self, paper: str) -> list[str]:
        return self._objects(paper, ("hasCode",))

    def _pages(self) -> tuple[Listed, ...]:
        papers = [self._reader.paper(id_) for id_ in self._edges]
        counts = Counter(each.page for paper in papers for each in paper.listings)
        return tuple(
            Listed(page, number)
            for page, number in sorted(counts.items())
            if self._page in (None, page.id)
        )

    def _counted(self, having: Mapping[str, list[str]], limit: int) -> tuple[Counted, ...]:
        ranked = sorted(having.items(), key=lambda item: (-len(item[1]), item[0]))
        return tuple(
            Counted(ref(self._reader, id_), len(papers), self._example(id_, papers))
            for id_, papers in ranked[:limit]
        )

    def _example(self, id_: str, papers: Iterable[str]) -> Paper:
        """Return the first paper by title, if there are such, of those with the name in it."""
        name = title_key(self._reader.name(id_))
        titles = ((self._reader.name(paper), paper) for paper in papers)
        _, _, paper = min((name not in title_key(title), title, paper) for title, paper in titles)
        return self._reader.paper(paper)

    def _brought(self, relation: str) -> list[list[Edge]]:
        """Return the edges of each paper that brings something new, most used by others first."""
        brought = (
            [edge for edge in edges if edge.relation == relation] for edges in self._edges.values()
        )
        ranked = [sorted(edges, key=self._rank) for edges in brought if edges]
        return sorted(ranked, key=lambda edges: self._rank(edges[0]))

    def _rank(self, edge: Edge) -> tuple[object, ...]:
        """Return the sort key that puts first what is most likely new and most worth telling.

        That is a proper name, in the title too, used by other papers, with code: "data
        augmentation" is hardly new, whoever proposes some.
        """
        entity = self._reader.entity(edge.object)
        title = title_key(self._reader.name(edge.subject))
        in_title = any(title_key(name) in title for name in (entity.name, *entity.aliases))
        proper = any(letter.isupper() for letter in entity.name)
        told = proper, in_title, self._others(edge), bool(self._code(edge.subject))
        return *(-int(value) for value in told), edge

    def _others(self, edge: Edge) -> int:
        return len(set(self._users.get(edge.object, ())) - {edge.subject})

    def _new(self, edges: list[Edge]) -> New:
        first = edges[0]
        return New(
            tuple(ref(self._reader, edge.object) for edge in edges),
            self._reader.paper(first.subject),
            fact(self._reader, first),
            self._released(first.subject).code,
            self._others(first),
        )

    def _released(self, paper: str) -> Released:
        code = map(self._reader.entity, self._code(paper))
        return Released(self._reader.paper(paper), tuple(code))

    def _bridges(self, limit: int) -> tuple[Bridge, ...]:
        """Return the strongest bridges: each thing once, and each theme twice at most.

        A bridge of k papers, of which at least n have either theme, is as strong as n / k: what
        all papers have joins everything, and so explains nothing.
        """
        apart = self._themes_apart()
        strong = sorted(
            (-min(counts[one], counts[other]) / len(papers), id_, one, other)
            for id_, papers in self._having(_NAMED).items()
            if (counts := self._themes_of(papers))
            for one, other in combinations(sorted(counts), 2)
            if (one, other) in apart
            and id_ not in (one, other)
            and min(counts[one], counts[other]) >= _SUPPORT
        )
        chosen: list[Bridge] = []
        told: Counter[str] = Counter()
        for _, id_, one, other in strong:
            if not told[id_] and max(told[one], told[other]) < _MOST_OF_ONE:
                chosen.append(self._bridge(id_, one, other))
                told.update({id_: _MOST_OF_ONE, one: 1, other: 1})
            if len(chosen) == limit:
                break
        return tuple(chosen)

    def _themes_of(self, papers: Iterable[str]) -> Counter[str]:
        return Counter(theme for paper in papers for theme in self._objects(paper, ("hasTheme",)))

    def _themes_apart(self) -> set[tuple[str, str]]:
        """Return the pairs of main themes that no paper has both of."""
        ranked = sorted(self._themes.items(), key=lambda item: (-len(item[1]), item[0]))
        main = sorted(id_ for id_, papers in ranked[:_MAIN_THEMES] if len(papers) >= _MAIN)
        pairs = combinations(main, 2)
        return {
            (one, other)
            for one, other in pairs
            if set(self._themes[one]).isdisjoint(self._themes[other])
        }

    def _bridge(self, id_: str, one: str, other: str) -> Bridge:
        return Bridge(ref(self._reader, id_), self._side(id_, one), self._side(id_, other))

    def _side(self, id_: str, theme: str) -> Side:
        papers = sorted(
            paper for paper in self._themes[theme] if id_ in self._objects(paper, _NAMED)
        )
        return Side(ref(self._reader, theme), len(papers), self._example(id_, papers))

    def _missing(self, limit: int) -> Missing:
        tasks = tasks_with_gaps(self._reader, limit, self._edges.keys())
        bare = [
            self._reader.paper(paper)
            for paper, edges in self._edges.items()
            if all(edge.relation in _NOT_NAMED for edge in edges)
        ]
        return Missing(
            sum(not self._code(paper) for paper in self._edges),
            sum(not self._objects(paper, _OF_DATA) for paper in self._edges),
            tuple(bare),
            tuple(task for task in tasks if task.papers > 1),
        )
