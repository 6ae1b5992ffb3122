"""One connection to the server: who says nothing cannot keep others from being answered."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    import asyncio

_HEAD = 10.0
"""Seconds in which the head of a request has to be there, from its first byte or the connection."""
_STANDSTILL = 20.0
"""Seconds for which a client may read nothing of what is sent to it."""


class Connection(H11Protocol):
    """A connection that is closed where the client is too slow, or idle while others want in.

    Where as many are open as may be, the one that has waited longest for a request makes room for
    each new one; if all have requests, uvicorn answers the new one with 503.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._since = time.monotonic()
        self._waiting: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, in the place of another who waits, if need be."""
        super().connection_made(transport)
        self._wait()
        if self.limit_concurrency and len(self.connections) >= self.limit_concurrency:
            self._make_room()

    def _make_room(self) -> None:
        others = (one for one in self.connections if isinstance(one, Connection) and one != self)
        idle = [one for one in others if one.is_idle]
        if idle:
            longest = min(idle, key=lambda one: one._since)
            # At once, so that nobody chooses it again before it is gone.
            self.connections.discard(longest)
            longest.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave nothing behind that waits."""
        self._waiting = _ended(self._waiting)
        self._stuck = _ended(self._stuck)
        super().connection_lost(exc)

    @property
    def is_idle(self) -> bool:
        """Whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def data_received(self, data: bytes) -> None:
        """Take what the client sends; with the head of a request, the waiting ends."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._waiting = _ended(self._waiting)
        elif self.is_idle and self._waiting is None:
            self._wait()

    def on_response_complete(self) -> None:
        """Note since when the connection has been idle."""
        self._since = time.monotonic()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Give a client that reads nothing some time."""
        super().pause_writing()
        self._stuck = self.loop.call_later(_STANDSTILL, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client has read."""
        self._stuck = _ended(self._stuck)
        super().resume_writing()

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(_HEAD, self.transport.abort)


def _ended(timer: asyncio.TimerHandle | None) -> None:
    """Cancel a timer; the None that comes back takes its place."""
    if timer is not None:
        timer.cancel()
