"""The lexicons and a tokenised Doc in, the known names that stand in it out."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from kg.lexicon import FILES, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

Doc.set_extension("kg_terms", default=(), force=True)

_PLURAL = re.compile(r"(?:[a-zA-Z](?<!s)(?<![aeiou]y))(?<!ing)$")
_INNER_CAPITAL = re.compile(r".[A-Z]")
_SMALL_WORDS = frozenset(("of", "for", "the", "in", "and", "with", "to", "on", "by", "a", "&"))
# "Imagenet" can only be ImageNet, "Quality" need not be QuALITY.
_LONG = 8


class Term(NamedTuple):
    """A stretch of the Doc's text that a lexicon knows, and the canonical name it stands for."""

    start: int
    end: int
    kind: str
    canonical: str


def has_own_case(form: str) -> bool:
    """Tell whether a form counts only as it is written: "MAP" and "Adam" are also words.

    >>> forms = ("Adam", "MAP", "ImageNet", "Natural Questions", "Adam optimizer", "k-means")
    >>> [form for form in forms if not has_own_case(form)]
    ['Adam optimizer', 'k-means']
    """
    if " " not in form:
        return not form.islower()
    return all(not word.islower() for word in form.split() if word not in _SMALL_WORDS)


def variants(form: str) -> Iterator[str]:
    """Yield the spellings of a form: with its hyphens, with blanks for them, without, in plural.

    >>> sorted(variants("fine-tuning"))
    ['fine tuning', 'fine-tuning', 'finetuning']
    """
    spellings = {form}
    if "-" in form and form.islower():
        spellings |= {form.replace("-", " "), form.replace("-", "")}
    if " " not in form and len(form) >= _LONG and _INNER_CAPITAL.search(form):
        spellings.add(form.capitalize())
    for spelling in sorted(spellings):
        yield spelling
        if _PLURAL.search(spelling):
            yield spelling[:-1] + "ies" if spelling.endswith("y") else spelling + "s"


class PhraseFinder:
    """Finds many phrases in a Doc at once; some in any case, some only as they are written."""

    def __init__(self, nlp: Language, phrases: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a key and one of its forms; a form may belong to several keys."""
        self._strings = nlp.vocab.strings
        self._exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._folded = PhraseMatcher(nlp.vocab, attr="LOWER")
        by_key: dict[tuple[bool, str], list[str]] = {}
        for key, form in phrases:
            by_key.setdefault((has_own_case(form), key), []).extend(variants(form))
        for (exact, key), forms in by_key.items():
            matcher = self._exact if exact else self._folded
            matcher.add(key, [nlp.make_doc(form) for form in dict.fromkeys(forms)])

    def __call__(self, doc: Doc) -> Iterator[tuple[str, int, int]]:
        """Yield key, start and end in characters of every phrase, also of those inside others.

        What is blank in ``kg_plain``, such as an address, is not looked at.
        """
        plain = doc._.kg_plain
        for key, first, after in sorted({*self._exact(doc), *self._folded(doc)}):
            start, last = doc[first].idx, doc[after - 1]
            if not plain[start].isspace():
                yield self._strings[key], start, last.idx + len(last)


class TermReader:
    """The component that sets ``kg_terms``, in reading order, by the shipped lexicons."""

    def __init__(self, nlp: Language) -> None:
        """Take the pipeline, whose tokenizer reads the lexicons when the first text comes."""
        self._nlp = nlp

    @cached_property
    def _find(self) -> PhraseFinder:
        rows = ((kind, row) for kind in FILES for row in load(kind))
        return PhraseFinder(
            self._nlp, ((f"{kind}\t{row[0]}", form) for kind, row in rows for form in row)
        )

    def __call__(self, doc: Doc) -> Doc:
        """Set ``kg_terms``."""
        found = ((key.split("\t"), start, end) for key, start, end in self._find(doc))
        doc._.kg_terms = tuple(
            sorted(Term(start, end, kind, name) for (kind, name), start, end in found)
        )
        return doc
