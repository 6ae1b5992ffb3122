"""A name as somebody types it in, the one thing that it means out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import AmbiguousError, NotFoundError, WrongKindError
from kg.names import entity_key, title_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.reader import Reader

_SCHEME = re.compile(r"\s*https?://(?:www\.)?", re.I)
_MAY_IDENTIFY = re.compile(r"\d{4}")
"""Every arXiv id and every DOI has four digits in a row."""
_SUGGESTIONS, _NAMES_OF_ONE, _NEAR = 3, 6, 70
_MADE_BY = ("proposes", "introduces")
"""Relations from a paper to what is often taken for its name."""


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A node as people see it: its id, main kind and name."""

    id: str
    kind: str
    name: str


def ref(reader: Reader, id_: str) -> Ref:
    """Return a node as people see it."""
    return Ref(id_, reader.kind(id_), reader.name(id_))


def keys_of(name: str) -> Iterator[str]:
    """Yield the keys that a typed name may answer to, likeliest first.

    >>> list(keys_of("LoRA"))
    ['lora']
    >>> list(keys_of("https://arxiv.org/abs/1706.03762v5"))[-1]
    '1706.03762'
    """
    keys = [entity_key(_SCHEME.sub("", name)), title_key(name)]
    if _MAY_IDENTIFY.search(name):
        # Imported here: most names are no identifiers, and need no reader of them.
        from kg.sources.identifiers import identify

        named = identify(name)
        keys += [named.arxiv_id, named.doi]
    yield from dict.fromkeys(filter(None, keys))


def encodable(text: str) -> str:
    r"""Return `text` with what is no Unicode, as broken bytes on a command line are, as "?".

    >>> encodable("Lo\udcffRA")
    'Lo?RA'
    """
    return text.encode("utf-8", "replace").decode()


def find(reader: Reader, name: str, kind: str | None = None) -> str:
    """Return the id of what is called `name`: an id, IRI, name, alias, title, arXiv id or DOI.

    Only nodes of `kind` count where one is given. Raises `NotFoundError` with the nearest names,
    and `AmbiguousError` with the candidates; it never guesses. Where something else is called so,
    it is a `WrongKindError`.
    """
    name = encodable(name)
    id_ = reader.id_of(name.strip())
    # Every id has a slash: of most names a server need not be asked whether they are one.
    is_id = "/" in id_ and reader.has(id_)
    ids = [id_] if is_id else reader.ids_of_keys(*keys_of(name))
    reader.read_ahead(ids)
    if kind is not None and ids:
        ids = _of_kind(reader, name, ids, kind)
    if not ids:
        raise NotFoundError(name, suggestions(reader, name, kind))
    if len(ids) > 1:
        raise AmbiguousError(name, tuple((found, reader.name(found)) for found in ids))
    return ids[0]


def _of_kind(reader: Reader, name: str, ids: list[str], kind: str) -> list[str]:
    """Return the ids that are of a kind, of ids that have a name; raises `WrongKindError`."""
    found = [id_ for id_ in ids if kind in reader.entity(id_).kinds]
    if found:
        return found
    authors = {edge.subject for edge in reader.edges_to(ids[0]) if edge.relation in _MADE_BY}
    papers = sorted(reader.name(id_) for id_ in authors) if kind == "paper" else []
    raise WrongKindError(name, reader.kind(ids[0]), kind, tuple(papers[:_SUGGESTIONS]))


def suggestions(reader: Reader, name: str, kind: str | None = None) -> tuple[str, ...]:
    """Return names of up to three nodes that are nearest to `name`, nearest first."""
    # Imported here: only a name that is not found pays for it.
    from rapidfuzz import fuzz, process, utils

    of_kind = None if kind is None else set(reader.ids(kind))
    names: dict[str, str] = {}
    for known, id_ in sorted(reader.names()):
        if of_kind is None or id_ in of_kind:
            names.setdefault(known, id_)
    nearest = process.extract(
        name,
        list(names),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        limit=_SUGGESTIONS * _NAMES_OF_ONE,
        score_cutoff=_NEAR,
    )
    # A node is suggested by the nearest of its names only.
    best: dict[str, str] = {}
    for match, _, _ in nearest:
        best.setdefault(names[match], match)
    return tuple(best.values())[:_SUGGESTIONS]
