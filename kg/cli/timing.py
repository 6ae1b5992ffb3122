"""Something to do if a stretch of work takes long."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def after(seconds: float, act: Callable[[], object]) -> Iterator[None]:
    """Call `act`, in a thread of its own, if the block takes longer than that.

    When the block has ended, `act` is done or will never begin.

    >>> said = []
    >>> with after(60, lambda: said.append("slow")):
    ...     pass
    >>> said
    []
    """
    timer = Timer(seconds, act)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
