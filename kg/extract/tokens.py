"""The tokenizer of spaCy in, the same with our abbreviations out, and quicker at plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from spacy.util import compile_suffix_regex

if TYPE_CHECKING:
    from collections.abc import Iterator

ABBREVIATIONS = (
    "al.", "cf.", "resp.", "approx.", "Fig.", "Figs.", "Eq.", "Eqs.", "Sec.", "Tab.", "No.",
    "Alg.", "Thm.", "w.r.t.", "i.i.d.", "a.k.a.", "s.t.", "etc.", "viz.", "incl.", "vs.",
)  # fmt: skip
"""Tokens whose full stop ends no sentence; spaCy's English rules know "e.g." and "i.e."."""

# No rule of spaCy's takes anything off the end of the first or splits the second; to try all of
# its rules on each new word takes longer than everything else that the tokenizer does.
_ENDS_PLAIN = re.compile(r"[A-Za-z-]*[A-Za-z]")
_PLAIN = re.compile(r"[A-Za-z]+")


def teach(tokenizer: Any, defaults: Any) -> None:
    """Teach a tokenizer made of the defaults of English what the texts of papers need.

    The full stop after names such as "ViT." and "ImageNet-1K." becomes a token of its own, and
    the one of an abbreviation does not.
    """
    suffix = compile_suffix_regex([*defaults.suffixes, r"(?<=\w\w)\."]).search
    infixes = tokenizer.infix_finditer

    def suffix_of(word: str) -> re.Match[str] | None:
        return None if _ENDS_PLAIN.fullmatch(word) else suffix(word)

    def infixes_of(word: str) -> Iterator[re.Match[str]]:
        return iter(()) if _PLAIN.fullmatch(word) else infixes(word)

    tokenizer.suffix_search = suffix_of
    tokenizer.infix_finditer = infixes_of
    for abbreviation in ABBREVIATIONS:
        tokenizer.add_special_case(abbreviation, [{"ORTH": abbreviation}])
