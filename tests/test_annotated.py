"""The annotated papers that the shipped pipeline was trained on: each record is well formed."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.evaluate import read_gold, title_key
from kg.vocabulary import KINDS, ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
FILE = ROOT / "kg" / "train" / "annotated.jsonl"
LISTS = {KINDS[kind].list_name: roles for kind, roles in ROLES.items() if kind != "theme"}
"""List of a record → the roles that its entities may have."""
LINKS = frozenset({"code", "model", "data", "project", "demo", "list", "package", "other"})
UNITS = frozenset({"", "%", "x", "points"})

Record = dict[str, Any]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def entities(record: Record) -> Iterator[tuple[str, Record]]:
    for kind in LISTS:
        for entity in record.get(kind, ()):
            yield kind, entity


def is_whole(text: object) -> bool:
    """Return whether a value is a text of one line without blanks at its ends."""
    return isinstance(text, str) and text == " ".join(text.split()) != ""


def has_keys(record: Record) -> bool:
    # What may not be passed on, an abstract or a sentence of it, has no key to stand under.
    known = {"id", "source", "title", "themes", "links", "results", *LISTS}
    return {"id", "title", "themes"} <= set(record) <= known


def has_names(record: Record) -> bool:
    return is_whole(record["id"]) and is_whole(record["title"])


def has_entities(record: Record) -> bool:
    return all(
        {"name"} <= set(entity) <= {"name", "aliases", "role", "optional"}
        and isinstance(entity.get("optional", False), bool)
        for _, entity in entities(record)
    )


def has_spellings(record: Record) -> bool:
    """Return whether no entity has a name twice, and none is longer than a name can be."""
    for _, entity in entities(record):
        names = [entity["name"], *entity.get("aliases", ())]
        if len(names) > len(set(names)) or not all(is_whole(n) and len(n) < 120 for n in names):
            return False
    return True


def has_each_entity_once(record: Record) -> bool:
    counts = Counter((kind, entity["name"]) for kind, entity in entities(record))
    return all(count == 1 for count in counts.values())


def has_roles(record: Record) -> bool:
    return all(entity.get("role", "") in LISTS[kind] for kind, entity in entities(record))


def has_themes(record: Record) -> bool:
    themes = record["themes"]
    named = [*themes["core"], *themes["also"]]
    return (
        set(themes) == {"core", "also"}
        and len(named) == len(set(named))
        and all(map(is_whole, named))
        and 2 <= len(themes["core"]) <= 4
    )


def has_links(record: Record) -> bool:
    return all(
        set(link) == {"url", "kind"}
        and link["kind"] in LINKS
        and link["url"].startswith(("https://", "http://"))
        and not link["url"].endswith((".", ",", "}", ")"))
        and is_whole(link["url"])
        for link in record.get("links", ())
    )


def has_results(record: Record) -> bool:
    return all(
        set(result) == {"value", "unit", "metric", "dataset", "method", "kind"}
        and any(char.isdigit() for char in result["value"])
        and result["unit"] in UNITS
        and result["kind"] in ("absolute", "gain")
        for result in record.get("results", ())
    )


CHECKS = (
    has_keys, has_names, has_entities, has_spellings, has_each_entity_once, has_roles,
    has_themes, has_links, has_results,
)  # fmt: skip


@pytest.mark.parametrize("holds", CHECKS, ids=lambda check: check.__name__)
def test_every_record(records: list[Record], holds: Callable[[Record], bool]) -> None:
    assert [record["id"] for record in records if not holds(record)] == []


GOOD: Record = {
    "id": "1",
    "title": "On fish",
    "methods": [{"name": "RidgeNet", "aliases": ["RidgeNets"], "role": "used", "optional": True}],
    "tasks": [{"name": "fish counting"}],
    "themes": {"core": ["fish", "counting"], "also": []},
    "links": [{"url": "https://example.org/ridge", "kind": "code"}],
    "results": [
        {"value": "2.0", "unit": "%", "metric": "F1", "dataset": None, "method": None,
         "kind": "gain"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("holds", CHECKS, ids=lambda check: check.__name__)
def test_checks_let_a_good_record_pass(holds: Callable[[Record], bool]) -> None:
    assert holds(GOOD)


@pytest.mark.parametrize(
    ("holds", "wrong"),
    [
        (has_keys, {"abstract": "We count fish."}),
        (has_keys, {"methds": []}),
        (has_names, {"title": " "}),
        (has_entities, {"tasks": [{"name": "fish counting", "text": "We count fish."}]}),
        (has_entities, {"tasks": [{"name": "fish counting", "optional": "yes"}]}),
        (has_spellings, {"tasks": [{"name": ""}]}),
        (has_spellings, {"tasks": [{"name": "counting", "aliases": ["counting"]}]}),
        (has_spellings, {"tasks": [{"name": "we count " + "fish " * 40 + "here"}]}),
        (has_each_entity_once, {"tasks": [{"name": "counting"}, {"name": "counting"}]}),
        (has_roles, {"methods": [{"name": "RidgeNet", "role": "introduced"}]}),
        (has_roles, {"methods": [{"name": "RidgeNet"}]}),
        (has_themes, {"themes": {"core": ["fish"], "also": []}}),
        (has_themes, {"themes": {"core": ["fish", "counting"], "also": ["fish"]}}),
        (has_links, {"links": [{"url": "https://example.org/ridge.", "kind": "code"}]}),
        (has_links, {"links": [{"url": "example.org/ridge", "kind": "code"}]}),
        (has_links, {"links": [{"url": "https://example.org/ridge", "kind": "blog"}]}),
        (has_results, {"results": [{"value": "2.0"}]}),
    ],
)  # fmt: skip
def test_checks_find_a_bad_record(holds: Callable[[Record], bool], wrong: Record) -> None:
    assert not holds({**GOOD, **wrong})


def test_records_are_read_as_what_is_trained_on(records: list[Record]) -> None:
    assert [each["title"] for each in read_gold(FILE, bare=True)] == [r["title"] for r in records]


@pytest.mark.parametrize("key", [lambda r: r["id"], lambda r: title_key(r["title"])])
def test_no_paper_is_annotated_twice(records: list[Record], key: Callable[[Record], str]) -> None:
    assert [one for one, count in Counter(map(key, records)).items() if count > 1] == []


def test_lines_are_sorted_and_compact(records: list[Record]) -> None:
    """So that an edit of one record is a diff of one line."""
    ordered = sorted(records, key=lambda record: str(record["id"]))
    lines = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in ordered)
    assert FILE.read_text("utf-8").splitlines() == list(lines)


def test_wheel_leaves_them_out() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert str(FILE.relative_to(ROOT).as_posix()) in wheel["exclude"]
