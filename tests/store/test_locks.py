from __future__ import annotations

import errno
import fcntl
from typing import IO, TYPE_CHECKING

import pytest

from kg.store import locks

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "lock"
    path.touch()
    return path


def test_many_may_share(path: Path) -> None:
    with locks.share(path), locks.share(path):
        assert locks.claim(path) is None


def test_only_one_may_claim(path: Path) -> None:
    held = locks.claim(path)
    assert held is not None
    with held:
        assert locks.claim(path) is None
        with pytest.raises(BlockingIOError):
            locks.share(path)


def test_a_closed_lock_is_free(path: Path) -> None:
    locks.share(path).close()
    for _ in range(2):
        held = locks.claim(path)
        assert held is not None
        held.close()


def test_claim_makes_the_file_and_share_does_not(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        locks.share(tmp_path / "lock")
    held = locks.claim(tmp_path / "lock")
    assert held is not None
    held.close()
    locks.share(tmp_path / "lock").close()


def test_share_notices_that_the_file_went_while_it_waited(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: list[IO[bytes]] = []

    def remove_and_lock(file: IO[bytes], how: int) -> None:
        assert how == fcntl.LOCK_SH | fcntl.LOCK_NB
        files.append(file)
        path.unlink()

    monkeypatch.setattr(fcntl, "flock", remove_and_lock)
    with pytest.raises(FileNotFoundError):
        locks.share(path)
    assert [file.closed for file in files] == [True]


@pytest.mark.parametrize("lock", [locks.share, locks.claim])
def test_a_file_system_without_locks_leaves_no_file_open(
    lock: object, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: list[IO[bytes]] = []

    def refuse(file: IO[bytes], _: int) -> None:
        files.append(file)
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    assert callable(lock)
    with pytest.raises(OSError, match="No locks available"):
        lock(path)
    assert [file.closed for file in files] == [True]
