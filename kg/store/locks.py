"""Advisory locks on files: held while a file object is open, let go by the system on a crash."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def share(path: Path) -> IO[bytes]:
    """Return `path` opened and locked as one of any number of readers.

    Raises FileNotFoundError where there is no such file, or none any more, and BlockingIOError
    where it is locked as a whole.
    """
    file = _locked(path.open("rb"), fcntl.LOCK_SH)
    if os.fstat(file.fileno()).st_nlink:
        return file
    # Whoever had it as a whole has removed it after we had opened it.
    file.close()
    raise FileNotFoundError(path)


def claim(path: Path) -> IO[bytes] | None:
    """Return `path`, made if need be, locked for this process alone; None where another has it."""
    with suppress(BlockingIOError):
        return _locked(path.open("a+b"), fcntl.LOCK_EX)
    return None


def _locked(file: IO[bytes], how: int) -> IO[bytes]:
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise
    return file
