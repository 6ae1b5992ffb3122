"""The server as a whole: its address, its workers, its end."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.query import questions
from kg.store.reader import Reader

try:
    import uvicorn

    from kg.serve.app import application
    from kg.serve.connection import Connection
except ImportError as missing:
    library = (missing.name or "").partition(".")[0]
    raise KgError(f"kg serve needs {library}: pip install 'paper-kg[serve]'") from missing

from kg.serve.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from kg.serve.limits import Limits
    from kg.store.places import Place

_CONNECTIONS, _BACKLOG = 256, 128
_LONGEST_ADDRESS = 1 << 16
_GRACE = 2
"""Seconds that requests have to be answered in when the server ends."""


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach what listens at `host`.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("")
    (True, True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class Service:
    """What is served where: the graph at `output`, with the `questions` of a folder besides.

    It may be asked by any of `names`. Pages from `origins` may read the answers. `log` is called
    with a line for each request.
    """

    output: Place
    questions: Path | None
    limits: Limits
    host: str
    port: int
    names: Sequence[str] = ()
    origins: Sequence[str] = ()
    log: Callable[[str], None] | None = None


def serve(service: Service, ready: Callable[[str], None]) -> None:
    """Serve until a signal ends it; call `ready` with the address when it can be asked.

    Raises `KgError` where there is no graph, a question cannot be read, or the address cannot be
    had.
    """
    # What could not be served is told at once, and not to whoever asks first.
    Reader(service.output).close()
    questions(service.questions)
    with _listening(service.host, service.port) as listener:
        asyncio.run(_run(service, listener, ready))


async def _run(service: Service, listener: socket.socket, ready: Callable[[str], None]) -> None:
    # Two pools: slow queries cannot keep people from their pages.
    queries, pages = (Pool(service.output, service.questions, service.limits) for _ in range(2))
    await asyncio.gather(queries.open(), pages.open())
    app = application(
        queries,
        pages,
        service.limits,
        names=[service.host, socket.gethostname(), *service.names],
        origins=service.origins,
        log=service.log,
    )
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=_LONGEST_ADDRESS,
    )
    ready(_address(listener))
    await uvicorn.Server(config).serve(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises `KgError` where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            problem = "is in use; name another with --port, or --port 0 for any that is free"
            raise KgError(f"port {port} of {host} {problem}") from error
        raise KgError(f"{host}, port {port}: cannot be used: {error.strerror}") from error


def _address(listener: socket.socket) -> str:
    host, port, *_ = listener.getsockname()
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
