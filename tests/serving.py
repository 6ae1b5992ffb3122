"""A real server of a graph, started as a user starts it: for tests only."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE, _SILENCE = 30.0, 0.5
SECONDS, ROWS, MEMORY = 2, 1000, 256
"""The limits of the server, low so that tests meet them soon."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and its process."""

    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(
        self, method: str, path: str, body: bytes | str | None = None, **headers: str
    ) -> Answered:
        """Return the answer to a request, as it is: nothing is followed."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            connection.request(method, path, body, named)
            response = connection.getresponse()
            given = {name.lower(): value for name, value in response.getheaders()}
            return Answered(response.status, given, response.read())
        finally:
            connection.close()

    def ask(self, query: str, accept: str = "", **parameters: str) -> Answered:
        """Return the answer to a query."""
        asked = urlencode({"query": query, **parameters})
        return self.send("GET", f"/sparql?{asked}", Accept=accept)

    def page(self, path: str) -> Answered:
        """Return what a browser gets."""
        return self.send("GET", path, Accept="text/html,application/xml;q=0.9,*/*;q=0.8")

    def raw(self, sent: bytes) -> bytes:
        """Return what comes back for some bytes, until nothing comes any more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=_PATIENCE) as opened:
            opened.sendall(sent)
            received = opened.recv(1 << 16)
            opened.settimeout(_SILENCE)
            with suppress(TimeoutError, ConnectionResetError):
                while more := opened.recv(1 << 16):
                    received += more
        return received


@contextmanager
def serving(output: Path, *options: str, stderr: IO[str] | None = None) -> Iterator[Server]:
    """Serve the graph under an output folder on any free port; Ctrl-C ends the server."""
    limits = ("--timeout", str(SECONDS), "--max-rows", str(ROWS), "--max-memory", str(MEMORY))
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "-C", str(output), *limits, *options, "--port=0"],
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        start_new_session=True,
    )
    try:
        if process.stdout is None:
            raise RuntimeError("its output is a pipe")
        said = process.stdout.readline()
        found = re.search(r" at \S+:(\d+)/", said)
        if found is None:
            raise RuntimeError(f"the server says {said!r}")
        yield Server(int(found[1]), process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(_PATIENCE)
        if process.stdout is not None:
            process.stdout.close()
