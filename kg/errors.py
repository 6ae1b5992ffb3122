"""Every error a kg user can meet.

KgError
├── SourceError     a source cannot be read, in whole or in part   (also ValueError)
├── AliasError      an alias or lexicon file cannot be read        (also ValueError)
├── ShapesError     a file of SHACL shapes cannot be read          (also ValueError)
├── NotFoundError   no paper or entity has that name               (also LookupError)
│   └── WrongKindError  one has, but of another kind
├── AmbiguousError  several papers or entities have that name      (also LookupError)
├── UnconnectedError  nothing joins two nodes                      (also LookupError)
├── QueryError      a SPARQL query is malformed, refused or slow   (also ValueError)
│   └── LimitError  its answer is larger than it may be
├── StoreError      output/ is missing, damaged or in use
└── ExportError     a file of that kind cannot be written          (also ValueError)

Each keeps its fields and builds one line from them: where, what, and what to do next.
"""

from __future__ import annotations


class KgError(Exception):
    """Base class; its text is one line, shown to the user as it stands."""

    def __str__(self) -> str:
        # Names and paths can hold line breaks and what steers a terminal.
        return "".join(c if c.isprintable() else repr(c)[1:-1] for c in self._told())

    def _told(self) -> str:
        return super().__str__()


def _short(name: str) -> str:
    return name if len(name) <= 100 else f"{name[:99]}…"


class SourceError(KgError, ValueError):
    """A source cannot be read; `line` counts from 1, 0 where the file as a whole is meant."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        super().__init__(path, line, problem)
        self.path, self.line, self.problem = path, line, problem

    def _told(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.problem}"


class AliasError(SourceError):
    """An alias or lexicon file cannot be read."""


class ShapesError(SourceError):
    """A file of SHACL shapes cannot be read, or asks for what `kg check` cannot check."""


class NotFoundError(KgError, LookupError):
    """No paper or entity is called `name`; `suggestions` are the nearest names."""

    def __init__(self, name: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(name, suggestions)
        self.name, self.suggestions = name, suggestions

    def _told(self) -> str:
        name = _short(self.name)
        if not name.strip():
            return "no name is given; try: kg search WORD"
        if self.suggestions:
            nearest = ", ".join(repr(_short(near)) for near in self.suggestions)
            return f"nothing is called {name!r}; did you mean {nearest}?"
        return f"nothing is called {name!r}; try: kg search {name!r}"


class WrongKindError(NotFoundError):
    """`name` belongs to something of the kind `has`, where a `wanted` is asked for."""

    def __init__(self, name: str, has: str, wanted: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(name, suggestions)
        self.args = (name, has, wanted, suggestions)
        self.has, self.wanted = has, wanted

    def _told(self) -> str:
        problem = f"{_short(self.name)!r} is a {self.has}, not a {self.wanted}"
        if self.suggestions:
            nearest = ", ".join(repr(_short(near)) for near in self.suggestions)
            return f"{problem}; did you mean {nearest}?"
        depth = "" if "paper" in (self.has, self.wanted) else "--depth 2 "
        return f"{problem}; try: kg neighbours {_short(self.name)!r} {depth}--kind {self.wanted}"


class AmbiguousError(KgError, LookupError):
    """`name` belongs to several things; `candidates` are their (id, name) pairs."""

    def __init__(self, name: str, candidates: tuple[tuple[str, str], ...]) -> None:
        super().__init__(name, candidates)
        self.name, self.candidates = name, candidates

    def _told(self) -> str:
        listed = ", ".join(f"{id_} ({name})" for id_, name in self.candidates)
        return f"{self.name!r} is ambiguous; name one of: {listed}"


class UnconnectedError(KgError, LookupError):
    """Nothing joins two nodes; `advice` says what else to try, if anything."""

    def __init__(self, one: str, other: str, advice: str = "") -> None:
        super().__init__(one, other, advice)
        self.one, self.other, self.advice = one, other, advice

    def _told(self) -> str:
        problem = f"nothing joins {self.one!r} and {self.other!r}"
        return f"{problem}; {self.advice}" if self.advice else problem


class QueryError(KgError, ValueError):
    """A SPARQL query is malformed, refused or takes too long."""


class LimitError(QueryError):
    """The answer to a SPARQL query is larger than it may be."""


class StoreError(KgError):
    """The store under the output folder is missing, damaged or in use."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path, self.problem = path, problem

    def _told(self) -> str:
        return f"{self.path}: {self.problem}"


class ExportError(KgError, ValueError):
    """A file of that kind cannot be written."""
