"""What a request may cost."""

from __future__ import annotations

from dataclasses import dataclass

from kg.store.bounded import Bounds

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost, and how many there may be at a time.

    `seconds` of time, `rows` and `bytes` of its answer, `memory` in megabytes beyond what the
    process that answers it has at its start; `body` is how many bytes a request itself may have.
    `workers` requests are answered at a time, `waiting` others wait for their turn.
    """

    seconds: int = 30
    rows: int = 100_000
    bytes: int = 64 * MEGABYTE
    memory: int = 1024
    body: int = MEGABYTE
    workers: int = 2
    waiting: int = 32

    @property
    def bounds(self) -> Bounds:
        """How large an answer may be."""
        return Bounds(self.rows, self.bytes)
