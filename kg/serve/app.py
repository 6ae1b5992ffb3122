"""Addresses in, replies out: what the server answers to which request."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.serve.accept import GRAPHS, PAGE, best
from kg.serve.guard import Guard
from kg.serve.layout import static_files
from kg.serve.messages import Job
from kg.serve.pool import BusyError, DiedError, Pool, SlowError
from kg.serve.problems import problem
from kg.serve.protocol import asked, decoded, parameters

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Sequence

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from kg.serve.limits import Limits
    from kg.serve.messages import Reply

_READING = 20.0
"""Seconds in which a request has to be there as a whole."""
_ENDPOINT = ("/sparql", "/sparql/")


class Answers:
    """What the routes call: each turns a request into a job, and the reply into a response."""

    def __init__(self, queries: Pool, pages: Pool, limits: Limits) -> None:
        self._queries, self._pages, self._limits = queries, pages, limits
        self._static = static_files()

    async def sparql(self, request: Request) -> Response:
        """Answer a query; without one, tell what can be asked."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": "GET, HEAD, OPTIONS, POST"})
        if request.method != "POST" and not request.url.query:
            return await self.service(request)
        question = asked(request, await self._body(request))
        return await self._done(request, self._queries, Job("sparql", question.arguments()))

    async def service(self, request: Request) -> Response:
        """Answer with a description of the service, or lead a person to the page of queries."""
        accept = request.headers.get("accept", "")
        wanted = best(accept, {**GRAPHS, **PAGE})
        if wanted and wanted.format == "html" and request.url.path in _ENDPOINT:
            return RedirectResponse("/query", 303)
        arguments = {"origin": f"{request.url.scheme}://{request.url.netloc}", "accept": accept}
        return await self._asked_for(request, "service", arguments)

    async def home(self, request: Request) -> Response:
        """Answer with the page to start from."""
        return await self._asked_for(request, "home", {}, as_page=True)

    async def search(self, request: Request) -> Response:
        """Answer with what has a text in its name."""
        text = _values(request).get("q", "")
        return await self._asked_for(request, "search", {"text": text}, as_page=True)

    async def suggest(self, request: Request) -> Response:
        """Answer with the names that may be meant by what somebody is typing."""
        return await self._asked_for(request, "suggest", {"text": _values(request).get("q", "")})

    async def query(self, request: Request) -> Response:
        """Answer with the page that asks a query, and with its result where there is one."""
        if request.method == "POST":
            given = parameters(decoded(await self._body(request)))
        else:
            given = parameters(request.url.query)
            await self._body(request)
        values = dict(given)
        arguments = {
            "text": values.pop("query", ""),
            "name": values.pop("question", ""),
            "given": values,
        }
        return await self._done(request, self._queries, Job("query", arguments, as_page=True))

    async def picture(self, request: Request) -> Response:
        """Answer with the interactive picture of what lies around a node."""
        arguments = {"path": request.path_params["path"]}
        return await self._asked_for(request, "picture", arguments, as_page=True)

    async def node(self, request: Request) -> Response:
        """Answer with a node of the graph, as a page or as RDF."""
        accept = request.headers.get("accept", "")
        arguments = {"path": request.path_params["path"], "accept": accept}
        return await self._asked_for(request, "node", arguments, as_page=_is_person(request))

    async def static(self, request: Request) -> Response:
        """Answer with one of the files that pages need, and no other."""
        type_, content = self._static.get(request.path_params["name"], ("", b""))
        if not type_:
            raise HTTPException(404, "there is no such file")
        return Response(content, media_type=type_)

    async def _asked_for(
        self, request: Request, name: str, arguments: dict[str, Any], *, as_page: bool = False
    ) -> Response:
        """Return the response to a job of the pool that queries cannot keep busy."""
        await self._body(request)
        if name in _NEGOTIATED:
            arguments["format_"] = _values(request).get("format", "")
        return await self._done(request, self._pages, Job(name, arguments, as_page))

    async def _done(self, request: Request, pool: Pool, job: Job) -> Response:
        """Return the response to a job; a client that goes away ends the job."""
        work = asyncio.create_task(_reply(pool, job, self._limits))
        gone = asyncio.create_task(_gone(request))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            return _response(work.result()) if work.done() else Response(status_code=499)
        finally:
            gone.cancel()
            work.cancel()

    async def _body(self, request: Request) -> bytes:
        """Return the body of a request; raises HTTPException where it is too long or too slow."""
        too_long = HTTPException(413, f"a request has at most {self._limits.body:,} bytes")
        if int(request.headers.get("content-length", "0")) > self._limits.body:
            raise too_long
        body = bytearray()
        try:
            async with asyncio.timeout(_READING):
                async for piece in request.stream():
                    body += piece
                    if len(body) > self._limits.body:
                        raise too_long
        except TimeoutError as error:
            raise HTTPException(408, "the request took too long to arrive") from error
        return bytes(body)


_NEGOTIATED = {"node", "service"}


async def _reply(pool: Pool, job: Job, limits: Limits) -> Reply:
    """Return the reply to a job, or one that says why there is none."""
    try:
        return await pool.do(job)
    except BusyError:
        busy = "too many others are asking; try again in a moment"
        return problem(503, busy, as_page=job.as_page, headers={"Retry-After": "5"})
    except SlowError:
        slow = f"no answer within {limits.seconds} seconds; ask for less"
        return problem(504, slow, as_page=job.as_page)
    except DiedError:
        died = f"this needs more than {limits.memory} megabytes of memory, or nests too deep"
        return problem(503, f"{died}; ask for less", as_page=job.as_page)


async def _gone(request: Request) -> None:
    """Wait until the client has gone away: with the body read, nothing else can come."""
    await request.receive()


def _response(reply: Reply) -> Response:
    headers = {**reply.headers, "Content-Type": reply.type}
    return Response(reply.body, reply.status, headers)


def _values(request: Request) -> dict[str, str]:
    return dict(parameters(request.url.query))


def _is_person(request: Request) -> bool:
    choice = best(request.headers.get("accept", ""), {**GRAPHS, **PAGE})
    return choice is not None and choice.format == "html"


def _told(request: Request, error: Exception) -> Response:
    """Return the response to a request that no route has answered."""
    if not isinstance(error, HTTPException):
        raise error
    as_page = request.url.path not in _ENDPOINT and _is_person(request)
    headers = dict(error.headers or {})
    return _response(problem(error.status_code, error.detail, as_page=as_page, headers=headers))


def application(
    queries: Pool,
    pages: Pool,
    limits: Limits,
    *,
    names: Collection[str] = (),
    origins: Sequence[str] = (),
    log: Callable[[str], None] | None = None,
) -> ASGIApp:
    """Return the ASGI application.

    It answers requests that name it by a number, as localhost, or by one of `names`. Pages from
    `origins` may read its answers.
    """

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await asyncio.gather(queries.close(), pages.close())

    answers = Answers(queries, pages, limits)
    routes = [
        Route("/", answers.home),
        *(Route(path, answers.sparql, methods=["GET", "POST", "OPTIONS"]) for path in _ENDPOINT),
        Route("/.well-known/void", answers.service),
        Route("/query", answers.query, methods=["GET", "POST"]),
        Route("/search", answers.search),
        Route("/suggest", answers.suggest),
        Route("/static/{name}", answers.static),
        Route("/picture/{path:path}", answers.picture),
        Route("/{path:path}", answers.node),
    ]
    shared = Middleware(
        CORSMiddleware, allow_origins=origins, allow_methods=["GET", "POST"], allow_headers=["*"]
    )
    app = Starlette(
        routes=routes,
        middleware=[shared] if origins else [],
        exception_handlers={HTTPException: _told},
        lifespan=running,
    )
    return Guard(app, names, log)
