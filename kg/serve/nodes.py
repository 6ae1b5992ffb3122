"""The path of an IRI in, what is known of it out: a page for people, RDF for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import NotFoundError
from kg.lookup.names import find
from kg.serve.accept import GRAPHS, PAGE, chosen, in_words
from kg.serve.cards import card_page
from kg.serve.html import address
from kg.serve.layout import HTML
from kg.serve.messages import Reply
from kg.serve.problems import problem
from kg.store.quads import is_iri
from kg.store.sparql import ask, term_text
from kg.vocabulary import KINDS

if TYPE_CHECKING:
    from kg.serve.desk import Desk
    from kg.store.reader import Reader

_SUFFIX = re.compile(rf"(?P<path>.+)\.(?P<format>{'|'.join((*PAGE, *GRAPHS))})")
_OF_PAPER = re.compile(r"(?P<path>paper/.+)/(?:title|abstract)")
_EVERY_TRIPLE = """CONSTRUCT {{ ?s ?p ?o }} {{
  {{ BIND ({node} AS ?s) ?s ?p ?o }} UNION {{ BIND ({node} AS ?o) ?s ?p ?o }}
}}"""


def node(desk: Desk, path: str, accept: str, format_: str) -> Reply:
    """Return the page or the RDF of the node whose IRI ends in `path`.

    A suffix or `format_` says what is wanted, else what is accepted does. ``method/LoRA``, a kind
    and a name, leads to the node that is called so; parts of a paper's text lead to the paper.
    Raises `NotFoundError` and `AmbiguousError`.
    """
    reader = desk.reader
    if not _is_known(reader, path):
        if (suffixed := _SUFFIX.fullmatch(path)) and _is_known(reader, suffixed["path"]):
            return node(desk, suffixed["path"], accept, suffixed["format"])
        parameters = {"format": format_} if format_ else {}
        where = address(_meant(reader, path), **parameters)
        return Reply(b"", HTML, 303, {"Location": where})
    offered = {**PAGE, **GRAPHS}
    choice = chosen(accept, format_, offered)
    if choice is None:
        return problem(406, f"this comes as {in_words(offered)}")
    if choice.format in PAGE:
        return card_page(reader, path)
    text = _EVERY_TRIPLE.format(node=term_text(reader.node(path).value, iri=True))
    body = ask(reader, text).bounded(choice.format, desk.limits.bounds)
    return Reply(body, choice.content_type, headers={"Vary": "Accept"})


def _is_known(reader: Reader, path: str) -> bool:
    """Return whether something is said of an IRI of the graph: most are nodes, some are not."""
    return is_iri(reader.version.base + path) and any(reader.quads(reader.node(path)))


def _meant(reader: Reader, path: str) -> str:
    """Return the id of what is meant by a path that is no id."""
    if (part := _OF_PAPER.fullmatch(path)) and _is_known(reader, part["path"]):
        return part["path"]
    kind, _, name = path.partition("/")
    if kind in KINDS and name:
        return find(reader, name, kind)
    if not name and kind:
        return find(reader, kind)
    raise NotFoundError(path)
