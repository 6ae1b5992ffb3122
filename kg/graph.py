"""The graph in force as Python programs use it; `kg.open` gives one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, overload

from kg.errors import NotFoundError
from kg.lookup import (
    asked,
    card,
    common,
    compare,
    connect,
    facts,
    gaps,
    names,
    overview,
    search,
    similar,
    stats,
    trends,
    walk,
)
from kg.lookup.results import Found
from kg.notebook import Neighbourhood
from kg.store.places import place_of
from kg.store.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import networkx as nx
    import rdflib

    from kg.model import Entity, Paper
    from kg.network import Network
    from kg.report import Report
    from kg.store.places import Place


class Graph:
    """A graph that `kg build` made, in a folder or on a SPARQL server, opened for reading.

    Names are ids, names, aliases, titles, arXiv ids or DOIs, in any case; every method that takes
    one raises `NotFoundError` with the nearest names, or `AmbiguousError` with the candidates.
    What was read from a text less surely than `min_confidence`, 0 to 1, is as if it were not there,
    but for `query` and `rdflib`, which answer from all that is stored.
    What lookups find shows itself in a notebook, and `pandas.DataFrame(found.rows())` has its rows.
    In a folder it keeps its version: builds that run meanwhile do not disturb it. On a server there
    is one version for all; what was read of it once is not read again.
    """

    def __init__(self, output: str | Place = "output", *, min_confidence: float = 0.0) -> None:
        self._reader = Reader(place_of(output), min_confidence)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the graph go."""
        self._reader.close()

    @property
    def reader(self) -> Reader:
        """The low-level view: ids in, triples' values out."""
        return self._reader

    def find(self, name: str, kind: str | None = None) -> names.Ref:
        """Return the id, main kind and name of what is called `name`."""
        return names.ref(self._reader, names.find(self._reader, name, kind))

    def paper(self, name: str) -> Paper:
        """Return a paper with its title, abstract, ids and the pages it stands on."""
        return self._reader.paper(self.find(name, "paper").id)

    def papers(self) -> list[Paper]:
        """Return all papers, sorted by id."""
        return [self._reader.paper(id_) for id_ in self._reader.ids("paper")]

    def entity(self, name: str) -> Entity:
        """Return a method, dataset, task, theme, metric, repository or page."""
        id_ = self.find(name).id
        if id_.startswith("paper/"):
            raise NotFoundError(name)
        return self._reader.entity(id_)

    def entities(self, kind: str) -> list[Entity]:
        """Return all nodes of a kind of `kg.vocabulary.KINDS` but papers, sorted by id."""
        return [self._reader.entity(id_) for id_ in self._reader.ids(kind)]

    def show(self, name: str) -> card.Card:
        """Return everything known about one node, with evidence."""
        return card.card(self._reader, self.find(name).id)

    def search(
        self, text: str, *, kinds: Collection[str] = (), limit: int = 20
    ) -> Found[search.Hit]:
        """Return up to `limit` nodes whose name is like `text`, best first."""
        return Found(search.Hit, search.search(self._reader, text, kinds=kinds, limit=limit))

    def neighbourhood(
        self,
        name: str,
        *,
        depth: int = 1,
        kinds: Collection[str] = (),
        relations: Collection[str] = (),
        limit: int = 10_000,
    ) -> Neighbourhood:
        """Return the nodes within `depth` steps, nearest first (see `kg.lookup.walk`).

        In a notebook they show themselves as a picture and a table.
        """
        centre = self.find(name)
        near = walk.neighbourhood(
            self._reader, centre.id, depth=depth, kinds=kinds, relations=relations, limit=limit
        )
        return Neighbourhood.of(centre, near)

    def path(self, one: str, other: str) -> Found[facts.Fact]:
        """Return the facts of a shortest path, in order; empty where there is none."""
        return Found(facts.Fact, walk.path(self._reader, self.find(one).id, self.find(other).id))

    def why(self, one: str, other: str) -> Found[facts.Fact]:
        """Return the facts, with their sentences, that join two nodes.

        They are the edges between the two, or two for each paper that has both. Empty where
        nothing joins them directly (`path` may find a way), and for a node and itself; `kg why`
        says so and exits with 3.
        """
        return Found(facts.Fact, facts.why(self._reader, self.find(one).id, self.find(other).id))

    def similar(self, paper: str, *, limit: int = 20) -> Found[similar.Similar]:
        """Return up to `limit` papers that share most with a paper, and what they share.

        Raises `WrongKindError` where something else is called that.
        """
        id_ = self.find(paper, "paper").id
        return Found(similar.Similar, similar.similar(self._reader, id_, limit))

    def compare(self, one: str, other: str) -> compare.Comparison:
        """Return what two nodes have in common and what only one has, by relation."""
        return compare.compare(self._reader, self.find(one).id, self.find(other).id)

    def common(self, *names: str, limit: int = 100) -> Found[common.Common]:
        """Return up to `limit` nodes joined to all of some nodes, those with fewest edges first."""
        ids = [self.find(name).id for name in names]
        return Found(common.Common, common.common(self._reader, ids)[:limit])

    def connect(self, *names: str) -> Found[facts.Fact]:
        """Return the facts of a small tree that joins some nodes; empty where there is none."""
        ids = [self.find(name).id for name in names]
        return Found(facts.Fact, connect.connect(self._reader, ids))

    def trends(
        self, kind: str = "theme", *, step: str = "", rising: bool = False, limit: int = 20
    ) -> trends.Trends:
        """Return how many papers had the nodes of a kind when (see `kg.lookup.trends`)."""
        return trends.trends(self._reader, kind, step=step, rising=rising, limit=limit)

    @overload
    def gaps(self, task: None = None, *, limit: int = 50) -> Found[gaps.TaskGap]: ...

    @overload
    def gaps(self, task: str, *, limit: int = 50) -> gaps.Gaps: ...

    def gaps(self, task: str | None = None, *, limit: int = 50) -> Found[gaps.TaskGap] | gaps.Gaps:
        """Return what nobody has tried or released for a task; without one, the tasks with gaps.

        These are the tasks of which no paper has a data set, or none code, most papers first (the
        named question `tasks-with-gaps`); for one task, at most `limit` pairs of a method and a
        data set, likeliest first (`untried-pairs`), and its data sets without code. Raises
        `WrongKindError` where something else than a task is called that.
        """
        if task is None:
            return Found(gaps.TaskGap, gaps.all_tasks_with_gaps(self._reader, limit))
        return gaps.gaps(self._reader, self.find(task, "task").id, limit)

    def overview(self, page: str | None = None, *, limit: int = 10) -> overview.Overview:
        """Return what all papers say together, or those of a page: at most `limit` of each thing.

        These are themes, new methods, data sets, code, bridges between themes, and what is missing.
        """
        id_ = None if page is None else self.find(page, "page").id
        return overview.overview(self._reader, id_, limit)

    def report(self, page: str | None = None, *, limit: int = 10) -> Report:
        """Return `overview` as a page of Markdown, a text that one would send to a colleague."""
        from kg.report import report

        return report(self.overview(page, limit=limit))

    def stats(self) -> stats.Stats:
        """Return the number of nodes of each kind and of edges of each relation."""
        return stats.stats(self._reader)

    def query(
        self, text: str, values: Mapping[str, str] | None = None, /, **parameters: str
    ) -> asked.Asked:
        """Return the answer to a named question or to a SPARQL query, row by row.

        A question is named as in `kg queries`, or by the path of an ``.rq`` file; its parameters
        are keywords or a mapping: ``graph.query("methods-on-dataset", dataset="ImageNet")``. One
        that is not given has its default; "" asks for all. A query is asked over the union of all
        named graphs. Raises `QueryError` where there is no such question or parameter, and on a
        syntax error, an update, or SERVICE.
        """
        from kg.query import is_sparql, question_in

        given = {**(values or {}), **parameters}
        if given or not is_sparql(text):
            text = question_in(text).bound(self._reader, given)
        return asked.Asked(self._reader, text)

    def network(self, name: str | None = None, *, depth: int = 1) -> Network:
        """Return the whole graph, or what lies around a node, as plain nodes and edges."""
        from kg import view

        if name is None:
            return view.whole(self._reader)
        return view.around(self._reader, self.find(name).id, depth)

    def networkx(self) -> nx.MultiDiGraph:
        """Return the whole graph as a NetworkX graph: nodes by id, edges keyed by relation."""
        from kg import view
        from kg.network import to_networkx
        from kg.vocabulary import KINDS

        return to_networkx(view.whole(self._reader, tuple(KINDS), sentences=1))

    def rdflib(self) -> rdflib.Dataset:
        """Return the graph as an `rdflib.Dataset`, read in place while this graph is open."""
        from kg.rdf import to_dataset

        return to_dataset(self._reader)
