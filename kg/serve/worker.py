"""One process that answers one job at a time until its input ends; may be killed at any moment.

    python -m kg.serve.worker OUTPUT QUESTIONS LIMITS

QUESTIONS is the folder of the user's own questions or "", LIMITS are `Limits` as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading
from pathlib import Path
from queue import SimpleQueue

from kg.serve.desk import Desk
from kg.serve.jobs import answer
from kg.serve.limits import MEGABYTE, Limits
from kg.serve.messages import Reply, job_of, reply_message


def main(output: str, questions: str, limits: str) -> None:
    """Announce that it is ready, then answer."""
    # Ctrl-C on the terminal is for the server, which ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    settings = Limits(**json.loads(limits))
    _limit_memory(settings.memory * MEGABYTE)
    desk = Desk(Path(output), Path(questions) if questions else None, settings)
    lines: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=[lines], daemon=True).start()
    _write(Reply(b"", "ready"))
    while True:
        _write(answer(desk, job_of(lines.get())))


def _limit_memory(bytes_: int) -> None:
    """Let the process be ended, without a core file, where it takes more than this."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (bytes_, bytes_))


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
