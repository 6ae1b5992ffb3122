"""Files and folders written whole or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def write_whole(path: Path, chunks: Iterable[bytes]) -> None:
    """Write `chunks` to `path`; on an error what was there stays as it was.

    Raises `ExportError` where the folder cannot be written or the disk is full.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as file:
                file.writelines(chunks)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error


@contextmanager
def replaced(folder: Path, *, by: str) -> Iterator[Path]:
    """Give an empty folder to fill that then takes the place of `folder`, unless there is an error.

    Raises `ExportError` where the folder cannot be written, or holds something else: what may be
    replaced is empty or has a file called `by`.
    """
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    try:
        if folder.exists() and not (folder / by).exists() and any(folder.iterdir()):
            raise ExportError(f"{folder}: holds something else; name a folder that is new or empty")
        beside.mkdir(parents=True)
        try:
            yield beside
            if folder.exists():
                folder.replace(old)
            beside.replace(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise ExportError(f"{folder}: cannot be written: {error.strerror or error}") from error
