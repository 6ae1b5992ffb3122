"""A source as the user names it in, the files it stands for out."""

from __future__ import annotations

import gzip
import lzma
import os
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STDIN = "-"
PACKED = frozenset((".gz", ".xz"))
"""The ends of the names of files that are packed; the end before says what is in them."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read, or standard input where `path` is None; `name` is what messages call it."""

    name: str
    path: Path | None = None

    @property
    def stem(self) -> str:
        """The name that a page from this file gets."""
        return _shown(_unpacked(self.path).stem) if self.path else "stdin"

    @property
    def suffix(self) -> str:
        """The end of the file's name, in lower case, with its dot; "" for standard input.

        That of a packed file is the one before ``.gz`` or ``.xz``.
        """
        return _unpacked(self.path).suffix.lower() if self.path else ""

    @property
    def identity(self) -> str:
        """What two names of the same file have in common."""
        return os.path.realpath(self.path) if self.path else STDIN


def _unpacked(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() in PACKED else path


@contextmanager
def bytes_of(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be read from its beginning, unpacked bit by bit if it is packed.

    Raises OSError, also where it is packed and damaged.
    """
    openers: dict[str, Callable[[Path, str], Any]] = {".gz": gzip.open, ".xz": lzma.open}
    try:
        with openers.get(path.suffix.lower(), Path.open)(path, "rb") as stream:
            yield stream
    except (EOFError, lzma.LZMAError, zlib.error) as error:
        raise OSError(f"is damaged or not packed ({error})") from error


def files_of(source: str | Path, known: frozenset[str]) -> list[SourceFile]:
    """Return the files that a file's name, a folder's name or ``-`` stands for.

    A folder stands for the files with a `known` suffix in it and in its folders, sorted by path;
    hidden ones are left out.

    Raises: SourceError for a folder without such files.
    """
    if str(source) == STDIN:
        return [SourceFile(STDIN)]
    path = Path(source)
    if "\0" in str(path):
        raise SourceError(_shown(path), 0, "no file can have this name; correct it")
    try:
        is_folder = path.is_dir()
    except OSError as error:
        raise refused(_shown(path), error) from error
    if not is_folder:
        return [SourceFile(_shown(path), path)]
    files = sorted(f for f in _visible(path) if _unpacked(f).suffix.lower() in known)
    if not files:
        suffixes = " ".join(sorted(known))
        raise SourceError(_shown(path), 0, f"a folder without pages; it needs files in {suffixes}")
    return [SourceFile(_shown(file), file) for file in files]


def refused(name: str, error: OSError) -> SourceError:
    """Return what to tell the user when the system refuses to open or read `name`."""
    return SourceError(name, 0, f"{error.strerror or error}; check its name and permissions")


def _visible(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(here, name) for name in files if not name.startswith("."))


def _shown(path: Path | str) -> str:
    """Return the path as text: names that are not UTF-8 with U+FFFD for what is not."""
    return os.fsencode(path).decode(errors="replace")
