import gzip
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.extract import SHIPPED
from kg.extract.classifier import (
    FILE,
    Classifier,
    Decision,
    Judgement,
    Weights,
    read_weights,
    write_weights,
)

WEIGHTS = Weights(
    (
        Decision("kind", ("method", "none", "task"), 1.0),
        Decision("method", ("proposed", "used"), 1.0),
    ),
    {"method": 0.2, "task": 0.2},
    {"always": (0, 1000, 0, 0, 0), "capital": (3000, 0, 0, 0, 500), "ours": (0, 0, 0, 2000, 0)},
)


def judged(weights: Weights, *names: Sequence[str]) -> list[Judgement]:
    """Return what names with these features are by some weights."""
    classifier = Classifier(weights)
    numbers = [classifier.numbers.of(name) for name in names]
    return [judgement for _, judgement in classifier.judge(numbers, lambda _: b"")]


@pytest.mark.parametrize(
    ("features", "kind", "role"),
    [
        (["always", "capital"], "method", "used"),
        (["always", "capital", "ours"], "method", "proposed"),
        (["always", "never seen"], "method", "proposed"),
    ],
)
def test_judge_adds_up_the_weights(features: list[str], kind: str, role: str) -> None:
    [judgement] = judged(WEIGHTS, features)
    assert (judgement.kind, judgement.role) == (kind, role)


def test_probability_is_the_share_of_the_kind() -> None:
    [judgement] = judged(WEIGHTS, ["always", "capital"])
    assert judgement.probability == pytest.approx(0.8438, abs=1e-4)  # e³ / (e³ + e + 1)


def test_kind_without_roles_has_none() -> None:
    weights = Weights(WEIGHTS.decisions, {"task": 0.3}, {"low": (-9000, 0, 0, 0, 0)})
    [judgement] = judged(weights, ["low"])
    assert (judgement.kind, judgement.role) == ("task", "")


def test_names_do_not_touch_each_other() -> None:
    one, other = ["always", "capital"], ["always", "ours"]
    assert judged(WEIGHTS, one, other) == [*judged(WEIGHTS, one), *judged(WEIGHTS, other)]


def test_likely_names_alone_are_judged() -> None:
    classifier = Classifier(replace(WEIGHTS, cuts={"method": 0.5}))
    unlikely, likely = map(classifier.numbers.of, (["always"], ["always", "capital"]))
    asked = []

    def more(place: int) -> bytes:
        asked.append(place)
        return classifier.numbers["ours"]

    assert [(place, said.role) for place, said in classifier.judge([unlikely, likely], more)] == [
        (1, "proposed")
    ]
    assert asked == [1]


def test_feature_told_twice_counts_once() -> None:
    assert judged(WEIGHTS, ["always", "capital", "capital"]) == judged(
        WEIGHTS, ["always", "capital"]
    )


def test_no_names_no_judgements() -> None:
    assert judged(WEIGHTS) == []


def test_weights_come_back_from_their_file(tmp_path: Path) -> None:
    path = write_weights(WEIGHTS, tmp_path)
    assert read_weights(tmp_path) == WEIGHTS
    first = path.read_bytes()
    write_weights(WEIGHTS, tmp_path)
    assert path.read_bytes() == first


@pytest.mark.parametrize("held", [None, b"", b"no gzip", gzip.compress(b"{}"), gzip.compress(b"[")])
def test_what_is_no_file_of_weights_is_refused(tmp_path: Path, held: bytes | None) -> None:
    if held is not None:
        (tmp_path / FILE).write_bytes(held)
    with pytest.raises(SourceError, match=FILE):
        read_weights(tmp_path)


def test_shipped_weights_know_all_kinds() -> None:
    weights = read_weights(SHIPPED / "kg_classify")
    assert set(weights.cuts) == {"dataset", "method", "metric", "task"}
    assert {decision.name for decision in weights.decisions} == {"kind", "method", "dataset"}
