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
        self._ends: dict[str, asyncio.TimerHandle] = {}

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, in the place of another who waits, if need be."""
        super().connection_made(transport)
        self._end_after(_HEAD, "head")
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
        for reason in list(self._ends):
            self._go_on(reason)
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
            self._go_on("head")
        elif self.is_idle and "head" not in self._ends:
            self._end_after(_HEAD, "head")

    def on_response_complete(self) -> None:
        """Note since when the connection has been idle."""
        self._since = time.monotonic()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """Give a client that reads nothing some time."""
        super().pause_writing()
        self._end_after(_STANDSTILL, "standstill")

    def resume_writing(self) -> None:
        """Go on: the client has read."""
        self._go_on("standstill")
        super().resume_writing()

    def _end_after(self, seconds: float, reason: str) -> None:
        self._ends[reason] = self.loop.call_later(seconds, self.transport.abort)

    def _go_on(self, reason: str) -> None:
        timer = self._ends.pop(reason, None)
        if timer is not None:
            timer.cancel()
