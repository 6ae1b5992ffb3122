"""Search finds by pieces of names, the best first; stats count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kg.lookup.search import search
from kg.lookup.stats import stats
from kg.store.reader import Reader
from kg.vocabulary import KINDS, RELATIONS
from tests.web import BARE, EVIL, FLIES, HOSTILE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.places import Place


@pytest.fixture(scope="module")
def reader(web_place: Place) -> Iterator[Reader]:
    with Reader(web_place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "options", "found"),
    [
        # The very name first, then what begins with it, then words inside.
        ("kite", {}, ["concept/kite", FLIES.id, "repository/github.com/x/kite"]),
        ("KITE", {"limit": 1}, ["concept/kite"]),
        ("kite", {"kinds": ["paper"]}, [FLIES.id]),
        ("kite", {"kinds": ["dataset"]}, []),
        ("kinetic", {}, ["concept/kite"]),
        ("infer", {}, ["concept/kite"]),
        ("ove", {}, [FLIES.id]),
        ("irds", {}, [FLIES.id, "concept/bird"]),
        ("2401.00001", {}, [FLIES.id]),
        ("https://arxiv.org/abs/2401.00001", {}, [FLIES.id]),
        ("kites", {}, ["concept/kite"]),
        # Of equals, the one with more edges first.
        ("koala", {}, ["concept/koala", "dataset/koala"]),
        # Similar spellings only where nothing holds the text.
        ("robinsan", {}, ["concept/robinson"]),
        ("heron wads", {}, ["paper/heron-wades"]),
        ("evil", {}, [EVIL.id]),
        ("wholly unlike all of it", {}, []),
    ],
)
def test_search(reader: Reader, text: str, options: dict[str, Any], found: list[str]) -> None:
    assert [hit.node.id for hit in search(reader, text, **options)] == found


def test_hit_tells_by_which_name_and_how_joined(reader: Reader) -> None:
    (hit,) = search(reader, "kinetic")
    assert (hit.node.name, hit.matched, hit.edges) == ("Kite", "Kinetic Inference", 2)
    assert (hit.alike, hit.cells()[2]) == (False, "Kinetic Inference")


def test_what_is_only_spelt_alike_says_so(reader: Reader) -> None:
    (hit,) = search(reader, "robinsan")
    assert (hit.alike, hit.cells()[2]) == (True, "alike")


@pytest.mark.parametrize("text", HOSTILE_NAMES, ids=lambda text: ascii(text[:12]))
def test_hostile_text_is_searched_like_any(reader: Reader, text: str) -> None:
    names = {hit.node.name for hit in search(reader, text)}
    assert names <= {"Kite", FLIES.title, "github.com/x/kite", EVIL.title, "backprop"}


def test_stats_count_everything(reader: Reader) -> None:
    counts = stats(reader)
    assert list(counts.nodes) == list(KINDS)
    assert counts.nodes == {
        "paper": 6,
        "method": 6,
        "dataset": 2,
        "task": 0,
        "theme": 3,
        "metric": 0,
        "repository": 1,
        "page": 2,
    }
    assert counts.mainly == {**counts.nodes, "theme": 2}
    assert sum(counts.mainly.values()) == len({id_ for kind in KINDS for id_ in reader.ids(kind)})
    assert list(counts.edges) == list(RELATIONS)
    assert {relation: number for relation, number in counts.edges.items() if number} == {
        "proposes": 4,
        "uses": 6,
        "comparesWith": 1,
        "usesDataset": 2,
        "hasTheme": 2,
        "hasCode": 1,
        "listedOn": 5,
        "broader": 1,
    }
    assert [one.id for one in counts.bare] == [BARE.id]
    assert counts.quads == len(reader.local())
    assert counts.pipeline == "1.0+toy"
