"""The graph in force in, an HTML picture of it or of a part out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import view
from kg.errors import ExportError
from kg.files import write_whole
from kg.garbage import collected_later
from kg.lookup.names import find
from kg.names import slug
from kg.render import render
from kg.store.places import folder_of
from kg.store.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.places import Place


def draw(
    output: Place,
    to: Path | None = None,
    *,
    name: str | None = None,
    depth: int = 2,
    limit: int = 600,
    min_confidence: float = 0.0,
) -> Path:
    """Write the HTML page of the whole graph, or of what lies around `name`; return its path.

    Without `to` it is ``graph.html``, or the name with ``.html``, in the output folder. The page
    holds all of the graph, and opens with at most `limit` nodes, those that join the most; around
    `name` it holds `limit` nodes. Edges read less surely than `min_confidence` are left out. Raises
    `ExportError` where the page cannot be written.
    """
    if to is not None and not to.name:
        raise ExportError(f"{to}: not the name of a file")
    with collected_later(), Reader(output, min_confidence) as reader:
        focus = find(reader, name) if name else None
        network = view.around(reader, focus, depth, limit) if focus else view.whole(reader)
        base = reader.version.base
    path = to or folder_of(output) / f"{_file_name(name)}.html"
    write_whole(path, [render(network, focus=focus, limit=limit, base=base).encode()])
    return path


def _file_name(name: str | None) -> str:
    """Return what the picture of a name is called; nothing of a path is left in it."""
    return (slug(name)[:60].strip(".-") or "node") if name else "graph"
