"""Text in, tokens out: spaCy's English tokenizer, mended for links, names and abbreviations."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from spacy.language import Language

ABBREVIATIONS = (
    "al.", "cf.", "resp.", "approx.", "Fig.", "Figs.", "Eq.", "Eqs.", "Sec.", "Tab.", "No.",
    "Alg.", "Thm.", "w.r.t.", "i.i.d.", "a.k.a.", "s.t.", "etc.", "viz.", "incl.", "vs.",
)  # fmt: skip
"""Tokens whose full stop ends no sentence; spaCy's English rules know "e.g." and "i.e."."""

# No rule of spaCy's takes anything off the end of the first or splits the second; to try all of
# its rules on each new word takes longer than everything else that the tokenizer does.
_ENDS_PLAIN = re.compile(r"[A-Za-z-]*[A-Za-z]")
_PLAIN = re.compile(r"[A-Za-z]+")


class PaperTokenizer(Tokenizer):  # type: ignore[misc]
    """A tokenizer that is all code: the config makes it, and a folder holds nothing of it."""

    def to_disk(self, path: Path | str, **_: Any) -> None:
        """Write nothing."""

    def from_disk(self, path: Path | str, **_: Any) -> PaperTokenizer:  # noqa: ARG002
        """Return the tokenizer as it is."""
        return self

    def to_bytes(self, **_: Any) -> bytes:
        """Return no bytes."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> PaperTokenizer:  # noqa: ARG002
        """Return the tokenizer as it is."""
        return self


def make_tokenizer(nlp: Language) -> PaperTokenizer:
    """Return the tokenizer of a pipeline.

    Links are read by a component of our own, as spaCy's pattern is slow on hostile text; and as
    all components are linear in the text, it may be as long as it likes.
    """
    nlp.max_length = sys.maxsize
    defaults: Any = nlp.Defaults
    # spaCy leaves the full stop on names such as "ViT." and "ImageNet-1K."
    suffix = compile_suffix_regex([*defaults.suffixes, r"(?<=\w\w)\."]).search
    infixes = compile_infix_regex(defaults.infixes).finditer

    def suffix_of(word: str) -> re.Match[str] | None:
        return None if _ENDS_PLAIN.fullmatch(word) else suffix(word)

    def infixes_of(word: str) -> Iterator[re.Match[str]]:
        return iter(()) if _PLAIN.fullmatch(word) else infixes(word)

    rules = {**defaults.tokenizer_exceptions, **{a: [{"ORTH": a}] for a in ABBREVIATIONS}}
    return PaperTokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=compile_prefix_regex(defaults.prefixes).search,
        suffix_search=suffix_of,
        infix_finditer=infixes_of,
        token_match=defaults.token_match,
    )


@registry.tokenizers("kg_tokenizer")  # type: ignore[untyped-decorator]
def kg_tokenizer() -> Callable[[Language], PaperTokenizer]:
    """Return what makes the tokenizer of a pipeline, by the name that ``config.cfg`` calls it."""
    return make_tokenizer
