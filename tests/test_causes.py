"""Why an error was made, as far as records tell."""

from __future__ import annotations

import json
import random
from collections import Counter
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


@pytest.mark.parametrize("kind", ["methods", "datasets", "tasks", "metrics"])
def test_every_kind_has_causes(kind: str) -> None:
    gold, found = {kind: named("RidgeNet", "pools")}, {kind: named("ridge", "deep pools")}
    assert causes(gold, found, f"{kind}, missed") == {
        "not found": (("RidgeNet", 1),),
        "other boundaries": (("pools", 1),),
    }
    assert causes(gold, found, f"{kind}, wrong") == {
        "not annotated, in small letters": (("ridge", 1),),
        "other boundaries": (("deep pools", 1),),
    }


def test_kind_that_was_not_extracted_has_no_causes() -> None:
    assert causes({"tasks": named("ridge walking")}, {}, "tasks, missed") == {}


@pytest.mark.parametrize(
    ("found", "cause"),
    [
        ({"datasets": [{"name": "RN", "aliases": ["RidgeNet"]}]}, "taken for one of the datasets"),
        ({"tasks": [{"name": "RN", "aliases": ["pool of RidgeNet"]}]}, "other boundaries"),
        ({"candidates": ["RN", "Ridge Nets"]}, "no candidate"),
        ({"candidates": ["RN", "ridge networks"]}, "below the cut"),
        ({"candidates": []}, "no candidate"),
    ],
)
def test_every_spelling_counts(found: Record, cause: str) -> None:
    gold = {"methods": [{"name": "RidgeNet", "aliases": ["ridge networks"], "role": "used"}]}
    assert causes(gold, found, "methods, missed") == {cause: (("RidgeNet", 1),)}


def test_first_cause_that_holds_is_told() -> None:
    """Another kind, then one with another, then other boundaries, then the candidates."""
    gold = {"methods": named("PoolNet", "RidgeNet")}
    alone, both = (
        {"name": "PoolNet", "aliases": aliases, "role": "used"} for aliases in ([], ["RidgeNet"])
    )
    found: Record = {
        "methods": [both],
        "datasets": named("RidgeNet"),
        "tasks": named("RidgeNet counting"),
        "candidates": ["RidgeNet"],
    }
    rest: list[Record] = [
        {"datasets": []}, {"methods": [alone]}, {"tasks": []}, {"candidates": []}, {},
    ]  # fmt: skip
    told: list[str] = []
    for less in rest:
        told += causes(gold, found, "methods, missed")
        found |= less
    assert told == [
        "taken for one of the datasets",
        "in one with another",
        "other boundaries",
        "below the cut",
        "no candidate",
    ]


def test_errors_of_all_papers_count_together() -> None:
    gold = [{"title": f"On {n}", "methods": named("RidgeNet", f"Net{n}")} for n in range(3)]
    found = evaluate(gold, [{"title": "On 0", "methods": named("Net0")}]).causes
    assert found == {
        "methods, missed": {"not found": (("RidgeNet", 3), ("Net1", 1), ("Net2", 1))},
    }


@pytest.mark.parametrize("seed", range(20))
def test_every_error_has_one_cause(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    names = ("RidgeNet", "ridge", "deep ridge", "PoolNet", "pool", "pools", "RidgeNet pool", "A1")

    def record(title: int) -> Record:
        kinds = ("methods", "datasets", "tasks", "metrics")
        return {"title": f"On {title}", "candidates": chance.sample(names, 3)} | {
            kind: [
                {
                    "name": name,
                    "aliases": chance.sample(names, chance.randrange(2)),
                    "role": "used",
                    "optional": chance.random() < 0.2,
                }
                for name in chance.sample(names, chance.randrange(5))
            ]
            for kind in kinds
        }

    gold, found = ([record(title) for title in range(6)] for _ in range(2))
    evaluation = evaluate(gold, found)
    for kind in ("methods", "datasets", "tasks", "metrics"):
        for side in ("missed", "wrong"):
            listed = evaluation.causes.get(f"{kind}, {side}", {}).values()
            total = Counter(dict(getattr(evaluation, side)[kind]))
            assert sum((Counter(dict(each)) for each in listed), Counter()) == total


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


def test_methods_without_a_role_are_in_no_row_of_roles() -> None:
    without, used = {"name": "A1"}, {"name": "A1", "role": "used"}
    for one, other in ((without, used), (used, without)):
        found = evaluate(
            [{"title": "On fish", "methods": [one]}], [{"title": "On fish", "methods": [other]}]
        )
        assert (found.roles, found.missed["methods"]) == ({}, ())


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


@pytest.fixture
def fishes(tmp_path: Path) -> Path:
    """A file of one annotated paper, besides one of what was extracted from it."""
    text = {"title": "On fish", "abstract": "Fish swim."}
    gold = {**text, "tasks": named("ridging", "ponding", "wading", "diving")}
    found = {**text, "tasks": named("deep ridging"), "methods": named("A1", "B1", "C1")}
    for name, record in (("gold", gold), ("found", found)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(record), "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("most", "listed"),
    [
        ("1", "not found (3): diving (1)\n"),
        ("2", "not found (3): diving (1), ponding (1)\n"),
        ("9", "not found (3): diving (1), ponding (1), wading (1)\n"),
    ],
)
def test_the_command_lists_so_many_errors_of_each_cause(
    fishes: Path, most: str, listed: str
) -> None:
    words = ("evaluate", str(fishes / "gold.jsonl"), str(fishes / "found.jsonl"))
    printed = running(fishes)(*words, "--errors", most).stdout
    assert f"tasks, missed (4)\n  {listed}  other boundaries (1): ridging (1)\n" in printed
    assert "methods, wrong (3)\n  not annotated, a proper name (3): A1 (1)" in printed
    assert "annotated as" not in printed


def test_the_command_lists_no_errors_unless_asked(fishes: Path) -> None:
    words = ("evaluate", str(fishes / "gold.jsonl"), str(fishes / "found.jsonl"))
    assert "not found" not in running(fishes)(*words).stdout


def test_causes_are_in_the_json(fishes: Path) -> None:
    words = ("evaluate", str(fishes / "gold.jsonl"), str(fishes / "found.jsonl"), "--json")
    data = json.loads(running(fishes)(*words).stdout)["data"]
    assert data["causes"]["tasks, missed"]["other boundaries"] == [["ridging", 1]]
