"""A nested value of an OpenAlex work in, the plain one it stands for out.

What has another form than https://docs.openalex.org gives it stays as it is, for the reader of the
column to refuse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.sources.lines import MAX_LINE

if TYPE_CHECKING:
    from collections.abc import Callable


def text_of_index(index: Any) -> Any:
    """Return the text whose words `index` maps to their positions, of up to `MAX_LINE` characters.

    >>> text_of_index({"wait": [1, 3], "Herons": [0], "and": [2]})
    'Herons wait and wait'
    """
    if not _is_index(index) or sum(len(w) * len(at) for w, at in index.items()) > MAX_LINE:
        return index
    placed = sorted((place, word) for word, places in index.items() for place in places)
    return " ".join(word for _, word in placed)


def _is_index(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(places, list) and all(type(place) is int for place in places)
        for places in value.values()
    )


def names_of_authors(authorships: Any) -> Any:
    """Return the names in a list of authorships, without those that have none.

    >>> names_of_authors([{"author": {"display_name": "Ada Reed"}}, {"author": None}])
    ['Ada Reed']
    """
    if not isinstance(authorships, list):
        return authorships
    names = (_inside(one, "author", "display_name") for one in authorships)
    return [name for name in names if name is not None]


def name_of_source(location: Any) -> Any:
    """Return the name of the journal or conference at a location, or None.

    >>> name_of_source({"source": {"display_name": "Wetlands"}, "is_oa": True})
    'Wetlands'
    """
    return _inside(location, "source", "display_name")


def texts_of_ids(ids: Any) -> Any:
    """Return the identifiers in a mapping of schemes to identifiers, sorted by scheme.

    >>> texts_of_ids({"mag": 17, "doi": "https://doi.org/10.1000/x"})
    ['https://doi.org/10.1000/x']
    """
    if not isinstance(ids, dict):
        return ids
    return [text for _, text in sorted(ids.items()) if isinstance(text, str)]


def _inside(value: Any, *keys: str) -> Any:
    """Return what lies at `keys`, one inside the other, or None."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


PLAIN: dict[str, Callable[[Any], Any]] = {
    "abstractinvertedindex": text_of_index,
    "authorships": names_of_authors,
    "primarylocation": name_of_source,
    "ids": texts_of_ids,
}
"""How the value of a column, called as `kg.sources.columns.column` calls it, becomes plain."""
