"""Versions of the graph under ``output/store``: published whole or not at all.

``CURRENT`` names the folder of the version in force. A build writes a folder of its own beside
it, renames that when it is complete, and then replaces ``CURRENT``: killed at any moment, it
leaves the last good version in force. Every reader holds a shared lock on its version, which is
removed only when a newer one is in force and no reader is left.
"""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import count
from typing import IO, TYPE_CHECKING

from pyoxigraph import Store

from kg.errors import StoreError
from kg.store import locks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Quad

FORMAT = 1
"""Number of the store's layout; a store of another number is built anew, not read."""
_DATA, _LOCK, _FACTS = "data", "lock", "version.json"
_NAME = re.compile(r"v-\w+-\d+")
_UNFINISHED = ".new-"
BUILD_FIRST = "holds no graph; build one with: kg build PAGES (or try: kg demo)"
BUILD_AGAIN = "build again with: kg build PAGES"
_REMOVE_FIRST = "remove that folder and build again with: kg build PAGES"


@dataclass(frozen=True, slots=True)
class Version:
    """What a version is made of; kept beside it and checked whenever it is opened."""

    digest: str
    """Names the input and the program: the same digest means the same graph."""
    base: str
    quads: int
    papers: int
    files: tuple[tuple[str, int], ...] = ()
    """Name and size of each data file: a truncated one would otherwise open without complaint."""
    format: int = FORMAT


class Versions:
    """The versions under one store folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the right to publish; raises `StoreError` while another build has it."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = locks.claim(self.folder / "build.lock")
        except OSError as error:
            raise self._unwritable(error) from error
        if lock is None:
            raise StoreError(str(self.folder), "another build is running; wait for it to end")
        with lock:
            self._sweep()
            yield

    def current(self) -> Version | None:
        """Return the version in force, or None where none can be read."""
        try:
            return _read_facts(self._current_folder())
        except (OSError, StoreError):
            return None

    def is_whole(self) -> bool:
        """Return whether the version in force can be opened; a damaged one is to be built anew."""
        try:
            *_, lock = self.open()
        except StoreError:
            return False
        lock.close()
        return True

    def publish(self, quads: Iterable[Quad], version: Version) -> Version:
        """Write `quads` as a new version and put it in force; call it inside `building`.

        Returns the version with its number of quads and its files filled in. Raises `StoreError`
        where the disk is full or cannot be written; the version in force stays as it was.
        """
        fresh = self.folder / f"{_UNFINISHED}{os.getpid()}"
        try:
            written = _write(fresh, quads, version)
            final = self._unused(version.digest)
            fresh.rename(final)
            _replace_text(self.folder / "CURRENT", final.name)
        except OSError as error:
            raise self._unwritable(error) from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        self._sweep()
        return written

    def open(self) -> tuple[Store, Version, IO[bytes]]:
        """Return the version in force, opened read-only, and the lock that keeps it in place.

        Raises `StoreError` where there is none, or where it is damaged.
        """
        folder, lock = self._locked()
        with ExitStack() as on_error:
            on_error.enter_context(lock)
            version = _read_facts(folder)
            store = self._opened(folder / _DATA, version)
            on_error.pop_all()
        return store, version, lock

    def damaged(self, error: Exception) -> StoreError:
        """Return what to tell of an error that shows only when an opened version is read.

        Building again is no way out: the sources have not changed and the version opens.
        """
        return self._damaged(str(error), _REMOVE_FIRST)

    def _locked(self) -> tuple[Path, IO[bytes]]:
        """Return the folder of the version in force, and the lock that keeps it in place."""
        while True:
            folder = self._current_folder()
            try:
                return folder, locks.share(folder / _LOCK)
            except OSError as error:
                # Else a build has just put another version in force.
                if folder == self._current_folder():
                    raise self._damaged("its version is incomplete") from error

    def _opened(self, data: Path, version: Version) -> Store:
        try:
            if tuple(_files(data)) != version.files:
                raise self._damaged("its files have been changed or cut short")
            return Store.read_only(str(data))
        except (OSError, RuntimeError) as error:
            raise self._damaged(str(error)) from error

    def _unused(self, digest: str) -> Path:
        """Return a folder that is not there: a damaged version of that digest may be in force."""
        folders = (self.folder / f"v-{digest}-{number}" for number in count(1))
        return next(folder for folder in folders if not folder.exists())

    def _damaged(self, problem: str, advice: str = BUILD_AGAIN) -> StoreError:
        return StoreError(str(self.folder), f"is damaged: {' '.join(problem.split())}; {advice}")

    def _unwritable(self, error: OSError) -> StoreError:
        # Oxigraph's errors have no number and no words of the system's.
        problem = error.strerror or " ".join(str(error).split())
        return StoreError(str(self.folder), f"cannot be written: {problem}")

    def _current_folder(self) -> Path:
        try:
            name = (self.folder / "CURRENT").read_text(encoding="utf-8", errors="replace").strip()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise StoreError(str(self.folder.parent), BUILD_FIRST) from error
        except OSError as error:
            raise self._damaged(f"CURRENT cannot be read ({error.strerror})") from error
        if not _NAME.fullmatch(name):
            raise self._damaged("CURRENT names no version")
        return self.folder / name

    def _sweep(self) -> None:
        """Remove what killed builds left, and old versions that nobody reads."""
        for folder in sorted(self.folder.glob(f"{_UNFINISHED}*")):
            shutil.rmtree(folder, ignore_errors=True)
        with suppress(StoreError):
            current = self._current_folder()
            if current.is_dir():  # Else any may be the one to save, until the next is in force.
                for folder in sorted(set(self.folder.glob("v-*")) - {current}):
                    _remove_unread(folder)


def _write(folder: Path, quads: Iterable[Quad], version: Version) -> Version:
    folder.mkdir()
    store = Store(str(folder / _DATA))
    store.bulk_extend(quads)
    # Without flush every later opening replays the log; without optimize joins are slow.
    store.flush()
    store.optimize()
    size = len(store)
    del store
    gc.collect()  # Closes the store: its files are complete from here on.
    (folder / _LOCK).touch()
    facts = asdict(version) | {"quads": size, "files": list(_files(folder / _DATA))}
    _replace_text(folder / _FACTS, json.dumps(facts, indent=1))
    return _read_facts(folder)


def _files(data: Path) -> Iterator[tuple[str, int]]:
    """Yield the files that hold data, with their sizes; logs and locks come and go."""
    for file in sorted(data.glob("*")):
        if file.suffix == ".sst" or file.name.startswith(("MANIFEST", "CURRENT")):
            yield file.name, file.stat().st_size


def _read_facts(folder: Path) -> Version:
    path = folder / _FACTS
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        files = tuple((name, size) for name, size in facts.pop("files"))
        version = Version(**facts, files=files)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(str(path), f"cannot be read; {BUILD_AGAIN}") from error
    if version.format != FORMAT:
        raise StoreError(str(folder), f"is of another version of kg; {BUILD_AGAIN}")
    return version


def _replace_text(path: Path, text: str) -> None:
    """Write a small file so that it is there whole or not at all, after a power cut too."""
    beside = path.with_name(f"{path.name}.tmp")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _remove_unread(folder: Path) -> None:
    # What cannot go now goes with a later build.
    with suppress(OSError), ExitStack() as stack:
        lock = locks.claim(folder / _LOCK)
        if lock is None:
            return
        stack.enter_context(lock)
        # Renamed first, so that a version half removed is never taken for a whole one.
        doomed = folder.with_name(f"{_UNFINISHED}{folder.name}")
        folder.rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)
