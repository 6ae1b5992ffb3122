"""A task in, what nobody has tried or released for it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar

from kg.displayed import numbered
from kg.lookup.facts import Together
from kg.lookup.names import Ref, ref
from kg.lookup.reading import Reading, leading, papers_with
from kg.lookup.results import Result

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kg.store.reader import Reader

_METHOD = ("proposes", "uses", "comparesWith")
_DATASET = ("usesDataset", "introduces")
_CODE = ("hasCode",)
_TASK = ("addresses",)


@dataclass(frozen=True, slots=True)
class TaskGap:
    """A task, how many papers address it, and how many of these have a data set, or code."""

    columns: ClassVar[tuple[str, ...]] = (
        *("task", "papers", "papers_with_dataset", "papers_with_code", "example", "id"),
    )

    node: Ref
    papers: int
    with_dataset: int
    with_code: int
    example: str

    def cells(self) -> tuple[Any, ...]:
        """Return the task, its counts, and the first of its papers by title."""
        counts = self.papers, self.with_dataset, self.with_code
        return (self.node.name, *counts, self.example, self.node.id)


@dataclass(frozen=True, slots=True)
class Untried:
    """A method and a data set of a task that no paper has together.

    `method_papers` and `dataset_papers` are how many papers of the task have each,
    `method_in_all` and `dataset_in_all` how many papers at all.
    """

    method: Ref
    method_papers: int
    method_in_all: int
    dataset: Ref
    dataset_papers: int
    dataset_in_all: int

    def cells(self) -> tuple[Any, ...]:
        """Return the names and the counts."""
        method = self.method.name, self.method_papers, self.method_in_all
        return (*method, self.dataset.name, self.dataset_papers, self.dataset_in_all)


@dataclass(frozen=True, slots=True)
class Gaps(Result):
    """What is missing for a task; `without_code` are its data sets that no paper with code has."""

    task: TaskGap
    without_code: tuple[Together, ...]
    untried: tuple[Untried, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        methods = ("method", "method_papers", "method_in_all")
        return ("gap", *methods, "dataset", "dataset_papers", "dataset_in_all")

    def cells(self) -> Iterator[tuple[Any, ...]]:
        """Yield the data sets without code, then the pairs that nobody tried, likeliest first."""
        for one in self.without_code:
            yield "data set without code", "", "", "", one.node.name, one.papers, ""
        for pair in self.untried:
            yield "untried", *pair.cells()

    def heading(self) -> str:
        """Return the task with its counts."""
        task = self.task
        counts = f"{task.with_dataset} with a data set, {task.with_code} with code"
        return f"{task.node.name}: {numbered(task.papers, 'paper')}, {counts}"


def gaps(reader: Reader, task: str, limit: int = 50) -> Gaps:
    """Return what is missing for a task: at most `limit` pairs that nobody tried, likeliest first.

    Likeliest is a pair of which both are in many papers of the task and, where that is as much, in
    many papers at all: what only its own paper names says little, and comes last. A pair is tried
    if one paper, whatever its task, has both; the named question `untried-pairs` says the same in
    SPARQL.
    """
    reader.read_ahead([task], incoming=True)
    of_task = sorted(papers_with(reader, task, _TASK))
    named = Reading.of(reader, of_task).having(_DATASET)
    reader.read_ahead(named, incoming=True)
    users = {id_: papers_with(reader, id_, _DATASET) for id_ in named}
    papers = Reading.of(reader, chain(of_task, *users.values()))
    datasets = {id_: Together(ref(reader, id_), len(some)) for id_, some in named.items()}
    without = [
        dataset
        for id_, dataset in datasets.items()
        if not any(papers.has(paper, _CODE) for paper in users[id_])
    ]
    return Gaps(
        _counted(papers, task, of_task),
        tuple(sorted(without, key=lambda one: (-one.papers, one.node.name))),
        tuple(_untried(papers, of_task, datasets, users, limit)),
    )


def _untried(
    papers: Reading,
    of_task: Collection[str],
    datasets: Mapping[str, Together],
    users: Mapping[str, Collection[str]],
    limit: int,
) -> list[Untried]:
    reader = papers.reader
    methods = Counter(id_ for paper in of_task for id_ in papers.objects(paper, _METHOD))
    pairs: list[tuple[str, str]] = []
    for id_ in datasets:
        tried = {method for paper in users[id_] for method in papers.objects(paper, _METHOD)}
        pairs += [(method, id_) for method in methods.keys() - tried]
    likely = leading(pairs, limit, lambda pair: methods[pair[0]] * datasets[pair[1]].papers)
    # What else orders them is read of these only.
    ids = sorted({method for method, _ in likely})
    reader.read_ahead(ids, incoming=True)
    nodes = {id_: (ref(reader, id_), len(papers_with(reader, id_, _METHOD))) for id_ in ids}
    found = [
        Untried(
            nodes[method][0],
            methods[method],
            nodes[method][1],
            datasets[id_].node,
            datasets[id_].papers,
            len(users[id_]),
        )
        for method, id_ in likely
    ]
    return sorted(found, key=_likeliest_first)[:limit]


def _likeliest_first(one: Untried) -> tuple[object, ...]:
    names = one.method.name, one.dataset.name, one.method.id, one.dataset.id
    in_task = one.method_papers * one.dataset_papers
    return -in_task, -one.method_in_all * one.dataset_in_all, *names


def all_tasks_with_gaps(reader: Reader, limit: int = 100) -> tuple[TaskGap, ...]:
    """Return `tasks_with_gaps` of all papers."""
    papers = Reading.of_all(reader, {*_TASK, *_DATASET, *_CODE})
    reader.scan("dcterms:title")
    return tasks_with_gaps(papers, limit)


def tasks_with_gaps(papers: Reading, limit: int = 100) -> tuple[TaskGap, ...]:
    """Return up to `limit` tasks of which no paper has a data set, or none code; most papers first.

    Of all papers, the named question `tasks-with-gaps` says the same in SPARQL.
    """
    found = [
        (id_, some)
        for id_, some in papers.having(_TASK).items()
        if not all(any(papers.has(paper, what) for paper in some) for what in (_DATASET, _CODE))
    ]
    first = [_counted(papers, *one) for one in leading(found, limit, lambda item: len(item[1]))]
    first.sort(key=lambda task: (-task.papers, task.node.name, task.node.id))
    return tuple(first[:limit])


def _counted(papers: Reading, id_: str, some: Collection[str]) -> TaskGap:
    return TaskGap(
        ref(papers.reader, id_),
        len(some),
        sum(papers.has(paper, _DATASET) for paper in some),
        sum(papers.has(paper, _CODE) for paper in some),
        min(map(papers.reader.name, some), default=""),
    )
