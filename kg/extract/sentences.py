"""A tokenised Doc in, the stretches of its sentences out; the title is one of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc
from spacy.util import compile_suffix_regex

from kg.extract.documents import GAP, title_end

if TYPE_CHECKING:
    from collections.abc import Sequence

Doc.set_extension("kg_sentences", default=(), force=True)

ABBREVIATIONS = (
    "al.", "cf.", "resp.", "approx.", "Fig.", "Figs.", "Eq.", "Eqs.", "Sec.", "Tab.", "No.",
    "Alg.", "Thm.", "w.r.t.", "i.i.d.", "a.k.a.", "s.t.", "etc.", "viz.", "incl.", "vs.",
)  # fmt: skip
"""Tokens whose full stop ends no sentence; spaCy's English rules know "e.g." and "i.e."."""

# What begins a sentence: no lower-case word, no closing bracket, no comma.
_BEGINS = re.compile(r"\s*[^\sa-z)\],;]")


class SentenceReader:
    """The component: spaCy's sentencizer, mended where titles, links and names have dots."""

    def __init__(self) -> None:
        self._sentencizer = Sentencizer()

    def __call__(self, doc: Doc) -> Doc:
        """Set ``kg_sentences`` and the sentence starts of the tokens."""
        text, title = doc._.kg_plain, title_end(doc)
        body = min(title + len(GAP), len(text))
        self._sentencizer(doc)
        inside = [(link.start, link.end) for link in doc._.kg_links]
        starts = (doc[int(i)].idx for i in (doc.to_array("SENT_START") == 1).nonzero()[0])
        kept = [body, *(at for at in starts if at > body and _may_begin(text, at, inside))]
        ends = [*kept[1:], len(text)]
        spans = [_trimmed(doc.text, *span) for span in ((0, title), *zip(kept, ends, strict=True))]
        doc._.kg_sentences = tuple(span for span in spans if span[0] < span[1])
        return doc


def _may_begin(text: str, at: int, links: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a sentence may begin at a place where the sentencizer has it begin."""
    return bool(_BEGINS.match(text, at)) and not any(s < at < e for s, e in links)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())


@Language.factory("kg_sentences")
def make_sentences(nlp: Language, name: str) -> SentenceReader:  # noqa: ARG001
    """Return the component that sets ``kg_sentences``; it teaches `nlp` the abbreviations."""
    # spaCy leaves the full stop on names such as "ViT." and "ImageNet-1K."
    suffixes = [*nlp.Defaults.suffixes, r"(?<=\w\w)\."]  # type: ignore[misc]
    nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search  # type: ignore[union-attr]
    for abbreviation in ABBREVIATIONS:
        nlp.tokenizer.add_special_case(abbreviation, [{"ORTH": abbreviation}])  # type: ignore[union-attr]
    return SentenceReader()
