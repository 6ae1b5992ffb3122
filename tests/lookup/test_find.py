"""Names find the one thing they mean, or say why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import AmbiguousError, NotFoundError
from kg.lookup.names import Ref, find, ref, suggestions
from kg.model import Entity, Resolved
from kg.store.reader import Reader
from tests import toy
from tests.web import EVIL, FLIES, HOSTILE_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.store.places import Place


@pytest.fixture(scope="module")
def reader(web_place: Place) -> Iterator[Reader]:
    with Reader(web_place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Kite", "concept/kite"),
        ("kite", "concept/kite"),
        ("  KITE ", "concept/kite"),
        ("Kites", "concept/kite"),
        ("Kinetic Inference", "concept/kite"),
        ("kinetic-inference", "concept/kite"),
        ("concept/kite", "concept/kite"),
        ("https://w3id.org/paper-kg/concept/kite", "concept/kite"),
        ("Kite flies over birds", FLIES.id),
        ("kite flies, over BIRDS!", FLIES.id),
        (FLIES.id, FLIES.id),
        ("2401.00001", FLIES.id),
        ("2401.00001v3", FLIES.id),
        ("arXiv:2401.00001", FLIES.id),
        ("https://arxiv.org/abs/2401.00001v2", FLIES.id),
        ("https://arxiv.org/pdf/2401.00001.pdf", FLIES.id),
        ("https://huggingface.co/papers/2401.00001", FLIES.id),
        ("10.1000/kite", FLIES.id),
        ("doi:10.1000/KITE", FLIES.id),
        ("https://doi.org/10.1000/kite", FLIES.id),
        ("github.com/x/kite", "repository/github.com/x/kite"),
        ("https://github.com/X/kite/", "repository/github.com/x/kite"),
        ("monday", "page/monday"),
        (EVIL.title, EVIL.id),
        ("dataset/koala", "dataset/koala"),
    ],
)
def test_name_finds(reader: Reader, name: str, id_: str) -> None:
    assert find(reader, name) == id_


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("Kitee", ("Kite",)),
        ("robinsn", ("Robinson",)),
        ("Kite flies over bird", ("Kite flies over birds",)),
        ("concept/kit", ()),
        ("2401.99999", ()),
        ("10.1000/other", ()),
        ("something else entirely", ()),
    ],
)
def test_unknown_name_suggests(reader: Reader, name: str, nearest: tuple[str, ...]) -> None:
    with pytest.raises(NotFoundError) as raised:
        find(reader, name)
    assert (raised.value.name, raised.value.suggestions) == (name, nearest)


def test_ambiguous_name_lists_candidates(reader: Reader) -> None:
    with pytest.raises(AmbiguousError) as raised:
        find(reader, "koala")
    assert raised.value.candidates == (("concept/koala", "Koala"), ("dataset/koala", "Koala"))


@pytest.mark.parametrize(
    ("name", "kind", "id_"),
    [
        ("Koala", "dataset", "dataset/koala"),
        ("Koala", "method", "concept/koala"),
        ("dataset/pond", "dataset", "dataset/pond"),
        ("backprop", "theme", "concept/backprop"),
        ("backprop", "method", "concept/backprop"),
        ("monday", "page", "page/monday"),
        ("dataset/pond", "method", None),
        ("https://w3id.org/paper-kg/dataset/pond", "paper", None),
        ("Koala", "task", None),
        ("Kite", "paper", None),
    ],
)
def test_kind_narrows(reader: Reader, name: str, kind: str, id_: str | None) -> None:
    if id_ is None:
        with pytest.raises(NotFoundError):
            find(reader, name, kind)
    else:
        assert find(reader, name, kind) == id_


def test_suggestions_are_of_the_kind(reader: Reader) -> None:
    assert suggestions(reader, "Koalas") == ("Koala",)
    assert suggestions(reader, "Koalas", "task") == ()


def test_each_suggestion_is_another_node(tmp_path: Path) -> None:
    bert = Entity("concept/bert", ("method",), "BERT", ("Bert", "bert", "BeRT"))
    albert = Entity("concept/albert", ("method",), "ALBERT")
    with toy.published(tmp_path, toy.quads(Resolved((bert, albert), ()))) as reader:
        assert suggestions(reader, "BERTT") == ("BERT", "ALBERT")


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: ascii(name[:12]))
@pytest.mark.parametrize("kind", [None, "paper"])
def test_hostile_name_is_found_or_not(reader: Reader, name: str, kind: str | None) -> None:
    """Nothing but spelling is lost on the way: what is found is what remains to be read."""
    try:
        assert find(reader, name, kind) == "concept/kite"
    except NotFoundError as error:
        assert len(str(error).splitlines()) == 1
        assert "Kite" not in name or "#" in name or kind == "paper"


def test_ref_names_the_node(reader: Reader) -> None:
    assert ref(reader, "dataset/pond") == Ref("dataset/pond", "dataset", "Pond")
    assert ref(reader, EVIL.id) == Ref(EVIL.id, "paper", EVIL.title)
