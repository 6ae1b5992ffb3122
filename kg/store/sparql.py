"""SPARQL text in, answers as plain values or in a standard result format out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store import bounded
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kg.store.bounded import Bounds
    from kg.store.reader import Reader

RESULT_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
"""Formats of SELECT and ASK answers, as the W3C defines them."""

GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""Formats of CONSTRUCT and DESCRIBE answers."""

_NOT_IRI = r"""<>"{}|^`\x00-\x20"""
_SCHEME = r"[A-Za-z][\w+.-]*://"
_NOT_KEYWORDS = re.compile(
    rf"""
    \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\' | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"  # long strings
    | '(?:\\.|[^'\\\r\n])*' | "(?:\\.|[^"\\\r\n])*"                           # strings
    | \#[^\r\n]*                                                              # comments
    | (?<=<){_SCHEME}[^{_NOT_IRI}]*(?=>)                                       # absolute IRIs
    | [?$]\w+ | (?<=:)[\w-]+                                       # variables, local names
    | \\.                                                # escaped characters of local names
    """,
    re.DOTALL | re.VERBOSE,
)
_AMBIGUOUS = re.compile(rf"<(?!{_SCHEME})(?=[^'#{_NOT_IRI}]*['#])[^{_NOT_IRI}]*>")
"""A relative IRI, or "less than" and then a string or a comment: only a parser can tell."""
_FROM = re.compile(r"FROM(\s*NAMED)?(\s*<|\s+\w*:)")

_BREAKS = (OSError, RuntimeError, SyntaxError)
"""What reading an answer raises: of a damaged file, or of a server that breaks off."""
_UPDATE = re.compile(r"\b(?:INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b")
_DEEPEST = 200
"""Oxigraph's parser recurses, and ends the process where the stack does (about 5,000 deep)."""


def keywords(text: str) -> str:
    """Return a query in upper case without its strings, comments, and names but their prefixes.

    Where one word ends and the next begins is left open: to Oxigraph, ``1SERVICESILENT<x>`` are
    four, so what must not be there is looked for as a part of this text.

    >>> keywords("SELECT ?from { ?from <http://from> 'service' } # FROM").split()
    ['SELECT', '{', '<', '>', '}']
    """
    return _NOT_KEYWORDS.sub(" ", text).upper()


def depth(text: str) -> int:
    """Return how deep brackets of any sort are nested in a query.

    >>> depth("SELECT * { { ?s ?p ?o FILTER (1 > 0) } }")
    3
    """
    open_, deepest = 0, 0
    for sign in keywords(text):
        open_ += (sign in "{([") - (sign in "})]")
        deepest = max(deepest, open_)
    return deepest


def calls_out(text: str) -> bool:
    """Return whether a query has SERVICE in it, or may have.

    >>> calls_out("SELECT * { SERVICE <http://x> {} }"), calls_out("ASK { ?service a 'service' }")
    (True, False)
    """
    return "SERVICE" in (text.upper() if _AMBIGUOUS.search(text) else keywords(text))


def term_text(value: str, *, iri: bool) -> str:
    r"""Return a value written as a SPARQL term, escaped so that it can be nothing else.

    Raises `QueryError` where `value` is no IRI and should be.

    >>> term_text('say "hi"', iri=False)
    '"say \\"hi\\""'
    """
    try:
        return str(ox.NamedNode(value) if iri else ox.Literal(value))
    except ValueError as error:
        raise QueryError(f"{value!r} is no IRI: {error}") from error


class Value(NamedTuple):
    """One value of an answer as people read it, and its IRI if it is one."""

    text: str
    iri: str = ""


class Answer:
    """What a query found: columns and rows of a SELECT, the truth of an ASK, or triples."""

    def __init__(
        self,
        reader: Reader,
        found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
    ) -> None:
        self._reader, self._found = reader, found

    @property
    def is_graph(self) -> bool:
        """Whether the answer is RDF, as of CONSTRUCT and DESCRIBE."""
        return isinstance(self._found, ox.QueryTriples)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns; one, ``answer``, of an ASK."""
        if isinstance(self._found, ox.QuerySolutions):
            return tuple(variable.value for variable in self._found.variables)
        return ("subject", "predicate", "object") if self.is_graph else ("answer",)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows as people read them: literals' texts, ids for IRIs of this graph.

        A value that is not bound is "". Rows can be had once. Raises `QueryError` where the
        store cannot go on.
        """
        for row in self.values():
            yield tuple(value.text for value in row)

    def values(self) -> Iterator[tuple[Value, ...]]:
        """Yield what `rows` yields, and for each value whether it is an IRI and which."""
        if isinstance(self._found, ox.QueryBoolean):
            yield (Value("true" if self._found else "false"),)
            return
        try:
            for row in self._found:
                yield tuple(self._value(value) for value in cast("tuple[object, ...]", tuple(row)))
        except _BREAKS as error:
            raise _broken_off(error) from error

    def _value(self, value: object) -> Value:
        if isinstance(value, ox.NamedNode):
            return Value(self._reader.id_of(value.value), value.value)
        if isinstance(value, ox.Literal):
            return Value(value.value)
        return Value("" if value is None else str(value))

    def serialized(self, format_: str) -> bytes:
        """Return the answer in a format of `RESULT_FORMATS`, or triples as Turtle.

        Raises `QueryError` where the store cannot go on.
        """
        try:
            if isinstance(self._found, ox.QueryTriples):
                triples = ox.serialize(self._found, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
                return triples or b""
            return self._found.serialize(format=RESULT_FORMATS[format_]) or b""
        except _BREAKS as error:
            raise _broken_off(error) from error

    def bounded(self, format_: str, bounds: Bounds) -> bytes:
        """Return the answer in a format of `RESULT_FORMATS`, of `GRAPH_FORMATS` if it is a graph.

        Raises `LimitError` where it is larger than `bounds`, as soon as that is known, and
        `QueryError` where the store cannot go on.
        """
        try:
            if isinstance(self._found, ox.QueryTriples):
                return bounded.triples(self._found, GRAPH_FORMATS[format_], bounds)
            if isinstance(self._found, ox.QuerySolutions):
                return bounded.solutions(self._found, RESULT_FORMATS[format_], bounds)
            return self._found.serialize(format=RESULT_FORMATS[format_]) or b""
        except _BREAKS as error:
            raise _broken_off(error) from error


def ask(
    reader: Reader,
    text: str,
    default_graphs: Collection[str] = (),
    named_graphs: Collection[str] = (),
) -> Answer:
    """Run one query over the union of all named graphs, or over what its FROM names.

    Where graphs are given by their IRIs, these count and not what FROM names; nothing is ever
    fetched. The prefixes of `kg.vocabulary.PREFIXES` need not be declared. Raises `QueryError` on a
    syntax error, on an update, and on SERVICE, which would make the store call out.
    """
    if calls_out(text):
        raise QueryError("SERVICE is refused: kg asks nobody but its own graph")
    if depth(text) > _DEEPEST:
        raise QueryError(f"brackets are nested more than {_DEEPEST} deep")
    try:
        found = reader.store.query(
            text,
            prefixes=PREFIXES,
            **_asked_of(text, default_graphs, named_graphs),
        )
    except SyntaxError as error:
        raise QueryError(f"not a SPARQL query: {_syntax_problem(text, error)}") from error
    except QueryError:
        # A server's own words.
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be run: {_one_line(error)}") from error
    return Answer(reader, found)


def _asked_of(text: str, default: Collection[str], named: Collection[str]) -> dict[str, Any]:
    """Return the arguments that name the graphs to ask; other graphs are as if not there."""
    if default or named:
        return {
            "default_graph": [ox.NamedNode(iri) for iri in default],
            "named_graphs": [ox.NamedNode(iri) for iri in named],
        }
    # A union default graph would silently override FROM.
    return {"use_default_graph_as_union": not _FROM.search(keywords(text))}


def _broken_off(error: Exception) -> QueryError:
    return QueryError(f"the query broke off: {_one_line(error)}")


def _syntax_problem(text: str, error: SyntaxError) -> str:
    """Return what the parser says, but for two problems that it tells of in riddles."""
    said = _one_line(error)
    if "Prefix not found" in said:
        place = said.partition(": ")[0]
        return f"{place}: the prefix is not known; declare it: PREFIX name: <IRI>"
    if said.endswith("expected CONSTRUCT") and _UPDATE.search(keywords(text)):
        return "it is an update; only kg build writes the graph"
    return said


def _one_line(error: Exception) -> str:
    return " ".join(str(error.args[0] if error.args else error).split())
