"""The text of a Doc in, its pairs of short form and long form out.

The search is that of A. S. Schwartz and M. A. Hearst, *A Simple Algorithm for Identifying
Abbreviation Definitions in Biomedical Text* (Pacific Symposium on Biocomputing, 2003).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Iterator

Doc.set_extension("kg_acronyms", default=(), force=True)

_BRACKET = re.compile(r"\(([^()]{2,120})\)")
_SHORT = re.compile(r"(?=[^\s]*[A-Z])(?=.*[^\W\d_])[^\W_][\w.+&/@^*$-]{0,13}(?:\s\w{1,6})?")
_WORD_BEFORE = re.compile(r"([^\W_][\w.+&/-]*)\s*$")
# A definition may be followed by a citation or by the word that links the two.
_ASIDE = re.compile(r"[,;]| i\.e\. | or ")
# Several names in one bracket are examples, not the short form of what stands before.
_LIST = re.compile(r"\S{1,20}(?:,? and|,? or|,) (?:[A-Z]\S*|etc\.?|\d\S*)(?:[ ,].*)?")
# How many characters before a bracket can belong to the pair.
_REACH = 400
_NO_LAST = " \t\n,;:$*\u201d\"'"
# Sentence ends, and the gaps that blanked LaTeX commands leave.
_BROKEN = re.compile(r"[.;:!?]\s|\s\s|\s--\s|[()]")
_INITIAL = re.compile(r"(?<![^\W_])(?<!\u2019)(?<!')[^\W_]")
_LEADING = re.compile(r"(?:(?:an?|the|our|of|for|and|with|on|in|to)\s+)+", re.IGNORECASE)


class FoundAcronym(NamedTuple):
    """Where a short form and its long form stand in the Doc's text."""

    short_start: int
    short_end: int
    long_start: int
    long_end: int


def acronyms_in(text: str, start: int = 0, end: int | None = None) -> Iterator[FoundAcronym]:
    """Yield the pairs that a sentence of a text defines, "long (short)" and "short (long)".

    >>> text = "We use low-rank adaptation (LoRA)."
    >>> [text[p.long_start : p.long_end] for p in acronyms_in(text)]
    ['low-rank adaptation']
    """
    for match in _BRACKET.finditer(text, start, len(text) if end is None else end):
        begin = max(start, match.start() - _REACH)
        inner = "" if _LIST.fullmatch(match[1]) else _ASIDE.split(match[1])[0].strip()
        at = text.index(inner, match.start(1)) if inner else match.start(1)
        pair = _long_before(text, begin, match.start(), at, inner) or _long_inside(
            text, begin, match.start(), match.start(1), match[1]
        )
        if pair:
            yield pair


def _long_before(text: str, start: int, bracket: int, at: int, short: str) -> FoundAcronym | None:
    if not _SHORT.fullmatch(short):
        return None
    before = text[start:bracket].rstrip(_NO_LAST)
    words = min(len(short) + 5, len(short) * 2)
    window = _last_words(before, words)
    found = _by_initials(_singular(short), window)
    if found is None:
        found = _best_long_form(_singular(short), window)
    if found is None:
        return None
    end = start + len(before)
    long_start = end - len(window) + found
    long_start += _leading(text[long_start:end])
    long_start = _word_start(text, start, long_start, short)
    return _checked(text, FoundAcronym(at, at + len(short), long_start, end))


def _long_inside(text: str, start: int, bracket: int, at: int, inner: str) -> FoundAcronym | None:
    before = _WORD_BEFORE.search(text, start, bracket)
    if not before or not _SHORT.fullmatch(before[1]) or " " not in inner.strip():
        return None
    long = inner.strip()
    # The long form has to begin with the first letter of the short one.
    if _best_long_form(_singular(before[1]), long) != 0:
        return None
    at += inner.index(long)
    return _checked(text, FoundAcronym(*before.span(1), at, at + len(long)))


def _checked(text: str, pair: FoundAcronym) -> FoundAcronym | None:
    """Return the pair if its long form can be one: longer, of words, without the short form."""
    short = text[pair.short_start : pair.short_end]
    long = text[pair.long_start : pair.long_end]
    words = long.split()
    fits = (
        len(short) < len(long)
        and len(words) <= min(len(short) + 5, len(short) * 2)
        and _letters(long)[0].lower() == _letters(short)[0].lower()
        and not any(word.startswith(short) for word in words)
    )
    return pair if fits and not _BROKEN.search(long) else None


def _letters(text: str) -> list[str]:
    return [character for character in text if character.isalnum()]


def _last_words(text: str, count: int) -> str:
    words = list(re.finditer(r"\S+", text))
    return text[words[-count].start() :] if len(words) > count else text.lstrip()


def _leading(long: str) -> int:
    match = _LEADING.match(long)
    return match.end() if match and match.end() < len(long) else 0


def _word_start(text: str, start: int, at: int, short: str) -> int:
    """Return where the hyphenated word begins, if it begins like the short form: "non-negative"."""
    if text[at - 1 : at] != "-":
        return at
    begin = text.rfind(" ", start, at) + 1 or start
    return begin if text[begin].lower() == short[0].lower() else at


def _singular(short: str) -> str:
    return short[:-1] if len(short) > 2 and short.endswith("s") and short[-2].isupper() else short


def _by_initials(short: str, long: str) -> int | None:
    """Return where the last words of `long` begin whose initials are `short`, letter by letter.

    The shortest form for PPO in "proximal policy optimization" would begin at "policy".
    """
    begins = [match.start() for match in _INITIAL.finditer(long)][-len(short) :]
    spelled = "".join(long[at] for at in begins)
    return begins[0] if begins and spelled.lower() == short.lower() else None


def _best_long_form(short: str, long: str) -> int | None:
    """Return where in `long` the shortest fitting long form begins.

    Characters are matched from right to left; the first one has to begin a word.
    """
    place = len(long)
    for index in range(len(short) - 1, -1, -1):
        wanted = short[index].lower()
        if not wanted.isalnum():
            continue
        place -= 1
        while place >= 0 and (
            long[place].lower() != wanted
            or (index == 0 and place > 0 and long[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
    return max(long.rfind(" ", 0, place + 1), long.rfind("(", 0, place + 1)) + 1


def read_acronyms(doc: Doc) -> Doc:
    """Set ``kg_acronyms``, the pairs of every sentence."""
    text = doc._.kg_plain
    doc._.kg_acronyms = tuple(
        pair for start, end in doc._.kg_sentences for pair in acronyms_in(text, start, end)
    )
    return doc
