"""The graph in force for rdflib's users: rdflib's one home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oxrdflib import OxigraphStore
from rdflib import Dataset

from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph

    from kg.store.reader import Reader


class _Store(OxigraphStore):
    def add_graph(self, graph: Graph) -> None:
        """Make nothing: rdflib says this of every graph that is only looked at."""


def to_dataset(reader: Reader) -> Dataset:
    """Return the graph as an `rdflib.Dataset` whose default graph is the union of the named ones.

    Nothing is copied from this disk: it reads the store in place, and only as long as `reader` is
    open. From a server the whole graph is fetched.
    """
    dataset = Dataset(store=_Store(store=reader.local()), default_union=True)
    for prefix, iri in PREFIXES.items():
        # Said to the manager only: the store is read-only and cannot take a binding.
        dataset.namespace_manager.bind(prefix, iri, replace=True)
    return dataset
