"""Every shipped question has its golden answer on the bundled sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg
from kg.query import question, questions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.graph import Graph
    from kg.store.places import Place

VALUES = {"methods-proposed-on-page": {"page": "vision"}}
"""Values for parameters that have no default."""


@pytest.fixture(scope="module")
def graph(sample_place: Place) -> Iterator[Graph]:
    with kg.open(sample_place) as opened:
        yield opened


@pytest.mark.parametrize("name", questions())
def test_question_matches_golden(
    name: str, graph: Graph, golden: Callable[[str, str], None]
) -> None:
    text = question(name).bound(graph.reader, VALUES.get(name, {}))
    answer = graph.query(text)
    rows = ["\t".join(row) for row in (answer.columns, *answer)]
    assert len(rows) > 1
    golden(f"questions/{name}.tsv", "\n".join(rows) + "\n")
