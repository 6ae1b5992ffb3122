"""A sentence in, the numbers in it that may be outcomes out, with unit and kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_OUTCOME = re.compile(
    r"\b(?:achiev|attain|reach|obtain|yield|improv|outperform|surpass|exceed|reduc|increas|"
    r"boost|gain|speed|faster|lower|higher|better|scor|accelerat|deliver|cut|sav)\w*",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(
    # A number in signs of a formula must fill them: "$1.5$", "$2\times$".
    r"(?:(?<![\w.,/^${-])|(?<=\s\$)(?=[\d.]+(?:\s?\\times|\\%)?\$)|(?<=\s\$)(?=[+]))"
    r"(?P<sign>[+])?(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"\$?\s?(?P<unit>\\?%|[x\xd7](?!\w)|\$?\\times\$?|-?fold\b|times\b|"
    r"(?:percentage |percent |absolute |accuracy )?points?\b|pp\b)?"
    r"(?![\w-]|[.,]\d)"
)
_UNITS = (("%", "%"), ("point", "points"), ("pp", "points"), ("", "x"))
_MUCH = (
    r"(?:up to|of|over|approximately|about|around|an average of|more than|at least|nearly|an?|only|"
    r"additional|roughly|further|~|>|\\sim|\s)*\$?$"
)
_GAIN_BEFORE = re.compile(
    r"\b(?:by|improv\w+|reduc\w+|increas\w+|boost\w*|gains?|speed-?ups?|cut\w*|sav\w+|"
    r"declines?|decreases?|drops?)"
    rf"(?: (?!to\b)\w+){{0,3}}\s?{_MUCH}",
    re.IGNORECASE,
)
_GAIN_AFTER = re.compile(
    r"\$?\s?(?:\w+ ){0,2}(?:improvements?|gains?|reductions?|increases?|speed-?ups?|faster|higher|"
    r"lower|better|fewer|less|more|smaller|larger|boosts?|decreases?|declines?|drops?|savings?)\b",
    re.IGNORECASE,
)
_REACHED_BEFORE = re.compile(r"(?<!up) to (?:about |around |approximately |only |~)?\$?$")
# What is measured against, what was there before, and how much was put in: no outcomes.
_RIVAL_BEFORE = re.compile(
    r"\b(?:(?:vs\.?|versus)(?: [\d.]+\\?%? and)?|against|among|from|"
    r"(?:compared|relative) (?:to|with)|instead of)"
    r"(?: (?:a|an|the|about|around|only|just|roughly)){0,2} \$?$",
    re.IGNORECASE,
)
_INPUT_AFTER = re.compile(
    r"\s?(?:(?:to|-+|\u2013) ?[\d.]+\\?% ?)?(?:of )?(?:the |its |all |their )?"
    r"(?:original |full |labeled |training |additional |trainable )*"
    r"(?:data|samples|parameters|labels|annotations|size)\b"
)
_SETTING_BEFORE = re.compile(
    r"\b(?:(?:batch|patch|window|context|image|input) (?:sizes?|lengths?)|learning rates?|"
    r"ranks?|resolutions?|temperatures?)"
    r"(?: (?:of|from|to|is|as|at|small|large|low|high|only))*\s?=?\s?\$?$",
    re.IGNORECASE,
)
_SETTING_AFTER = re.compile(r"\s?(?:(?:batch|patch|window) size|epochs?\b|iterations?\b)")
_COUNT_AFTER = re.compile(r"\s?times (?!faster|slower|higher|lower|better|more|less|fewer|smaller)")
# Two numbers that one verb and one kind belong to: "by 1.2% in accuracy and 3% in F1".
_SAME_LIST = re.compile(r"[^.;:]{0,60}?(?:,|\band\b|\bto\b)[^.;:]{0,25}", re.IGNORECASE)
_LOOK_BACK = 70


class Figure(NamedTuple):
    """A number as a decimal numeral, its unit, ``gain`` or ``absolute``, and where it stands.

    `end` is the end of the numeral, `unit_end` that of the unit after it.
    """

    value: str
    unit: str
    kind: str
    start: int
    end: int
    unit_end: int


def figures_in(text: str, start: int, end: int) -> Iterator[Figure]:
    """Yield the numbers of a sentence that tells of an outcome, without those of its rivals.

    >>> [(f.value, f.unit, f.kind) for f in figures_in("It gains 2.5 points.", 0, 20)]
    [('2.5', 'points', 'gain')]
    """
    if not (_DIGIT.search(text, start, end) and _OUTCOME.search(text, start, end)):
        return
    before: Figure | None = None
    for match in _NUMBER.finditer(text, start, end):
        if not _is_no_outcome(text, match, start, end):
            before = _figure(text, match, start, end, before)
            yield before


def _is_no_outcome(text: str, match: re.Match[str], start: int, end: int) -> bool:
    return bool(
        _INPUT_AFTER.match(text, match.end(), end)
        or _COUNT_AFTER.match(text, match.end("value"), end)
        or _RIVAL_BEFORE.search(text, max(start, match.start() - _LOOK_BACK), match.start())
        or _SETTING_AFTER.match(text, match.end(), end)
        or _SETTING_BEFORE.search(text, max(start, match.start() - _LOOK_BACK), match.start())
    )


def _figure(text: str, match: re.Match[str], start: int, end: int, before: Figure | None) -> Figure:
    first = match.start()
    unit = _unit(match["unit"] or "")
    look_back = max(start, first - _LOOK_BACK)
    gain = bool(
        match["sign"]
        or unit == "x"
        or (
            not _REACHED_BEFORE.search(text, look_back, first)
            and (
                _GAIN_BEFORE.search(text, look_back, first)
                or _GAIN_AFTER.match(text, match.end(), end)
                or (before and before.kind == "gain" and in_one_list(text, before, first))
            )
        )
    )
    return Figure(
        match["value"].replace(",", ""),
        unit,
        "gain" if gain else "absolute",
        *match.span("value"),
        match.end(),
    )


def in_one_list(text: str, before: Figure, at: int) -> bool:
    """Return whether the number at a place is listed with one before it: "by 1% in A, 2% in B".

    >>> text = "It gains 2% in accuracy and 3% in recall."
    >>> [in_one_list(text, f, text.index("3")) for f in figures_in(text, 0, len(text))]
    [True, False]
    """
    gap = text[before.unit_end : at]
    return bool(_SAME_LIST.fullmatch(gap)) and not _OUTCOME.search(gap)


def _unit(written: str) -> str:
    return next(unit for sign, unit in _UNITS if sign in written) if written else ""
