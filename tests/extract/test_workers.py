"""Several processes read, and nobody sees it in the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kg.extract.workers import read_in_workers

if TYPE_CHECKING:
    from collections.abc import Iterator


def turned(chunk: list[Any]) -> list[Any]:
    """Stand for what reads a list of papers."""
    return [-number for number in chunk]


@pytest.mark.parametrize("workers", [1, 2])
def test_answers_come_in_order_and_few_chunks_wait(workers: int) -> None:
    taken = 0

    def chunks() -> Iterator[list[Any]]:
        nonlocal taken
        for number in range(0, 40, 2):
            taken += 1
            yield [number, number + 1]

    found: Iterator[Any] = read_in_workers(turned, chunks(), workers)
    assert next(found) == 0
    assert taken <= 2 * workers + 1
    assert list(found) == [-number for number in range(1, 40)]


def test_no_chunks_no_answers() -> None:
    assert list(read_in_workers(turned, iter([]), 2)) == []


def test_error_in_a_worker_comes_back() -> None:
    wrong: list[Any] = ["no number"]
    with pytest.raises(TypeError):
        list(read_in_workers(turned, iter([wrong]), 1))
