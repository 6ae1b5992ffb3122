"""A line of a page in, the date that it says out."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        rf"{_MONTH} {_DAY}(?:,? {_YEAR})?",
        rf"{_DAY} {_MONTH}(?:,? {_YEAR})?",
        rf"{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})",
    )
)


def date_of(line: str) -> str:
    """Return the date that `line` consists of, or "" where it is no date.

    A date without a year stays one, in the form of ``xsd:gMonthDay``.

    >>> date_of("Mar 11"), date_of("11 March 2024"), date_of("2024-03-11")
    ('--03-11', '2024-03-11', '2024-03-11')
    >>> date_of("March of the Penguins"), date_of("Feb 30")
    ('', '')
    """
    found = next((m for form in _FORMS if (m := form.fullmatch(line.strip()))), None)
    if found is None:
        return ""
    year, month, day = found["year"], _month(found["month"]), int(found["day"])
    if not _exists(int(year or 2000), month, day):
        return ""
    return f"{year or '-'}-{month:02}-{day:02}"


def _month(text: str) -> int:
    """Return 1 to 12, or 0 where `text` is no English month."""
    if text.isdigit():
        return int(text)
    name = text.lower()
    names = (n for n, month in enumerate(_MONTHS, 1) if name in (month, month[:3], month[:4]))
    return next(names, 0)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
