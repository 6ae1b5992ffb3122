"""The path of an IRI in, what is known of it out: a page for people, RDF for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import NotFoundError
from kg.html import address
from kg.lookup.names import find
from kg.serve.accept import GRAPHS, PAGE, chosen, in_words
from kg.serve.cards import card_page
from kg.serve.layout import HTML, page
from kg.serve.messages import Reply
from kg.serve.problems import problem
from kg.serve.terms import PATH, terms_page
from kg.store.dump import rewritten
from kg.store.quads import is_iri
from kg.store.sparql import ask, term_text
from kg.vocabulary import KINDS
from kg.vocabulary.turtle import turtle

if TYPE_CHECKING:
    from kg.serve.desk import Desk
    from kg.store.reader import Reader

_OFFERED = {**PAGE, **GRAPHS}
_NO_FORMAT = problem(406, f"this comes as {in_words(_OFFERED)}")
_SUFFIX = re.compile(rf"(?P<path>.+)\.(?P<format>{'|'.join((*PAGE, *GRAPHS))})")
_OF_PAPER = re.compile(r"(?P<path>paper/.+)/(?:title|abstract|evaluation)")
_EVERY_TRIPLE = """CONSTRUCT {{ ?s ?p ?o }} {{
  {{ BIND ({node} AS ?s) ?s ?p ?o }} UNION {{ BIND ({node} AS ?o) ?s ?p ?o }}
  UNION {{ GRAPH {node} {{ ?s ?p ?o }} }}
}}"""


def node(desk: Desk, path: str, accept: str, format_: str) -> Reply:
    """Return the page or the RDF of the node whose IRI ends in `path`.

    A suffix or `format_` says what is wanted, else what is accepted does. ``method/LoRA``, a kind
    and a name, leads to the node that is called so; parts of a paper's text lead to the paper.
    Raises `NotFoundError` and `AmbiguousError`.
    """
    reader = desk.reader
    if path == PATH:
        return _terms(accept, format_)
    if not _is_known(reader, path):
        if (suffixed := _SUFFIX.fullmatch(path)) and _is_known(reader, suffixed["path"]):
            return node(desk, suffixed["path"], accept, suffixed["format"])
        parameters = {"format": format_} if format_ else {}
        where = address(_meant(reader, path), **parameters)
        return Reply(b"", HTML, 303, {"Location": where})
    choice = chosen(accept, format_, _OFFERED)
    if choice is None:
        return _NO_FORMAT
    if choice.format in PAGE:
        return card_page(reader, path)
    text = _EVERY_TRIPLE.format(node=term_text(reader.node(path).value, iri=True))
    body = ask(reader, text).bounded(choice.format, desk.limits.bounds)
    return Reply(body, choice.content_type, headers={"Vary": "Accept"})


def _terms(accept: str, format_: str) -> Reply:
    """Return what the terms of a graph mean."""
    choice = chosen(accept, format_, _OFFERED)
    if choice is None:
        return _NO_FORMAT
    vary = {"Vary": "Accept"}
    if choice.format in PAGE:
        return Reply(page("Kinds and relations", *terms_page()), HTML, headers=vary)
    return Reply(rewritten(turtle(), choice.format), choice.content_type, headers=vary)


def _is_known(reader: Reader, path: str) -> bool:
    """Return whether something is said of an IRI, or in it: most are nodes, some named graphs."""
    if not is_iri(reader.version.base + path):
        return False
    iri = reader.node(path)
    return any(reader.quads(iri)) or any(reader.quads(graph=iri))


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
