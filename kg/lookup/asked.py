"""SPARQL text in, an answer that can be walked, shown in a notebook and written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.lookup.results import Result
from kg.store.sparql import ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.reader import Reader


class Asked(tuple[tuple[str, ...], ...], Result):
    """The rows of an answer as people read them: literals' texts, ids for IRIs of this graph."""

    _reader: Reader
    _text: str
    _columns: tuple[str, ...]
    _is_graph: bool

    def __new__(cls, reader: Reader, text: str) -> Asked:
        """Return the answer to a query; raises `QueryError` (see `kg.store.sparql.ask`)."""
        answer = ask(reader, text)
        found = super().__new__(cls, answer.rows())
        found._columns, found._is_graph = answer.columns, answer.is_graph
        found._reader, found._text = reader, text
        return found

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns; one, ``answer``, of an ASK."""
        return self._columns

    @property
    def is_graph(self) -> bool:
        """Whether the answer is RDF, as of CONSTRUCT and DESCRIBE."""
        return self._is_graph

    def cells(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows, a text for every column; "" where nothing is bound."""
        return iter(self)

    def serialized(self, format_: str) -> bytes:
        """Return the answer as ``csv``, ``json``, ``tsv`` or ``xml``, triples as Turtle.

        The query is run again for it. Raises `QueryError` where the store cannot go on.
        """
        return ask(self._reader, self._text).serialized(format_)
