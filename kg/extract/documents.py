"""A paper in, one spaCy Doc of its title and abstract out; offsets back per field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from kg.model import Span

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.model import Paper

GAP = "\n\n"
"""What stands between title and abstract in the text of a Doc."""

# Private-use characters go too: they are signs of our own in `kg.extract.cues`.
_LATEX = re.compile(
    r"\\(?:emph|text(?:bf|it|sc|tt|rm|sf)?|math(?:bf|it|rm|cal|sf|tt)|underline|mbox)\s*\{"
    r"|\{?\\(?:it|bf|em|sc|tt|rm|sf)\b|[{}\ue000-\uf8ff]"
)

Doc.set_extension("kg_title_end", default=-1, force=True)
Doc.set_extension("kg_text", default="", force=True)
Doc.set_extension("kg_plain", default="", force=True)


def make_doc(nlp: Language, paper: Paper) -> Doc:
    """Return the Doc of a paper's text, not yet read by the components of `nlp`.

    A lone surrogate, which no UTF-8 text can hold, counts as a question mark.
    """
    text = (paper.title + GAP + paper.abstract).encode("utf-8", "replace").decode("utf-8")
    doc = nlp.make_doc(text)
    notes = doc._
    notes.kg_title_end = len(paper.title)
    notes.kg_text = text
    return doc


def text_of(doc: Doc) -> str:
    """Return the text of a Doc, which spaCy would put together from its tokens each time."""
    known: str = doc._.kg_text
    return known or doc.text


def title_end(doc: Doc) -> int:
    """Return where the title of a Doc ends: at the first empty line unless it was told."""
    told: int = doc._.kg_title_end
    return told if told >= 0 else max(text_of(doc).find(GAP), 0)


def span_at(title_length: int, start: int, end: int) -> Span:
    """Return the place of a stretch of a Doc's text in the paper's own fields.

    >>> span_at(5, 7, 10)
    Span(field='abstract', start=0, end=3)
    """
    if end <= title_length:
        return Span("title", start, end)
    offset = title_length + len(GAP)
    return Span("abstract", start - offset, end - offset)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def read_plain(doc: Doc) -> Doc:
    """Set ``kg_plain``: the text with links and LaTeX commands blanked, of the same length."""
    text = text_of(doc)
    for link in doc._.kg_links:
        text = text[: link.start] + " " * (link.end - link.start) + text[link.end :]
    plain = text.isascii() and not ("\\" in text or "{" in text)
    doc._.kg_plain = text if plain else _LATEX.sub(_blank, text)
    return doc
