"""What a client accepts in, the format and media type to answer with out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RESULTS = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
"""Format of SELECT and ASK answers → its media types, the proper one first."""

GRAPHS = {
    "ttl": ("text/turtle", "application/x-turtle"),
    "jsonld": ("application/ld+json", "application/json"),
    "nt": ("application/n-triples", "text/plain"),
    "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
}
"""Format of RDF documents → its media types, the proper one first."""

PAGE = {"html": ("text/html", "application/xhtml+xml")}
"""What people read, with its media types."""

_QUALITY = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", re.IGNORECASE)


class Choice(NamedTuple):
    """A format, and the media type to answer with."""

    format: str
    type: str

    @property
    def content_type(self) -> str:
        """The media type, with the encoding where it is not said elsewhere."""
        return f"{self.type}; charset=utf-8" if self.type.startswith("text/") else self.type


class _Range(NamedTuple):
    """A media type or a range of them, and how much it is wished for, 0 to 1."""

    pattern: str
    quality: float


def best(accept: str, offered: Mapping[str, tuple[str, ...]]) -> Choice | None:
    """Return the offered format that an Accept header wishes for most, or None where none will do.

    Of equals the one offered first is best. A header that is empty accepts anything.

    >>> best("text/turtle;q=0.5, application/*", GRAPHS)
    Choice(format='jsonld', type='application/ld+json')
    >>> best("*/*", RESULTS).format, best("", RESULTS).format, best("image/png", RESULTS)
    ('json', 'json', None)
    """
    ranges = list(_ranges(accept)) or [_Range("*/*", 1.0)]
    found: Choice | None = None
    most = 0.0
    for format_, types in offered.items():
        for type_ in types:
            # A range means the proper type of a format, not its other names.
            quality = _quality(type_, ranges, whole=type_ != types[0])
            if quality > most:
                found, most = Choice(format_, type_), quality
    return found


def chosen(accept: str, name: str, offered: Mapping[str, tuple[str, ...]]) -> Choice | None:
    """Return the offered format of that name, or the best one where there is none."""
    return Choice(name, offered[name][0]) if name in offered else best(accept, offered)


def in_words(offered: Mapping[str, tuple[str, ...]]) -> str:
    """Return the proper media types of what is offered, as a list."""
    return ", ".join(types[0] for types in offered.values())


def _ranges(accept: str) -> Iterator[_Range]:
    for part in accept.split(","):
        pattern, *parameters = part.split(";")
        weights = [found[1] for one in parameters if (found := _QUALITY.fullmatch(one))]
        if pattern.strip():
            yield _Range(pattern.strip().lower(), min(float(weights[0]), 1.0) if weights else 1.0)


def _quality(type_: str, ranges: list[_Range], *, whole: bool) -> float:
    """Return how much a media type is wished for: the most exact range that has it says so.

    `whole`: only where it is named itself.
    """
    patterns = (type_, f"{type_.partition('/')[0]}/*", "*/*")
    for pattern in patterns[: 1 if whole else None]:
        said = [range_.quality for range_ in ranges if range_.pattern == pattern]
        if said:
            return max(said)
    return 0.0
