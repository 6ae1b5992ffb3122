"""What nobody has tried or released, beside the named questions that say the same in SPARQL."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

import kg
from kg.lookup.gaps import gaps, tasks_with_gaps
from kg.lookup.reading import Reading
from kg.query import question
from kg.store.sparql import ask

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph


def asked(graph: Graph, name: str, **values: str) -> list[tuple[str, ...]]:
    return list(ask(graph.reader, question(name).bound(graph.reader, values)).rows())


def test_named_question_says_the_same_of_every_task(sample: Graph) -> None:
    for task in sample.reader.ids("task"):
        ours = [tuple(map(str, one.cells())) for one in gaps(sample.reader, task).untried]
        assert ours == [row[1:] for row in asked(sample, "untried-pairs", task=task)]


def test_named_question_says_the_same_of_all_tasks(sample: Graph) -> None:
    ours = [
        tuple(map(str, one.cells()[:-1])) for one in tasks_with_gaps(Reading.of_all(sample.reader))
    ]
    assert ours == asked(sample, "tasks-with-gaps")
    assert ours


def test_gaps_without_a_task_are_those_of_all(sample: Graph) -> None:
    assert sample.gaps(limit=100) == tasks_with_gaps(Reading.of_all(sample.reader))


def test_data_sets_without_code(sample: Graph) -> None:
    with_code = {
        row[0]
        for row in sample.query("SELECT ?d { ?p kg:hasCode ?c ; kg:usesDataset|kg:introduces ?d }")
    }
    some = 0
    for task in sample.reader.ids("task"):
        found = gaps(sample.reader, task)
        of_task = sample.query(
            f"SELECT DISTINCT ?d {{ ?p kg:addresses <{sample.reader.node(task).value}> ;"
            " kg:usesDataset|kg:introduces ?d }"
        )
        without = {row[0] for row in of_task} - with_code
        assert {one.node.id for one in found.without_code} == without
        some += len(without)
    assert some


def test_what_many_papers_know_comes_first(sample: Graph) -> None:
    """Of pairs that are as frequent in a task, and with any limit."""
    alike = 0
    for task in sample.reader.ids("task"):
        found = gaps(sample.reader, task, limit=1000).untried
        assert gaps(sample.reader, task, limit=3).untried == found[:3]
        for one, other in pairwise(found):
            ours, theirs = (each.method_papers * each.dataset_papers for each in (one, other))
            assert ours >= theirs
            if ours == theirs:
                alike += 1
                assert (
                    one.method_in_all * one.dataset_in_all
                    >= other.method_in_all * other.dataset_in_all
                )
    assert alike > 100


def test_limits(sample: Graph) -> None:
    assert len(sample.gaps("object detection", limit=3).untried) == 3
    assert len(sample.gaps(limit=2)) == 2


def test_unsure_pairs_are_not_tried(sample_output: Path, sample: Graph) -> None:
    task = sample.find("object detection").id
    with kg.open(sample_output, min_confidence=1.0) as sure:
        assert sure.gaps(task).task.papers < sample.gaps(task).task.papers


@pytest.mark.parametrize("name", ["Adam", "nothing of it"])
def test_what_is_no_task_is_not_found(sample: Graph, name: str) -> None:
    with pytest.raises(kg.errors.NotFoundError):
        sample.gaps(name)
