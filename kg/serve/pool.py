"""Jobs in, replies out: a few warm worker processes, each of which can be ended at any moment."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio import subprocess
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.serve.messages import LONGEST_LINE, Job, Reply, job_line, read_reply

if TYPE_CHECKING:
    from pathlib import Path

    from kg.serve.limits import Limits
    from kg.store.places import Place

# Every thread would otherwise reserve much address space, which is what is limited.
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2"}
_PAUSE = 1.0
"""Seconds to wait before starting again a worker that did not start."""


class BusyError(Exception):
    """Too many requests wait already, or this one has waited too long."""


class SlowError(Exception):
    """The job took longer than it may."""


class DiedError(Exception):
    """The worker died of the job: of too much memory, or of a query that is too long."""


class Pool:
    """`Limits.workers` processes that answer jobs; one that is slow or dies is replaced."""

    def __init__(self, output: Place, questions: Path | None, limits: Limits) -> None:
        self._limits = limits
        folders = (str(output), str(questions or ""))
        # -P: what lies in the folder that somebody works in is not to be imported.
        start = (sys.executable, "-P", "-m", "kg.serve.worker")
        self._command = (*start, *folders, json.dumps(asdict(limits)))
        self._idle: asyncio.Queue[subprocess.Process] = asyncio.Queue()
        self._waiting = 0
        self._processes: set[subprocess.Process] = set()
        self._starts: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Start the workers, and wait until they are ready; raises `KgError` if they do not get so.

        The memory that they may use is what most often is too little.
        """
        try:
            await asyncio.gather(*(self._add() for _ in range(self._limits.workers)))
        except EOFError as error:
            await self.close()
            problem = "a worker cannot start; it may need more than --max-memory gives it"
            raise KgError(problem) from error

    async def close(self) -> None:
        """End all workers."""
        for task in self._starts:
            task.cancel()
        await asyncio.gather(*self._starts, return_exceptions=True)
        await asyncio.gather(*(self._end(process) for process in list(self._processes)))

    async def do(self, job: Job) -> Reply:
        """Return the reply to a job; raises `BusyError`, `SlowError` or `DiedError`.

        Cancelled, it ends the worker, since nobody waits for the reply any more.
        """
        process = await self._free()
        done = False
        try:
            reply = await asyncio.wait_for(_asked(process, job), self._limits.seconds)
            done = True
        except TimeoutError as error:
            raise SlowError from error
        except (EOFError, OSError) as error:
            raise DiedError from error
        finally:
            if done:
                self._idle.put_nowait(process)
            else:
                self._replace(process)
        return reply

    async def _free(self) -> subprocess.Process:
        """Return a worker that has nothing to do, when it is this job's turn."""
        if self._waiting >= self._limits.waiting:
            raise BusyError
        self._waiting += 1
        try:
            return await asyncio.wait_for(self._idle.get(), self._limits.seconds)
        except TimeoutError as error:
            raise BusyError from error
        finally:
            self._waiting -= 1

    def _replace(self, process: subprocess.Process) -> None:
        task = asyncio.create_task(self._start_instead(process))
        self._starts.add(task)
        task.add_done_callback(self._starts.discard)

    async def _start_instead(self, process: subprocess.Process) -> None:
        await self._end(process)
        while True:
            try:
                return await self._add()
            except (EOFError, OSError):
                await asyncio.sleep(_PAUSE)

    async def _add(self) -> None:
        process = await subprocess.create_subprocess_exec(
            *self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **_ENVIRONMENT},
            limit=LONGEST_LINE,
            start_new_session=True,
        )
        self._processes.add(process)
        try:
            await _ready(process)
        except BaseException:
            await self._end(process)
            raise
        self._idle.put_nowait(process)

    async def _end(self, process: subprocess.Process) -> None:
        with suppress(ProcessLookupError):
            process.kill()
        self._processes.discard(process)
        await process.wait()


async def _ready(process: subprocess.Process) -> None:
    if process.stdout is not None:
        await read_reply(process.stdout)


async def _asked(process: subprocess.Process, job: Job) -> Reply:
    if process.stdin is None or process.stdout is None:  # Both are pipes.
        raise EOFError
    process.stdin.write(job_line(job))
    await process.stdin.drain()
    return await read_reply(process.stdout)
