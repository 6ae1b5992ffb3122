"""Papers and what was read from them in, one HTML page with their mentions marked out."""

from __future__ import annotations

from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from kg.displayed import replaced
from kg.vocabulary import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Extraction, Link, Mention, Paper

_GAP = "\n\n"
_COLOURS = {kind: f"color-mix(in srgb, var(--{kind}) 38%, transparent)" for kind in ROLES}
_LINK = "color-mix(in srgb, var(--repository) 38%, transparent)"


def marked(reads: Iterable[tuple[Paper, Extraction]]) -> Iterator[str]:
    """Yield the text of an HTML page piece by piece, a piece for each paper; it asks for nothing.

    displaCy draws it: the title and the abstract of a paper, and in them its names, links and
    themes. A stretch is marked once: as a name, else as a link, else as a theme.
    """
    colours = files(__package__).joinpath("colours.css").read_text("utf-8")
    template = files(__package__).joinpath("marked.html").read_text("utf-8")
    head, tail = Template(template).safe_substitute(colours=colours).split("$papers\n")
    yield head
    for paper, extraction in reads:
        yield _drawn(paper, extraction)
    yield tail


def _drawn(paper: Paper, extraction: Extraction) -> str:
    # Imported here: it takes a second, and who renders a graph has no need of it.
    from spacy import displacy

    # displaCy escapes the text, but not a title that it is told apart from it.
    text = replaced(paper.title + _GAP + paper.abstract)
    found = [
        {"start": start, "end": end, "label": label}
        for start, end, label in _apart(_stretches(paper, extraction))
    ]
    options = {"colors": {**_COLOURS, "link": _LINK}}
    document = {"text": text, "ents": found}
    return (
        displacy.render(document, style="ent", manual=True, jupyter=False, options=options) + "\n"
    )


def _stretches(paper: Paper, extraction: Extraction) -> Iterator[tuple[int, int, str]]:
    """Yield all that can be marked, what goes before others first."""
    names = [(entity.kind, m) for entity in extraction.entities for m in entity.mentions]
    found: list[tuple[str, Mention | Link]] = [each for each in names if each[0] != "theme"]
    found += (("link", link) for link in extraction.links)
    found += (each for each in names if each[0] == "theme")
    for label, place in found:
        offset = 0 if place.field == "title" else len(paper.title) + len(_GAP)
        yield place.start + offset, place.end + offset, label


def _apart(stretches: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the stretches that overlap none before them, in reading order."""
    filled: set[int] = set()
    taken = []
    for start, end, label in stretches:
        if filled.isdisjoint(range(start, end)):
            filled.update(range(start, end))
            taken.append((start, end, label))
    return sorted(taken)
