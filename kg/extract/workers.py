"""Lists of papers in, their extractions out in the same order, read by several processes."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from kg.model import Extraction, Paper


def read_in_workers(
    read: Callable[[list[Paper]], list[Extraction]], chunks: Iterator[list[Paper]], workers: int
) -> Iterator[Extraction]:
    """Yield what `read` returns for each chunk; only a few chunks are under way at a time."""
    # Spawned on every system alike: a forked copy of a process with threads may hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[list[Extraction]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(read, chunk))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
