"""Why an error was made, as far as records tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kg.evaluate import evaluate
from tests.running import running

if TYPE_CHECKING:
    from pathlib import Path

Record = dict[str, Any]


def named(*names: str, role: str = "used") -> list[Record]:
    return [{"name": name, "role": role} for name in names]


def causes(gold: Record, found: Record, side: str) -> dict[str, tuple[tuple[str, int], ...]]:
    title = {"title": "On fish"}
    return evaluate([{**title, **gold}], [{"methods": [], **title, **found}]).causes.get(side, {})


@pytest.mark.parametrize(
    ("found", "cause"),
    [
        ({}, "not found"),
        ({"candidates": ["another"]}, "no candidate"),
        ({"candidates": ["RidgeNets"]}, "below the cut"),
        ({"methods": named("deep RidgeNet")}, "other boundaries"),
        ({"tasks": named("pool of RidgeNet")}, "other boundaries"),
        ({"datasets": named("RidgeNet dataset")}, "taken for one of the datasets"),
    ],
)
def test_why_a_method_is_missed(found: Record, cause: str) -> None:
    assert causes({"methods": named("RidgeNet")}, found, "methods, missed") == {
        cause: (("RidgeNet", 1),)
    }


def test_two_annotated_ones_found_as_one() -> None:
    gold = {"methods": named("RidgeNet", "PoolNet")}
    found = {"methods": [{"name": "RidgeNet", "aliases": ["PoolNet"], "role": "used"}]}
    assert causes(gold, found, "methods, missed") == {"in one with another": (("PoolNet", 1),)}


@pytest.mark.parametrize(
    ("gold", "name", "cause"),
    [
        ({}, "RidgeNet", "not annotated, a proper name"),
        ({}, "ridge net", "not annotated, in small letters"),
        ({"tasks": named("ridge walking")}, "ridge walking", "annotated among the tasks"),
        ({"methods": named("deep ridge nets")}, "ridge net", "other boundaries"),
    ],
)
def test_why_a_method_is_wrong(gold: Record, name: str, cause: str) -> None:
    found = causes(gold, {"methods": named(name)}, "methods, wrong")
    assert found == {cause: ((name, 1),)}


def test_one_annotated_found_twice() -> None:
    found = {"methods": named("RidgeNet", "RidgeNets")}
    assert causes({"methods": named("RidgeNet")}, found, "methods, wrong") == {
        "named twice": (("RidgeNets", 1),)
    }


def test_optional_ones_are_no_errors() -> None:
    gold = {"methods": [{"name": "ridge net", "optional": True}]}
    for found in ({}, {"methods": named("ridge nets")}):
        assert causes(gold, found, "methods, missed") == {}
        assert causes(gold, found, "methods, wrong") == {}


def test_causes_with_most_errors_come_first() -> None:
    gold = {"methods": named("A1", "B1", "C1")}
    found = causes(gold, {"candidates": ["B1", "C1"]}, "methods, missed")
    assert list(found.items()) == [
        ("below the cut", (("B1", 1), ("C1", 1))),
        ("no candidate", (("A1", 1),)),
    ]


def test_roles_that_were_taken_for_others() -> None:
    gold = [{"title": "On fish", "methods": named("A1", "B1") + named("C1", role="proposed")}]
    found = [{"title": "On fish", "methods": named("A1", "C1") + named("B1", role="compared")}]
    assert evaluate(gold, found).roles == {
        "proposed": {"used": 1},
        "used": {"compared": 1, "used": 1},
    }


def test_the_command_groups_errors_by_cause(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        '{"title": "On fish", "abstract": "We propose PondNet. It beats LakeNet on ponds.",'
        ' "methods": [{"name": "PondNet", "role": "used"}, {"name": "ponds", "role": "used"}]}',
        encoding="utf-8",
    )
    run = running(tmp_path)
    printed = run("evaluate", str(gold), "--errors", "2").stdout
    assert "methods, missed (1)\n  no candidate (1): ponds (1)\n" in printed
    assert "methods, wrong (1)\n  not annotated, a proper name (1): LakeNet (1)\n" in printed
    assert "annotated as   said proposed" in printed
