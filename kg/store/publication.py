"""The graph on a server: graph by graph, only what has changed, and never half done unnoticed.

A build puts its mark into the state (`kg.store.state`), replaces the graphs that differ, and takes
the mark away when all is there. Killed at any moment it leaves the mark, which every lookup tells
of, and the next build sends just what is not entered. Of two builds at once the one that came last
prevails as a whole: nothing is carried out for the other from then on.
"""

from __future__ import annotations

import uuid
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.store.endpoint import Endpoint
from kg.store.paging import graph_sizes
from kg.store.remote import RemoteStore
from kg.store.state import State, entered, state_graph, states
from kg.store.updates import Updates, by_graph
from kg.store.versions import BUILD_AGAIN, BUILD_FIRST
from kg.vocabulary import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad

    from kg.store.places import Remote
    from kg.store.versions import Version

_UNFINISHED = "a build is publishing there or was broken off; some of the graph may be missing"


class Publication:
    """What `kg.store.versions.Versions` offers, for a graph on a server; it has one version."""

    def __init__(self, place: Remote) -> None:
        self._place = place
        self._endpoint = Endpoint(place.url, place.update)

    @contextmanager
    def building(self) -> Iterator[None]:
        """Make sure that the server answers while there is little to lose; close it at the end."""
        with closing(self._endpoint):
            states(self._endpoint)
            yield

    def current(self) -> Version | None:
        """Return the version there, or None where none is complete or can be read."""
        try:
            state = self._state()
        except StoreError:
            return None
        return state.version if state and not state.mark else None

    def is_whole(self) -> bool:
        """Return whether every graph is there as it was sent, by its number of triples."""
        state = self._state()
        if state is None:
            return False
        sizes = {graph: size for graph, (_, size) in entered(self._endpoint, state.base).items()}
        return sizes == graph_sizes(self._endpoint, state.base)

    def open(self) -> tuple[RemoteStore, Version, Endpoint]:
        """Return what reads the graph, its version, and the connection to close.

        Raises `StoreError` where there is none; tells the place of one that is not complete.
        """
        with ExitStack() as on_error:
            on_error.enter_context(closing(self._endpoint))
            store, version = self._opened()
            on_error.pop_all()
        return store, version, self._endpoint

    def publish(self, quads: Iterable[Quad], version: Version) -> Version:
        """Make the graph on the server the one of `quads`; only graphs that differ are sent.

        Returns the version with its number of quads filled in. Raises `StoreError` where the server
        does not take it, or another build has begun meanwhile; building again mends that.
        """
        graphs = by_graph(quads)
        done = replace(version, quads=sum(map(len, graphs.values())))
        updates = Updates(version.base, mark=uuid.uuid4().hex)
        self._endpoint.update(updates.begin())
        for request in updates.between(graphs, self._intact(version.base)):
            self._endpoint.update(request)
        self._endpoint.update(updates.end(done))
        if states(self._endpoint).get(version.base) != State(version.base, done):
            problem = f"another build has published there meanwhile; {BUILD_AGAIN}"
            raise StoreError(self._place.url, problem)
        return done

    def damaged(self, error: Exception) -> StoreError:
        """Return what to tell of an error that shows only when the graph is read."""
        return StoreError(self._place.url, f"cannot be read: {' '.join(str(error).split())}")

    def _opened(self) -> tuple[RemoteStore, Version]:
        state = self._state()
        if state is None:
            raise StoreError(self._place.url, BUILD_FIRST)
        if state.version is None:
            raise StoreError(self._place.url, f"{state.problem}; {BUILD_AGAIN}")
        if state.mark:
            self._place.tell(f"{self._place.url}: {_UNFINISHED}")
        store = RemoteStore(self._endpoint, state.base, state_graph(state.base))
        return store, state.version

    def _state(self) -> State | None:
        """Return the state of the one graph of kg that is there, or of that of the usual base."""
        found = states(self._endpoint)
        if len(found) > 1 and BASE not in found:
            bases = ", ".join(sorted(found))
            raise StoreError(self._place.url, f"holds several graphs ({bases}); kg reads one")
        return found.get(BASE) or next(iter(found.values()), None)

    def _intact(self, base: str) -> dict[str, str]:
        """Return every graph that is there: its digest, or "" where it is not as it was sent."""
        known = entered(self._endpoint, base)
        sizes = graph_sizes(self._endpoint, base)
        intact = {
            graph: digest for graph, (digest, size) in known.items() if sizes.get(graph) == size
        }
        return dict.fromkeys((*sizes, *known), "") | intact
