"""A job in, a reply out: everything that a worker can be asked for."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING

from kg.errors import KgError, LimitError, StoreError
from kg.serve import documents, editor, endpoint, finding, home, nodes, pictures
from kg.serve.problems import of_error, problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.serve.desk import Desk
    from kg.serve.messages import Job, Reply

JOBS: dict[str, Callable[..., Reply]] = {
    "home": home.home,
    "node": nodes.node,
    "picture": pictures.picture,
    "query": editor.query,
    "search": finding.search,
    "service": documents.service,
    "sparql": endpoint.sparql,
    "suggest": finding.suggest,
}
"""Name → function of a desk and the arguments of the job."""


def answer(desk: Desk, job: Job) -> Reply:
    """Return the reply to a job; an error becomes one too."""
    try:
        reply = JOBS[job.name](desk, **job.arguments)
        if len(reply.body) > desk.limits.bytes:
            raise LimitError(f"the page has more than {desk.limits.bytes:,} bytes; ask for less")
        return reply
    except KgError as error:
        if isinstance(error, StoreError):
            sys.stderr.write(f"{error}\n")
        return of_error(error, as_page=job.as_page)
    except MemoryError:
        return problem(503, "this takes more memory than it may; ask for less", as_page=job.as_page)
    except Exception as error:  # noqa: BLE001 - a worker outlives every job
        traceback.print_exc()
        wrong = f"something is wrong with the server: {type(error).__name__}"
        return problem(500, wrong, as_page=job.as_page)
