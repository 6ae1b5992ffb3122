"""Every shipped question has its golden answer on the bundled sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.query import question, questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.graph import Graph

VALUES = {"methods-proposed-on-page": {"page": "vision"}}
"""Values for parameters that have no default."""


@pytest.mark.parametrize("name", questions())
def test_question_matches_golden(
    name: str, sample: Graph, golden: Callable[[str, str], None]
) -> None:
    text = question(name).bound(sample.reader, VALUES.get(name, {}))
    answer = sample.query(text)
    rows = ["\t".join(row) for row in (answer.columns, *answer)]
    assert len(rows) > 1
    golden(f"questions/{name}.tsv", "\n".join(rows) + "\n")
