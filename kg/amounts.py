"""A claimed result and the text that it stands in, the words that say how much out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import ClaimedResult

_CHANGE = (
    r"(?:improv|reduc|increas|decreas|declin|rise|rising|rais|grow|fall|drop|boost|gain|speed|sav|"
    r"cut|accelerat|lower|higher|faster|slower|better|worse|fewer|less|more|small|larg|short|long)[\w-]*"
)
"""What tells which way a number goes: it is held as a bare one."""
_OTHER = r"(?!(?:and|or|but|while|with|from|than|compared|over|of|in|on|to|by|when)\b)[\w@/-]+"
_HEDGE = (
    r"(?:up\sto|over|more\sthan|less\sthan|at\sleast|about|around|nearly|approximately|roughly|only|"
    r"an?\saverage\sof|an\saverage\smargin\sof|below|almost)\s"
)
_BEFORE = re.compile(rf"(?:{_HEDGE})*[~$+]*\Z", re.IGNORECASE)
_CHANGED_BEFORE = re.compile(
    rf"(?:\b{_CHANGE}(?:\s{_OTHER}){{0,4}}(?:\s(?:of|by|in))?(?:\san?)?\s|\bby\s(?:an?\s)?)?"
    rf"(?:{_HEDGE})*[~$+]*\Z",
    re.IGNORECASE,
)
_UNIT = (
    r"(?:\s?\$?(?:\\?%|[x\xd7](?!\w)|\$?\\?times\b\$?|-?fold\b|"
    r"(?:[\w-]+\s)?(?:percentage\s|percent\s|absolute\s)?points?\b|pp\b))?"
)
_AFTER = re.compile(_UNIT, re.IGNORECASE)
_CHANGED_AFTER = re.compile(rf"{_UNIT}(?:\s{_OTHER}){{0,2}}?\s{_CHANGE}\b", re.IGNORECASE)
_MARKUP = re.compile(r"\\(?=%)|\$")
_TIMES = re.compile(r"\s?\\times\b|(?<=\d)times\b")
_LOOK_BACK = 80


def said(text: str, claim: ClaimedResult) -> tuple[int, int]:
    """Return the stretch of a paper's field that says how much a result is, and which way.

    Its number and unit; of a gain also the word that tells its direction, after it or else before.

    >>> from kg.model import ClaimedResult, Evidence, Span
    >>> def told(text, number, kind):
    ...     start = text.index(number)
    ...     place = Evidence(
    ...         "abstract", start, start + len(number), Span("abstract", 0, len(text)), 1
    ...     )
    ...     first, last = said(text, ClaimedResult("paper/x", number, "", "", "", "", kind, place))
    ...     return text[first:last]
    >>> told("It needs 16 times fewer weights.", "16", "gain")
    '16 times fewer'
    >>> told("It reduces the error by about 5.6% on Pond.", "5.6", "gain")
    'reduces the error by about 5.6%'
    >>> told("It reaches an accuracy of 91.5% and more.", "91.5", "absolute")
    '91.5%'
    """
    place = claim.evidence
    end = place.sentence.end
    before, after = _BEFORE, _AFTER.match(text, place.end, end)
    if claim.kind == "gain":
        changed = _CHANGED_AFTER.match(text, place.end, end)
        before, after = (_BEFORE, changed) if changed else (_CHANGED_BEFORE, after)
    lead = text[max(place.sentence.start, place.start - _LOOK_BACK) : place.start]
    ahead = before.search(lead)
    return (
        place.start - (len(lead) - ahead.start() if ahead else 0),
        after.end() if after else place.end,
    )


def readable(words: str) -> str:
    r"""Return words with a number on one line and without the marks of formulas.

    >>> readable(r"reduced by $5.6\%$"), ascii(readable("1.22times  higher"))
    ('reduced by 5.6%', "'1.22\\xd7 higher'")
    """
    return " ".join(_TIMES.sub("\xd7", _MARKUP.sub("", words)).split())
