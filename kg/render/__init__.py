"""A part of the graph in, one HTML page that needs nothing else out."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from kg.displayed import shortened
from kg.errors import NotFoundError
from kg.render.island import island
from kg.vocabulary import BASE

if TYPE_CHECKING:
    from kg.network import Network

__all__ = ["render"]

_TITLE = 80
_SCRIPTS = (
    "data",
    "elements",
    "state",
    "visible",
    "picture",
    "labels",
    "regions",
    "tooltip",
    "search",
    "legend",
    "quotes",
    "panel",
    "path",
    "tables",
    "takeaway",
    "keys",
    "start",
)
"""The explorer's scripts in their order; each may use what those before it declare."""

_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def render(
    network: Network, *, focus: str | None = None, limit: int = 600, base: str = BASE
) -> str:
    """Return the text of an HTML page in which to explore `network`, all of it.

    The page asks for nothing from anywhere; it works from a file, without a network. It opens
    with at most `limit` nodes, or with regions where there are thousands of papers; the node with
    id `focus` is emphasised. IRIs in what a reader takes away begin with `base`. The same network
    gives the same text.

    Raises `NotFoundError` where `focus` is not in the network.
    """
    if focus is not None and all(node.id != focus for node in network.nodes):
        raise NotFoundError(focus)
    title = shortened(network.title, _TITLE) or "Papers and what they are about"
    data = island(network, focus, limit, base)
    vis, explorer = _vis_script(), _explorer()
    return Template(_own("explorer/template.html")).substitute(
        title=escape(title),
        style=_own("colours.css") + _own("explorer/style.css"),
        scripts=f"{_hash(vis)} {_hash(explorer)}",
        drawn=_packed(data.drawn),
        read=_packed(data.read),
        vis=vis,
        explorer=explorer,
    )


def _explorer() -> str:
    """Return the explorer's scripts as one, in a scope of their own."""
    parts = "\n".join(_own(f"explorer/{name}.js") for name in _SCRIPTS)
    return f'"use strict";\n(async () => {{\n{parts}}})();\n'


def _packed(value: object) -> str:
    """Return JSON, packed so that it takes a third of the room and holds no markup."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def _own(name: str) -> str:
    return files(__name__).joinpath(name).read_text("utf-8")


def _vis_script() -> str:
    """Return vis-network's script as pyvis ships it, newest version, without its source map.

    Its style sheet is left out: 220 kB for controls that the page does not use.
    """
    versions = _home_of("pyvis").glob("lib/vis-*")
    script = max(versions, key=_version) / "vis-network.min.js"
    return _SOURCE_MAP.sub("", script.read_text("utf-8"))


def _home_of(package: str) -> Path:
    """Return the folder of a package, which is not imported: pyvis would bring IPython along."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    return Path(spec.origin).parent


def _version(folder: Path) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", folder.name)]


def _hash(script: str) -> str:
    """Return the source expression that lets a Content-Security-Policy run just this script."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
