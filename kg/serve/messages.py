"""What server and workers tell each other: a job as one line, a reply as one line and its body."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from asyncio import StreamReader

LONGEST_LINE = 1 << 16
"""Bytes that the first line of a reply has at most."""


class Job(NamedTuple):
    """What a worker is to do: a name of `kg.serve.jobs.JOBS`, and its arguments.

    `as_page` says whether a person will read the reply, and so what an error looks like.
    """

    name: str
    arguments: dict[str, Any]
    as_page: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a request: status, media type, body and headers besides."""

    body: bytes
    type: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def job_line(job: Job) -> bytes:
    r"""Return a job as a line.

    >>> job_of(job_line(Job("search", {"text": "two\nlines"})))
    Job(name='search', arguments={'text': 'two\nlines'}, as_page=False)
    """
    return json.dumps(job).encode() + b"\n"


def job_of(line: bytes) -> Job:
    """Return the job that a line tells."""
    return Job(*json.loads(line))


def reply_message(reply: Reply) -> bytes:
    """Return a reply as a line and its body."""
    head = [len(reply.body), reply.type, reply.status, reply.headers]
    return json.dumps(head).encode() + b"\n" + reply.body


async def read_reply(stream: StreamReader) -> Reply:
    """Return the next reply; raises EOFError where it is not whole: the worker has died."""
    line = await stream.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    size, type_, status, headers = json.loads(line)
    return Reply(await stream.readexactly(size), type_, status, headers)
