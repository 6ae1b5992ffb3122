"""A tokenised Doc in, the stretches of its sentences out; the title is one of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.pipeline import Sentencizer
from spacy.tokens import Doc

from kg.extract.documents import GAP, text_of, title_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.language import Language

Doc.set_extension("kg_sentences", default=(), force=True)

# What begins a sentence: no lower-case word, no closing bracket, no comma.
_BEGINS = re.compile(r"\s*[^\sa-z)\],;]")


_TOKEN: list[int | str] = ["ORTH", "IS_PUNCT", "IDX"]
_ENDS = tuple(Sentencizer.default_punct_chars)


class SentenceReader:
    """The component: the rule of spaCy's sentencizer, mended where titles, links, names have dots.

    The rule is applied to numbers of tokens at once: to look at each of them takes far longer.
    """

    def __init__(self, nlp: Language) -> None:
        self._ends = frozenset(map(nlp.vocab.strings.add, _ENDS))

    def __call__(self, doc: Doc) -> Doc:
        """Set ``kg_sentences``."""
        text, title = doc._.kg_plain, title_end(doc)
        body = min(title + len(GAP), len(text))
        inside = [(link.start, link.end) for link in doc._.kg_links]
        starts = self._starts(doc)
        kept = [body, *(at for at in starts if at > body and _may_begin(text, at, inside))]
        ends = [*kept[1:], len(text)]
        # As it was read: what is blanked at the end of a sentence belongs to it.
        whole = text_of(doc)
        spans = [_trimmed(whole, *span) for span in ((0, title), *zip(kept, ends, strict=True))]
        doc._.kg_sentences = tuple(span for span in spans if span[0] < span[1])
        return doc

    def _starts(self, doc: Doc) -> Iterator[int]:
        """Yield where the tokens stand that follow the end of a sentence and all marks after it."""
        ends = self._ends
        forms, marks, places = doc.to_array(_TOKEN).T.tolist()
        after = 0
        for at in [number for number, form in enumerate(forms) if form in ends]:
            if at >= after:
                after = at + 1
                while after < len(forms) and (marks[after] or forms[after] in ends):
                    after += 1
                if after < len(forms):
                    yield places[after]


def _may_begin(text: str, at: int, links: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a sentence may begin at a place where the sentencizer has it begin."""
    return bool(_BEGINS.match(text, at)) and not any(s < at < e for s, e in links)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())
