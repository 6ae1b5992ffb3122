"""What somebody types in, the nodes that may be meant out: as a page, and while they type."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kg.displayed import displayed
from kg.html import Html, joined, tag
from kg.lookup.names import encodable
from kg.lookup.search import search as found_by
from kg.serve.layout import HTML, page
from kg.serve.messages import Reply
from kg.serve.pieces import node_link

if TYPE_CHECKING:
    from kg.lookup.search import Hit
    from kg.serve.desk import Desk

_MOST, _SUGGESTED, _LONGEST = 50, 8, 300


def search(desk: Desk, text: str) -> Reply:
    """Return the page of what has a text in its name, or is spelled like it."""
    text = _cut(text)
    hits = found_by(desk.reader, text, limit=_MOST) if text else ()
    listed = tag("ul", joined(_item(hit) for hit in hits), class_="facts")
    nothing = tag("p", "Nothing is called that.") if not hits else None
    body = page(
        text or "Search", tag("h1", text or "Search", dir="auto"), nothing, listed, searched=text
    )
    return Reply(body, HTML)


def suggest(desk: Desk, text: str) -> Reply:
    """Return names that hold a text, best first, as a JSON list."""
    text = _cut(text)
    hits = found_by(desk.reader, text, limit=_SUGGESTED) if text else ()
    names = dict.fromkeys(hit.matched[:_LONGEST] for hit in hits)
    return Reply(json.dumps(list(names)).encode(), "application/json")


def _cut(text: str) -> str:
    return displayed(encodable(text)).strip()[:_LONGEST]


def _item(hit: Hit) -> Html:
    also = f" · found as {hit.matched}" if hit.matched != hit.node.name else ""
    edges = f"{hit.node.kind} · {hit.edges} {'edge' if hit.edges == 1 else 'edges'}{also}"
    return tag("li", node_link(hit.node), " ", tag("span", edges, class_="soft", dir="auto"))
