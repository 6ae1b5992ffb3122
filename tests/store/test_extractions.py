from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kg.errors import StoreError
from kg.model import (
    Acronym,
    Extraction,
    Link,
    Mention,
    NamedEntity,
    Paper,
    Result,
    Span,
)
from kg.store.extractions import Extractions

if TYPE_CHECKING:
    from pathlib import Path

PAPER = Paper("paper/kite", "Kite \x00 🪁", "It flies.")
FULL = Extraction(
    (
        NamedEntity(
            "method", "Kite", ("K",), "proposed", 0.9, (Mention("title", 0, 4, "Kite", "cue"),)
        ),
        NamedEntity("theme", "flying", (), "", 0.5, (Mention("abstract", 3, 8, "flies"),)),
    ),
    (Link("https://example.org/kite", "code", "abstract", 0, 2),),
    (Result("9.5", "%", None, "Pond", None, "gain", "abstract", 0, 2),),
    (Acronym("K", "Kite"),),
    (Span("title", 0, 8),),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "extractions.sqlite"


def keep(path: Path, fingerprint: str = "one", paper: Paper = PAPER) -> None:
    with Extractions(path, fingerprint) as known:
        known.put([(paper, FULL)])


def test_what_was_put_comes_back_later(path: Path) -> None:
    keep(path)
    with Extractions(path, "one") as known:
        assert known.get(PAPER) == FULL


@pytest.mark.parametrize(
    ("paper", "fingerprint", "found"),
    [
        pytest.param(Paper("paper/other", PAPER.title, PAPER.abstract), "one", True, id="id"),
        pytest.param(Paper(PAPER.id, "Kite", PAPER.abstract), "one", False, id="title"),
        pytest.param(Paper(PAPER.id, PAPER.title, "It flew."), "one", False, id="abstract"),
        pytest.param(Paper(PAPER.id, PAPER.title), "one", False, id="no abstract"),
        pytest.param(PAPER, "two", False, id="pipeline"),
        # The same characters, cut into title and abstract at another place.
        pytest.param(Paper(PAPER.id, "Kite ", " 🪁\x00It flies."), "one", False, id="cut"),
    ],
)
def test_only_the_same_text_and_pipeline_is_known(
    path: Path, paper: Paper, fingerprint: str, found: bool
) -> None:
    keep(path)
    with Extractions(path, fingerprint) as known:
        assert known.get(paper) == (FULL if found else None)


def test_the_latest_is_kept(path: Path) -> None:
    keep(path)
    with Extractions(path, "one") as known:
        known.put([(PAPER, Extraction())])
        assert known.get(PAPER) == Extraction()


def test_other_pipelines_are_forgotten(path: Path) -> None:
    keep(path, "one")
    keep(path, "two")
    with Extractions(path, "two") as known:
        known.forget_others()
        assert known.get(PAPER) == FULL
    with Extractions(path, "one") as known:
        assert known.get(PAPER) is None


def test_a_batch_that_breaks_off_is_not_kept(path: Path) -> None:
    with Extractions(path, "one") as known:

        def batch() -> list[tuple[Paper, Extraction]]:
            return [(PAPER, FULL), (Paper("paper/bad", "Bad"), object())]  # type: ignore[list-item]

        with pytest.raises(AttributeError):
            known.put(batch())
        assert known.get(PAPER) is None


def ruin_head(path: Path) -> None:
    path.write_bytes(b"not a database, whatever its name says" * 40)


def ruin_pages(path: Path) -> None:
    damaged = bytearray(path.read_bytes())
    damaged[100:] = b"\xff" * (len(damaged) - 100)
    path.write_bytes(damaged)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def ruin_record(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE extraction SET record = '{\"methods\": 5}'")


def ruin_json(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE extraction SET record = '{'")


def other_table(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE extraction (other)")


@pytest.mark.parametrize(
    "ruin", [ruin_head, ruin_pages, make_folder, ruin_record, ruin_json, other_table]
)
def test_a_ruined_file_is_one_clear_line(path: Path, ruin: object) -> None:
    keep(path)
    assert callable(ruin)
    ruin(path)
    with pytest.raises(StoreError) as caught, Extractions(path, "one") as known:
        known.get(PAPER)
    message = str(caught.value)
    assert message.startswith(f"{path}: cannot be used (")
    assert message.endswith("remove the file and build again")
    assert "\n" not in message


def test_a_file_in_use_for_long_is_one_clear_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(path)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda file: connect(file, timeout=0))
    with (
        closing(connect(path, isolation_level=None)) as other,
        Extractions(path, "one") as known,
    ):
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked"):
            known.put([(PAPER, FULL)])
