"""Lines of a page in, those that say who wrote a paper set apart out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from kg.sources.identifiers import identifiers_in

if TYPE_CHECKING:
    from collections.abc import Iterator

Line: TypeAlias = tuple[int, str]
"""A line's number, from 1, and its text."""

_LABELLED = re.compile(
    r"(?:authors?|comments?|subjects?|keywords?|journal[ -]ref|cite as|report number"
    r"|[a-z]{3,4}[ -]class)\s?:.+|(?:submitted by|published in)\s.+",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(r"(?:[^\W\d_][\w.'\u2019\-]*\s+){1,4}[^\W\d_][\w.'\u2019\-]*\d?[*†‡]?")
_NAMES_APART = re.compile(r"\s*[,;·]\s*(?:and\s+)?|\s+and\s+|\s+&\s+")
_LONGEST = 2_000
_MARKS = "0123456789*\u2217†‡§¶ "
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019\-][^\W\d_]+)*")
_PARTICLES = frozenset(
    (
        "al",
        "bin",
        "da",
        "de",
        "del",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "el",
        "la",
        "le",
        "van",
        "von",
    )
)
# What ends the words of titles, but hardly a name: without it, the second line of one title in two
# hundred that are wrapped would pass for two names.
_OF_TITLES = re.compile(
    r".*(?:[ts]ions?|ments|[aeiou]bility|i[sz]ing|ysis|ics|ness|ategies|nces|ledge|logy|works?"
    r"|models?|systems?|methods?|tasks?|data(?:sets?)?|graphs?|languages?|texts?|search"
    r"|(?:answer|embedd|encod|learn|label|match|modell?|pars|plann|process|prompt|reason"
    r"|read|sampl|scal|stand|task|train|tun|writ)ings?)",
    re.IGNORECASE,
)
_STOPS = (".", "!", "?", "。", "…")
_GOES_ON = re.compile(
    r"(?:[.,:;&\-\u2013\u2014]|\b(?:a|across|an|and|as|at|between|by|for|from|in|into|like|of|on|or|over|the|to"
    r"|through|towards?|under|via|versus|vs|with|without))\s*\Z",
    re.IGNORECASE,
)
_LISTS_ON = re.compile(r"(?:,|\band|&)\s*\Z")


def is_byline(text: str) -> bool:
    """Return whether `text` lists authors, or is a field such as ``Comments: 12 pages``.

    >>> is_byline("Ada Lovelace, Charles Babbage and Mary Somerville")
    True
    >>> is_byline("Attention, Memory, and Learning in Machines")
    False
    """
    if len(text) > _LONGEST:
        return False
    if _LABELLED.fullmatch(text) or _are_authors(text):
        return True
    names = [name for name in _NAMES_APART.split(text) if name]
    return len(names) > 1 and all(_is_name(name) for name in names)


def around_authors(paragraph: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines of a paragraph in order, author lines right below a title on their own.

    >>> list(around_authors([(1, "On Herons"), (2, "Ada Reed, Bo Marsh"), (3, "They wait.")]))
    [[(1, 'On Herons')], [(2, 'Ada Reed, Bo Marsh')], [(3, 'They wait.')]]
    """
    begin = at = 0
    while at < len(paragraph):
        end = _end_of_authors(paragraph, at) if _is_below_title(paragraph, begin, at) else at
        if end > at:
            yield paragraph[begin:at]
            yield paragraph[at:end]
            begin = end
        at = max(end, at + 1)
    if begin < len(paragraph):
        yield paragraph[begin:]


def _is_below_title(paragraph: list[Line], begin: int, at: int) -> bool:
    """Return whether the one or two lines above line `at` can be a title as a whole."""
    if at == begin or _GOES_ON.search(paragraph[at - 1][1]):
        return False
    return at - begin <= 2 or any(
        paragraph[at - above][1].rstrip().endswith(_STOPS) for above in (2, 3)
    )


def _end_of_authors(paragraph: list[Line], at: int) -> int:
    """Return the place after the author lines that begin at `at`; `at` where there are none."""
    end = at + 1
    while end < len(paragraph) and _LISTS_ON.search(paragraph[end - 1][1]):
        end += 1
    if not _are_authors(" ".join(text for _, text in paragraph[at:end])):
        return at
    return at if end < len(paragraph) and _is_rest(paragraph[end][1]) else end


def _is_rest(line: str) -> bool:
    """Return whether `line` is the rest of a sentence, as it is below the names in a sentence."""
    return line.lstrip()[0].islower() and not identifiers_in(line)


def _are_authors(text: str) -> bool:
    """Return whether `text` is certain to be two or more names of people."""
    if len(text) > _LONGEST:
        return False
    names = [name for part in _NAMES_APART.split(text.strip()) if (name := part.strip(_MARKS))]
    return len(names) > 1 and all(_is_full_name(name.split()) for name in names)


def _is_full_name(words: list[str]) -> bool:
    if not (2 <= len(words) <= 4 and words[0][0].isupper() and words[-1][0].isupper()):
        return False
    return all(
        word in _PARTICLES
        or (word[0].isupper() and bool(_INITIALS.fullmatch(word) or _is_of_name(word)))
        for word in words
    )


def _is_of_name(word: str) -> bool:
    return bool(_WORD.fullmatch(word)) and not _OF_TITLES.fullmatch(word)


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and text[0].isupper() and text.split()[-1][0].isupper()
