"""A task in, what nobody has tried or released for it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from kg.lookup.facts import Together
from kg.lookup.names import Ref, ref
from kg.lookup.results import Result

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.store.reader import Reader

_METHOD = ("proposes", "uses", "comparesWith")
_DATASET = ("usesDataset", "introduces")
_CODE = ("hasCode",)


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
    papers = _subjects(reader, task, ("addresses",))
    methods = Counter(found for paper in papers for found in _objects(reader, paper, _METHOD))
    datasets = Counter(found for paper in papers for found in _objects(reader, paper, _DATASET))
    users = {dataset: _subjects(reader, dataset, _DATASET) for dataset in datasets}
    without = [
        Together(ref(reader, dataset), count)
        for dataset, count in datasets.items()
        if not any(_objects(reader, paper, _CODE) for paper in users[dataset])
    ]
    return Gaps(
        _task(reader, task),
        tuple(sorted(without, key=lambda one: (-one.papers, one.node.name))),
        _untried(reader, methods, datasets, users)[:limit],
    )


def _untried(
    reader: Reader, methods: Counter[str], datasets: Counter[str], users: dict[str, set[str]]
) -> tuple[Untried, ...]:
    names = {id_: ref(reader, id_) for id_ in (*methods, *datasets)}
    found = []
    for dataset, papers in users.items():
        tried = {method for paper in papers for method in _objects(reader, paper, _METHOD)}
        found += [
            Untried(names[method], methods[method], names[dataset], datasets[dataset])
            for method in methods.keys() - tried
        ]
    found.sort(
        key=lambda one: (
            -one.method_papers * one.dataset_papers,
            *(one.method.name, one.dataset.name, one.method.id, one.dataset.id),
        )
    )
    return tuple(found)


def tasks_with_gaps(
    reader: Reader, limit: int = 100, among: Collection[str] | None = None
) -> tuple[TaskGap, ...]:
    """Return up to `limit` tasks of which no paper has a data set, or none code; most papers first.

    Only papers `among` some count where these are given, else all: the named question
    `tasks-with-gaps` says the same of all in SPARQL.
    """
    if among is None:
        ids = reader.ids("task")
    else:
        ids = sorted({id_ for paper in among for id_ in _objects(reader, paper, ("addresses",))})
    tasks = (_task(reader, id_, among) for id_ in ids)
    found = [task for task in tasks if task.papers and not (task.with_dataset and task.with_code)]
    found.sort(key=lambda task: (-task.papers, task.node.name, task.node.id))
    return tuple(found[:limit])


def _task(reader: Reader, id_: str, among: Collection[str] | None = None) -> TaskGap:
    papers = _subjects(reader, id_, ("addresses",))
    papers = papers if among is None else papers.intersection(among)
    return TaskGap(
        ref(reader, id_),
        len(papers),
        sum(bool(_objects(reader, paper, _DATASET)) for paper in papers),
        sum(bool(_objects(reader, paper, _CODE)) for paper in papers),
        min(map(reader.name, papers), default=""),
    )


def _objects(reader: Reader, id_: str, relations: Iterable[str]) -> set[str]:
    return {edge.object for edge in reader.edges_from(id_) if edge.relation in relations}


def _subjects(reader: Reader, id_: str, relations: Iterable[str]) -> set[str]:
    return {edge.subject for edge in reader.edges_to(id_) if edge.relation in relations}
