"""A task in, what nobody has tried or released for it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar

from kg.lookup.facts import Together
from kg.lookup.names import Ref, ref
from kg.lookup.reading import Reading, papers_with
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
    """A method and a data set of a task that no paper has together, and how many have each."""

    method: Ref
    method_papers: int
    dataset: Ref
    dataset_papers: int


@dataclass(frozen=True, slots=True)
class Gaps(Result):
    """What is missing for a task; `without_code` are its data sets that no paper with code has."""

    task: TaskGap
    without_code: tuple[Together, ...]
    untried: tuple[Untried, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return ("gap", "method", "method_papers", "dataset", "dataset_papers")

    def cells(self) -> Iterator[tuple[Any, ...]]:
        """Yield the data sets without code, then the pairs that nobody tried, likeliest first."""
        for one in self.without_code:
            yield "data set without code", "", "", one.node.name, one.papers
        for pair in self.untried:
            method, dataset = pair.method.name, pair.dataset.name
            yield "untried", method, pair.method_papers, dataset, pair.dataset_papers

    def heading(self) -> str:
        """Return the task with its counts."""
        task = self.task
        counts = f"{task.with_dataset} with a data set, {task.with_code} with code"
        return f"{task.node.name}: {task.papers} papers, {counts}"


def gaps(reader: Reader, task: str, limit: int = 50) -> Gaps:
    """Return what is missing for a task: at most `limit` pairs that nobody tried, likeliest first.

    Likeliest is a pair of which both are in many papers of the task. A pair is tried if one paper,
    whatever its task, has both; the named question `untried-pairs` says the same in SPARQL.
    """
    of_task = sorted(papers_with(reader, task, _TASK))
    named = Reading.of(reader, of_task).having(_DATASET)
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
        tuple(_untried(papers, of_task, datasets, users)[:limit]),
    )


def _untried(
    papers: Reading,
    of_task: Collection[str],
    datasets: Mapping[str, Together],
    users: Mapping[str, Collection[str]],
) -> list[Untried]:
    counts = Counter(id_ for paper in of_task for id_ in papers.objects(paper, _METHOD))
    methods = {id_: Together(ref(papers.reader, id_), count) for id_, count in counts.items()}
    found = []
    for id_, dataset in datasets.items():
        tried = {method for paper in users[id_] for method in papers.objects(paper, _METHOD)}
        found += [
            Untried(methods[each].node, methods[each].papers, dataset.node, dataset.papers)
            for each in methods.keys() - tried
        ]
    return sorted(found, key=_likeliest_first)


def _likeliest_first(one: Untried) -> tuple[object, ...]:
    names = one.method.name, one.dataset.name, one.method.id, one.dataset.id
    return -one.method_papers * one.dataset_papers, *names


def tasks_with_gaps(papers: Reading, limit: int = 100) -> tuple[TaskGap, ...]:
    """Return up to `limit` tasks of which no paper has a data set, or none code; most papers first.

    Of all papers, the named question `tasks-with-gaps` says the same in SPARQL.
    """
    found = [
        _counted(papers, id_, some)
        for id_, some in papers.having(_TASK).items()
        if not all(any(papers.has(paper, what) for paper in some) for what in (_DATASET, _CODE))
    ]
    found.sort(key=lambda task: (-task.papers, task.node.name, task.node.id))
    return tuple(found[:limit])


def _counted(papers: Reading, id_: str, some: Collection[str]) -> TaskGap:
    return TaskGap(
        ref(papers.reader, id_),
        len(some),
        sum(papers.has(paper, _DATASET) for paper in some),
        sum(papers.has(paper, _CODE) for paper in some),
        min(map(papers.reader.name, some), default=""),
    )
