"""One process that answers one job at a time until its input ends; may be killed at any moment.

    python -m kg.serve.worker OUTPUT QUESTIONS LIMITS

OUTPUT is the folder of the graph or the address of a SPARQL server, QUESTIONS the folder of the
user's own questions or "", LIMITS are `Limits` as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

from kg.errors import StoreError
from kg.serve.desk import Desk
from kg.serve.jobs import answer
from kg.serve.limits import MEGABYTE, Limits
from kg.serve.messages import Reply, job_of, reply_message
from kg.store.places import place_of

_SIZES = Path("/proc/self/statm")
_ELSEWHERE = 1024 * MEGABYTE
"""What to take for the address space where the system does not tell."""


def main(output: str, questions: str, limits: str) -> None:
    """Announce that it is ready, then answer."""
    # Ctrl-C on the terminal is for the server, which ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settings = Limits(**json.loads(limits))
    desk = Desk(place_of(output), Path(questions) if questions else None, settings)
    with suppress(StoreError):  # Each job will tell.
        desk.reader.agent()
    _limit_memory(settings.memory * MEGABYTE)
    lines: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=[lines], daemon=True).start()
    _write(Reply(b"", "ready"))
    while True:
        _write(answer(desk, job_of(lines.get())))


def _limit_memory(more: int) -> None:
    """Let the process be ended, without a core file, where it takes that much more than now."""
    most = _address_space() + more
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # Not every system can limit it.
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _address_space() -> int:
    """Return the bytes of address space that the process has: most of it is never used."""
    with suppress(OSError):
        return int(_SIZES.read_text().split()[0]) * resource.getpagesize()
    return _ELSEWHERE


def _listen(lines: SimpleQueue[bytes]) -> None:
    """Pass jobs on; when the server is gone, end at once, also in the midst of a query."""
    for line in sys.stdin.buffer:
        lines.put(line)
    os._exit(0)


def _write(reply: Reply) -> None:
    sys.stdout.buffer.write(reply_message(reply))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
