"""What two nodes have in common, and what several share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.lookup.common import common
from kg.lookup.compare import compare
from kg.store.reader import Reader
from tests.web import (
    ALONE,
    BACKPROP,
    BIRD,
    CODE,
    EVIL,
    FLIES,
    FOURTH,
    HERON,
    KITE,
    KOALA_DATA,
    POND,
    SIEVE,
    WADES,
    publish_web,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.lookup.compare import Pair


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with Reader(publish_web(tmp_path_factory.mktemp("web"))) as opened:
        yield opened


def told(pairs: Iterable[Pair]) -> list[tuple[str, str, str]]:
    return [(pair.node.id, *pair.words()) for pair in pairs]


def test_two_papers(reader: Reader) -> None:
    found = compare(reader, FLIES.id, WADES.id)
    assert told(found.both) == [
        (KITE.id, "proposes", "compares with"),
        (BACKPROP.id, "uses", "uses"),
        (SIEVE.id, "uses", "uses"),
        ("page/monday", "listed on", "listed on"),
    ]
    assert told(found.only_one) == [
        (POND.id, "uses data set", ""),
        (BIRD.id, "has theme", ""),
        (CODE.id, "has code", ""),
    ]
    assert told(found.only_other) == [
        (HERON.id, "", "proposes"),
        (KOALA_DATA.id, "", "uses data set"),
    ]
    assert found.beside == ()


def test_two_methods(reader: Reader) -> None:
    found = compare(reader, KITE.id, BACKPROP.id)
    assert told(found.both) == [
        (FLIES.id, "proposed by", "used by"),
        (WADES.id, "compared in", "used by"),
    ]
    assert found.only_one == ()
    assert told(found.only_other) == [(EVIL.id, "", "used by"), (FOURTH.id, "", "used by")]
    beside = [(each.node.id, each.one, each.other) for each in found.beside]
    assert beside == [
        (SIEVE.id, 2, 2),
        (HERON.id, 1, 1),
        (KOALA_DATA.id, 1, 1),
        (POND.id, 1, 1),
        (CODE.id, 1, 1),
    ]


def test_comparison_has_its_sentences(reader: Reader) -> None:
    row = compare(reader, FLIES.id, WADES.id).rows()[0]
    assert (row["of"], row["name"], row["one"], row["other"]) == (
        *("both", "Kite", "proposes", "compares with"),
    )
    assert row["sentence_of_one"] == "We propose Kite and test it on Pond."
    assert row["sentence_of_other"] == "Heron beats Kite."


def test_node_beside_itself_has_everything_in_common(reader: Reader) -> None:
    found = compare(reader, KITE.id, KITE.id)
    assert [pair.node.id for pair in found.both] == [FLIES.id, WADES.id]
    assert (found.only_one, found.only_other) == ((), ())


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        ((KITE.id, SIEVE.id), [(WADES.id, "compares with, uses"), (FLIES.id, "proposes, uses")]),
        ((SIEVE.id, KITE.id), [(WADES.id, "uses, compares with"), (FLIES.id, "uses, proposes")]),
        ((KITE.id, SIEVE.id, POND.id), [(FLIES.id, "proposes, uses, uses data set")]),
        ((EVIL.id, FOURTH.id), [(BACKPROP.id, "used by, used by")]),
        (
            (FLIES.id, WADES.id, EVIL.id),
            [("page/monday", "lists, lists, lists"), (BACKPROP.id, "used by, used by, used by")],
        ),
        ((ALONE.id, FLIES.id), []),
        ((KITE.id, HERON.id, POND.id), []),
        ((), []),
    ],
)
def test_common(reader: Reader, ids: tuple[str, ...], found: list[tuple[str, str]]) -> None:
    assert [(one.node.id, one.cells()[2]) for one in common(reader, ids)] == found
