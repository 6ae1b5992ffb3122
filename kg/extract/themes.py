"""A tokenised Doc and the scheme of themes in, the two to six themes of the paper out."""

from __future__ import annotations

from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.documents import title_end
from kg.extract.spans import Stretch, longest
from kg.extract.terms import PhraseFinder
from kg.lexicon import themes

Doc.set_extension("kg_themes", default=(), force=True)

MOST = 6
FEWEST = 2
LEAST_SCORE = 2.5
"""A theme of lower score is kept only where the paper would have fewer than `FEWEST`."""

_TITLE, _LEAD, _EACH, _MOST_COUNTED = 3.0, 0.5, 1.0, 3


class FoundTheme(NamedTuple):
    """A theme of the scheme with the places in the Doc's text that speak for it."""

    label: str
    confidence: float
    places: tuple[Stretch, ...]


def score(places: tuple[Stretch, ...], title: int, length: int) -> float:
    """Return how much a theme's places weigh: title, first third of the text, frequency.

    >>> score(((0, 5), (90, 95)), title=10, length=100)
    5.5
    """
    counted = min(len(places), _MOST_COUNTED) * _EACH
    in_title = _TITLE if places[0][1] <= title else 0.0
    leading = _LEAD if places[0][0] < title + (length - title) / 3 else 0.0
    return counted + in_title + leading


class ThemeReader:
    """The component that sets ``kg_themes``, the weightiest first."""

    def __init__(self, nlp: Language) -> None:
        scheme = themes()
        self._labels = {theme.id: theme.label for theme in scheme}
        forms = ((t.id, form) for t in scheme for form in (t.label, *t.alt_labels))
        self._find = PhraseFinder(nlp, forms)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``kg_themes``."""
        title, length = title_end(doc), len(doc._.kg_plain)
        scored = [
            (score(places, title, length), self._labels[theme], places)
            for theme, places in self._places(doc).items()
        ]
        scored.sort(key=lambda each: (-each[0], each[2], each[1]))
        kept = [s for n, s in enumerate(scored) if s[0] >= LEAST_SCORE or n < FEWEST][:MOST]
        doc._.kg_themes = tuple(
            FoundTheme(label, round(weight / (weight + 2), 3), places)
            for weight, label, places in kept
        )
        return doc

    def _places(self, doc: Doc) -> dict[str, tuple[Stretch, ...]]:
        """Return where each theme stands; a label inside a longer one does not count."""
        found: dict[Stretch, set[str]] = {}
        for theme, start, end in self._find(doc):
            found.setdefault((start, end), set()).add(theme)
        places: dict[str, list[Stretch]] = {}
        for place in longest(found, doc._.kg_sentences):
            for theme in sorted(found[place]):
                places.setdefault(theme, []).append(place)
        return {theme: tuple(each) for theme, each in places.items()}


@Language.factory("kg_themes")
def make_themes(nlp: Language, name: str) -> ThemeReader:  # noqa: ARG001
    """Return the component that reads the shipped scheme of themes."""
    return ThemeReader(nlp)
