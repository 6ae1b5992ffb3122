"""What every request passes and every reply gets, whatever it is about.

A page of somebody else's may make a browser ask this server. So only requests that name it by its
own address are answered, and what is answered cannot be put into other pages.
"""

from __future__ import annotations

import ipaddress
import time
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guard:
    """An ASGI application around another one: checks Host, adds headers, notes what was asked."""

    def __init__(
        self, app: ASGIApp, names: Collection[str], log: Callable[[str], None] | None
    ) -> None:
        self._app, self._names, self._log = app, {name.lower() for name in names}, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.monotonic()
        status = 0

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        host = Headers(scope=scope).get("host", "")
        app = self._app if is_own(host, self._names) else _MISDIRECTED
        try:
            await app(scope, receive, guarded)
        finally:
            if self._log is not None:
                took = (time.monotonic() - begun) * 1000
                self._log(f"{scope['method']} {scope['path'][:200]} {status} {took:.0f} ms")


_MISDIRECTED = PlainTextResponse("this server has another name\n", 421)


def is_own(host: str, names: Collection[str]) -> bool:
    """Return whether a Host header names this server: by a number, as localhost or by its names.

    What a name leads to others decide; what a number leads to, nobody.

    >>> [is_own(host, {"box"}) for host in ("127.0.0.1:8000", "[::1]", "localhost", "BOX:80")]
    [True, True, True, True]
    >>> [is_own(host, {"box"}) for host in ("evil.example", "localhost.evil.example", "")]
    [False, False, False]
    """
    name, colon, port = host.lower().rpartition(":")
    if not colon or not port.isdigit():
        name = host.lower()
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return name in names or name == "localhost"
    return True
