"""The graph or one of its pages in, what a reader would tell a colleague of it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.lookup.bridges import Bridge, bridges
from kg.lookup.facts import Fact, fact
from kg.lookup.gaps import TaskGap, tasks_with_gaps
from kg.lookup.names import Ref, ref
from kg.lookup.reading import Reading
from kg.model import Page
from kg.names import is_short_for, title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import Entity, Paper
    from kg.store.reader import Edge, Reader

_USED = ("uses", "comparesWith", "usesDataset")
_BRINGS = ("proposes", "introduces")
_OF_DATA = ("usesDataset", "introduces")
_NOT_NAMED = ("hasTheme", "listedOn")


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
    """What a paper brings, most used first: how surely, its code, how many others use the first.

    What is the same in short and in full is there once; what is no proper name and others use
    already only where it comes first.
    """

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
    papers = _all_papers(reader) if page is None else Reading.of_page(reader, page)
    datasets, news = papers.having(_OF_DATA), _News(papers)
    methods, introduced = news.brought("proposes"), news.brought("introduces")
    with_code = sorted(paper for paper in papers.edges if papers.code(paper))
    told = {edges[0].subject for edges in (*methods[:limit], *introduced[:limit])}
    released = [paper for paper in with_code if paper not in told][:limit]
    # Of these the sentences are read, and where their code is.
    reader.read_ahead(told)
    reader.read_ahead(code for paper in (*told, *released) for code in papers.code(paper))
    return Overview(
        _pages(papers, page),
        len(papers.edges),
        reader.agent(),
        {
            "themes": len(papers.themes),
            "methods": len(papers.having(("proposes",))),
            "datasets": len(datasets),
            "introduced": len(papers.having(("introduces",))),
            "code": len(with_code),
        },
        _counted(papers, papers.themes, limit),
        tuple(news.told(edges) for edges in methods[:limit]),
        _counted(papers, datasets, limit),
        tuple(news.told(edges) for edges in introduced[:limit]),
        tuple(_released(papers, paper) for paper in released),
        bridges(papers, limit),
        _missing(papers, limit),
    )


def _all_papers(reader: Reader) -> Reading:
    papers = Reading.of_all(reader)
    # Whatever is new is ranked by its names.
    reader.scan("dcterms:title", "skos:prefLabel", "skos:altLabel")
    return papers


def _pages(papers: Reading, page: str | None) -> tuple[Listed, ...]:
    reader = papers.reader
    return tuple(
        Listed(Page(id_, reader.name(id_), reader.value(id_, "dcterms:date")), len(some))
        for id_, some in sorted(papers.having(("listedOn",)).items())
        if page in (None, id_)
    )


def _counted(papers: Reading, having: Mapping[str, list[str]], limit: int) -> tuple[Counted, ...]:
    ranked = sorted(having.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Counted(ref(papers.reader, id_), len(some), papers.example(id_, some))
        for id_, some in ranked[:limit]
    )


def _released(papers: Reading, paper: str) -> Released:
    code = map(papers.reader.entity, papers.code(paper))
    return Released(papers.reader.paper(paper), tuple(code))


def _missing(papers: Reading, limit: int) -> Missing:
    tasks = tasks_with_gaps(papers, limit)
    return Missing(
        sum(not papers.code(paper) for paper in papers.edges),
        sum(not papers.objects(paper, _OF_DATA) for paper in papers.edges),
        tuple(
            papers.reader.paper(paper)
            for paper, edges in papers.edges.items()
            if all(edge.relation in _NOT_NAMED for edge in edges)
        ),
        tuple(task for task in tasks if task.papers > 1),
    )


class _News:
    """What papers bring that is new, and how worth telling it is."""

    def __init__(self, papers: Reading) -> None:
        self._papers, self._reader = papers, papers.reader
        self._users = papers.having(_USED)
        self._having = papers.having((*_USED, *_BRINGS))

    def brought(self, relation: str) -> list[list[Edge]]:
        """Return the edges of each paper that brings something, the most worth telling first."""
        brought = (
            [edge for edge in edges if edge.relation == relation]
            for edges in self._papers.edges.values()
        )
        ranked = [sorted(edges, key=self._rank) for edges in brought if edges]
        return sorted(ranked, key=lambda edges: self._rank(edges[0]))

    def told(self, edges: list[Edge]) -> New:
        """Return what a paper brings by some edges, but what it has only taken up or said twice."""
        first, *others = edges
        kept, same = [first], [first]
        for edge in others:
            if self._is_another_name(edge, kept):
                same.append(edge)
            elif self._is_proper(edge) or self._is_its_own(edge):
                kept.append(edge)
        # Of its names the one that the title begins with, if it does, is what people call it.
        first = kept[0] = max(same, key=self._begins_title)
        return New(
            tuple(ref(self._reader, edge.object) for edge in kept),
            self._reader.paper(first.subject),
            fact(self._reader, first),
            _released(self._papers, first.subject).code,
            len(set().union(*map(self._others, same))),
        )

    def _is_another_name(self, edge: Edge, kept: Iterable[Edge]) -> bool:
        """Return whether what is kept has it already, in short or in full."""
        name = self._reader.name(edge.object)
        names = (self._reader.name(one.object) for one in kept)
        return any(is_short_for(name, other) or is_short_for(other, name) for other in names)

    def _is_proper(self, edge: Edge) -> bool:
        return any(letter.isupper() for letter in self._reader.name(edge.object))

    def _rank(self, edge: Edge) -> tuple[object, ...]:
        """Return the sort key that puts first what is most likely new and most worth telling.

        That is a proper name, in the title too, used by other papers, with code: "data
        augmentation" is hardly new, whoever proposes some.
        """
        title = title_key(self._reader.name(edge.subject))
        told = (
            self._is_proper(edge),
            any(key in title for key in self._keys(edge)),
            len(self._others(edge)),
            bool(self._papers.code(edge.subject)),
        )
        return *(-int(value) for value in told), edge

    def _is_its_own(self, edge: Edge) -> bool:
        """Return whether no other paper has what a paper brings."""
        return set(self._having[edge.object]) <= {edge.subject}

    def _begins_title(self, edge: Edge) -> bool:
        title = title_key(self._reader.name(edge.subject))
        return any(f"{title}-".startswith(f"{key}-") for key in self._keys(edge))

    def _keys(self, edge: Edge) -> list[str]:
        """Return the keys of all names of what an edge brings."""
        aliases = self._reader.values(edge.object, "skos:altLabel")
        return list(map(title_key, (self._reader.name(edge.object), *aliases)))

    def _others(self, edge: Edge) -> set[str]:
        """Return the papers that use what another one brings."""
        return set(self._users.get(edge.object, ())) - {edge.subject}
