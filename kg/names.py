"""Names and titles in, the keys and ids under which their spellings meet out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_IN_ID = re.compile(r"[^\w\s.+\-\u2010-\u2014/]+")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2014_/]+")
_LETTER_DIGIT = re.compile(r"(?<=[^\W\d_])-(?=\d)|(?<=\d)-(?=[^\W\d_])")
_BRITISH = re.compile(r"(?<=neighb)our|(?<=behavi)our|(?<=col)our|(?<=tum)our")
# What the ending rules below would take for a singular: "GRUs", "ReLUs", "APIs".
_CAPITALS_PLURAL = re.compile(r"(?<=[A-Z]{2})s$")

_SMALL_WORD = 4
"""Letters of a word that an acronym may leave out: "with", "of"."""


def _fold(text: str) -> str:
    """Return `text` without case, accents or compatibility forms."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFKC", plain.casefold())


_SINGULAR_IN_S = ("ss", "us", "is", "ics", "ias", "series", "species")
_PLURAL_IN_ES = re.compile(r"(?:ss|sh|x|[tnr]ch|[eo]ach|ias)es$")


def _singular(word: str) -> str:
    if word.endswith(_SINGULAR_IN_S):
        return word
    if _PLURAL_IN_ES.search(word):
        return word[:-2]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 2 and word.endswith("s") and word[-2].isalnum() else word


def slug(name: str) -> str:
    """Return the readable form of `name` that its id is made of.

    Case, accents, a plural "s", British endings, and a hyphen, slash or space between words are
    spelling, not meaning; digits are meaning, so ImageNet-1K and ImageNet-21K stay apart.

    >>> slug("Graph Neural Networks")
    'graph-neural-network'
    >>> slug("Time Series"), slug("Gaussian processes"), slug("normalisation")
    ('time-series', 'gaussian-process', 'normalization')
    >>> slug("CIFAR-10") == slug("CIFAR10") == slug("Cifar 10")
    True
    >>> slug("k-means++"), slug("++")
    ('k-means++', '')
    """
    name = name.strip()
    kept = _NOT_IN_ID.sub("", _fold(_CAPITALS_PLURAL.sub("", name) if name[-1:] == "s" else name))
    words = _SEPARATORS.sub("-", kept).strip("-.")
    if "-" in words:
        words = _LETTER_DIGIT.sub("", words)
    if "our" in words:
        words = _BRITISH.sub("or", words)
    words = words.replace("isation", "ization")
    if not any(map(str.isalnum, words)):
        return ""
    head, dash, last = words.rpartition("-")
    return head + dash + _singular(last)


@lru_cache(maxsize=1 << 16)
def entity_key(name: str) -> str:
    """Return the key under which all spellings of one name meet.

    >>> entity_key("pre-training") == entity_key("Pretraining")
    True
    >>> entity_key("GPT-3.5")
    'gpt3.5'
    """
    return slug(name).replace("-", "")


def title_key(title: str) -> str:
    """Return the key under which spellings of one title meet.

    >>> title_key("BERT:  Pre-training of Transformers.")
    'bert-pre-training-of-transformers'
    """
    return re.sub(r"[\W_]+", "-", _fold(title)).strip("-")


def is_short_for(short: str, long: str) -> bool:
    """Return whether a name is put together of the beginnings of another's words.

    Words of up to four letters may be left out.

    >>> is_short_for("iTransformer", "inverted Transformer"), is_short_for("BERT", "GPT")
    (True, False)
    >>> is_short_for("ACMIL", "attention-challenging MIL")
    True
    """
    letters, words = title_key(short).replace("-", ""), title_key(long).split("-")
    reached = {0} if len(words) > 1 else set[int]()
    for word in words:
        least = 0 if len(word) <= _SMALL_WORD else 1
        reached = {
            start + taken
            for start in reached
            for taken in range(least, len(word) + 1)
            if letters.startswith(word[:taken], start)
        }
    return len(letters) in reached
