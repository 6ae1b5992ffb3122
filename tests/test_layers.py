"""Arrows point one way: who may import whom, and where each foreign library lives."""

from __future__ import annotations

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "kg"
MAY_IMPORT = {
    # Values and words, which import next to nothing.
    "model": set(),
    "errors": set(),
    "names": set(),
    "vocabulary": set(),
    "forces": set(),
    "sample": set(),
    "progress": set(),
    "displayed": set(),
    "garbage": set(),
    "amounts": {"model"},
    "records": {"model", "vocabulary"},
    "files": {"errors"},
    # The stages, each of which sees the values of the one before.
    "sources": {"errors", "model", "names"},
    "lexicon": {"errors", "model", "names", "vocabulary"},
    "extract": {"errors", "garbage", "lexicon", "model", "names", "records", "vocabulary"},
    "resolve": {"errors", "lexicon", "model", "names", "vocabulary"},
    "store": {"errors", "model", "names", "records", "vocabulary"},
    # What is asked of the store.
    "lookup": {
        *("amounts", "displayed", "errors", "model", "names", "sources", "store"),
        "vocabulary",
    },
    "html": {"displayed"},
    "nearby": {"displayed", "html", "lookup", "vocabulary"},
    "notebook": {"lookup", "nearby"},
    "query": {"errors", "lookup", "store", "vocabulary"},
    "markdown": {"displayed"},
    "report": {"displayed", "lookup", "markdown", "model"},
    "check": {"displayed", "errors", "progress", "store", "vocabulary"},
    "evaluate": {"errors"},
    "network": {"forces", "model"},
    "regions": {"network"},
    "view": {"lookup", "model", "network", "store", "vocabulary"},
    "render": {"amounts", "displayed", "errors", "model", "network", "regions", "vocabulary"},
    "export": {"errors", "files", "model", "names", "network", "store", "view", "vocabulary"},
    "rdf": {"store", "vocabulary"},
    # What joins the stages: for programs, then for people.
    "picture": {"errors", "files", "garbage", "lookup", "names", "render", "store", "view"},
    "graph": {
        *("errors", "lookup", "model", "network", "notebook", "query", "rdf", "report"),
        *("store", "view"),
        "vocabulary",
    },
    "serve": {
        *("displayed", "errors", "html", "lookup", "model", "nearby", "query", "render"),
        *("store", "view", "vocabulary"),
    },
    "kg": {"graph", "store"},
    "build": {
        *("errors", "extract", "kg", "lexicon", "model", "progress", "records", "resolve"),
        *("sources", "store", "vocabulary"),
    },
    "train": {
        *("errors", "evaluate", "extract", "files", "lexicon", "model", "progress"),
        "vocabulary",
    },
    "cli": {
        *(
            "build",
            "check",
            "displayed",
            "errors",
            "evaluate",
            "export",
            "extract",
            "files",
            "kg",
            "lexicon",
        ),
        *("graph", "lookup", "model", "render"),
        *(
            "picture",
            "progress",
            "query",
            "records",
            "report",
            "sample",
            "serve",
            "sources",
            "store",
            "train",
            "vocabulary",
        ),
    },
    "__main__": {"cli"},
}
"""Part of the package → the parts it may import, inside functions and for types too."""

HOMES = {
    "click": {"cli"},
    "gensim": {"train"},
    "http": {"serve", "store"},
    "networkx": {"network", "export"},
    "numpy": {"extract", "forces", "network", "train"},
    "oxrdflib": {"rdf"},
    "pyoxigraph": {"check", "lexicon", "store"},
    "rapidfuzz": {"lookup"},
    "rdflib": {"rdf"},
    "rich": {"cli"},
    "sklearn": {"extract"},
    "spacy": {"extract", "render"},
    "sqlite3": {"store"},
    "ssl": {"store"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
}
"""Foreign library → the parts that may import it; `graph` may name their types besides."""

FOR_TYPES = {("graph", "networkx"), ("graph", "rdflib"), ("train", "spacy")}

ONE_FILE = {
    "gensim": "train/clusters.py",
    "sklearn": "extract/regression.py",
    "ssl": "store/endpoint.py",
}
"""Library that is not always there or wanted → its one file, which says so where it is missing."""


class Import(NamedTuple):
    """One imported module or name, where it stands, and whether only type checkers see it."""

    file: str
    line: int
    part: str
    module: str
    name: str
    for_types: bool

    @property
    def top(self) -> str:
        return self.module.partition(".")[0]

    @property
    def target(self) -> str:
        """The part of the package that is imported; ``kg`` where it is the package itself."""
        _, _, inside = self.module.partition(".")
        if inside:
            return inside.partition(".")[0]
        return self.name if self.name in MAY_IMPORT else "kg"


def part_of(path: Path) -> str:
    """Return the part that a file belongs to: a module or a package right under ``kg``."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "kg" if first == "__init__" else first


def imports_in(path: Path) -> list[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in node.body
        for inner in ast.walk(statement)
    }
    file, part = str(path.relative_to(PACKAGE)), part_of(path)
    return [
        Import(file, node.lineno, part, module, name, id(node) in typing_only)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for module, name in _imported(node)
    ]


def _imported(node: ast.Import | ast.ImportFrom) -> list[tuple[str, str]]:
    if isinstance(node, ast.Import):
        return [(alias.name, "") for alias in node.names]
    # A relative import has no place in the tables: its dots make it a stranger.
    return [("." * node.level + (node.module or ""), alias.name) for alias in node.names]


IMPORTS = [found for path in sorted(PACKAGE.rglob("*.py")) for found in imports_in(path)]


def test_reading_imports_sees_all_of_them() -> None:
    files = {found.file for found in IMPORTS}
    assert len(IMPORTS) > 200
    assert {"cli/looking.py", "store/reader.py", "graph.py"} <= files
    in_function = [found for found in IMPORTS if (found.file, found.target) == ("graph.py", "rdf")]
    assert [found.for_types for found in in_function] == [False]
    for_types = [found for found in IMPORTS if (found.file, found.top) == ("graph.py", "rdflib")]
    assert [found.for_types for found in for_types] == [True]


def test_table_knows_every_part() -> None:
    assert {part_of(path) for path in PACKAGE.rglob("*.py")} == set(MAY_IMPORT)


def test_table_points_one_way() -> None:
    """It has an order: a circle raises."""
    order = list(TopologicalSorter(MAY_IMPORT).static_order())
    assert order.index("model") < order.index("store") < order.index("lookup") < order.index("cli")


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_part_imports_what_it_may(part: str) -> None:
    wrong = [
        f"{found.file}:{found.line} imports {found.module}"
        for found in IMPORTS
        if found.part == part
        and found.top == "kg"
        and found.target not in {part, *MAY_IMPORT[part]}
    ]
    assert wrong == []


def test_foreign_libraries_stay_at_home() -> None:
    wrong = [
        f"{found.file}:{found.line} imports {found.top}"
        for found in IMPORTS
        if found.top != "kg"
        and (found.top in HOMES or found.top not in sys.stdlib_module_names)
        and found.part not in HOMES.get(found.top, ())
        and not (found.for_types and (found.part, found.top) in FOR_TYPES)
    ]
    assert wrong == []


@pytest.mark.parametrize("library", HOMES)
def test_homes_are_lived_in(library: str) -> None:
    assert {found.part for found in IMPORTS if found.top == library} >= HOMES[library]


@pytest.mark.parametrize("library", ONE_FILE)
def test_library_has_one_file(library: str) -> None:
    assert {found.file for found in IMPORTS if found.top == library} == {ONE_FILE[library]}


def test_private_names_stay_in_their_file() -> None:
    wrong = [
        f"{found.file}:{found.line} imports {found.module}.{found.name}"
        for found in IMPORTS
        if found.top == "kg" and found.name.startswith("_") and found.name != "__version__"
    ]
    assert wrong == []
