"""A line of a pasted page in, whether it is the page's furniture out."""

from __future__ import annotations

import re

_PHRASES = frozenset(
    phrase.casefold()
    for phrase in (
        "new",
        "Abstract",
        "Add a comment",
        "Add to collection",
        "arXiv",
        "arXiv Page",
        "Back to list",
        "byAK and the research community",
        "by AK and the research community",
        "Collections",
        "Community",
        "Daily Papers",
        "Datasets",
        "Get this paper in your agent",
        "Get trending papers in your email inbox",
        "Get trending papers in your email inbox!",
        "Get trending papers in your email inbox once a day!",
        "GitHub",
        "GitHub repo",
        "HTML",
        "Hugging Face",
        "Load more",
        "Log In",
        "Models",
        "Monthly",
        "Next",
        "Papers",
        "PDF",
        "Previous",
        "Project page",
        "Read more",
        "Share",
        "Show more",
        "Sign Up",
        "Spaces",
        "Submitted by",
        "Subscribe",
        "Today",
        "Trending",
        "Trending Papers",
        "Upvote",
        "View arXiv",
        "View arXiv page",
        "View PDF",
        "Weekly",
    )
)
_PATTERNS = re.compile(
    r"""
    [+-]?\d[\d.,]*\s?[km]?                              # counters: 128, 1.2k, +12
    | (?:upvote|github|likes?|stars?|page|models?|datasets?|spaces?)\s[+\d][\d.,]*\s?[km]?
    | [+\d][\d.,]*\s?[km]?\s(?:upvotes?|authors?|comments?|likes?|stars?|replies|reply|citations?)
    | ·?\s?(?:published|updated|submitted)\s(?:on\s|at\s)?[a-z]{3,9}\.?\s\d{1,2}(?:,?\s\d{4})?
    | page\s\d+\sof\s\d+
    | view\sarxiv\spage\sview\spdf.{0,80}
    | \W+                                               # rules, bullets, arrows
    """,
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_LABELLED = re.compile(
    r"(?:authors?|comments?|subjects?|keywords?|journal[ -]ref|cite as|report number"
    r"|[a-z]{3,4}[ -]class)\s?:.+|(?:submitted by|published in)\s.+",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(r"(?:[^\W\d_][\w.'\u2019\-]*\s+){1,4}[^\W\d_][\w.'\u2019\-]*\d?[*†‡]?")
_NAMES_APART = re.compile(r"\s*[,;·]\s*(?:and\s+)?|\s+and\s+|\s+&\s+")
_LONGEST = 120
_LONGEST_BYLINE = 2_000


def is_furniture(line: str) -> bool:
    """Return whether a listing page, copied, leaves this line behind between its papers.

    >>> is_furniture("Subscribe"), is_furniture("1.2k"), is_furniture("Upvote 68")
    (True, True, True)
    >>> is_furniture("GitHub Copilot in the Wild")
    False
    """
    text = line.strip()
    if len(text) > _LONGEST:
        return False
    return text.casefold() in _PHRASES or bool(_ascii_pattern(text))


def _ascii_pattern(text: str) -> re.Match[str] | None:
    # Under re.ASCII every foreign letter is \W, so a title in another script would be a "rule".
    found = _PATTERNS.fullmatch(text)
    return None if found and any(c.isalpha() and not c.isascii() for c in text) else found


def is_fragment(text: str) -> bool:
    """Return whether `text` is too short to be missed: under three words, such as a laboratory.

    >>> is_fragment("Some Lab"), is_fragment("On the Lab")
    (True, False)
    """
    return len(text) <= _LONGEST and len(text.split()) < 3


def is_byline(text: str) -> bool:
    """Return whether `text` lists authors, or is a field such as ``Comments: 12 pages``.

    >>> is_byline("Ada Lovelace, Charles Babbage and Mary Somerville")
    True
    >>> is_byline("Attention, Memory, and Learning in Machines")
    False
    """
    if len(text) > _LONGEST_BYLINE:
        return False
    if _LABELLED.fullmatch(text):
        return True
    names = [name for name in _NAMES_APART.split(text) if name]
    return len(names) > 1 and all(_is_name(name) for name in names)


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and text[0].isupper() and text.split()[-1][0].isupper()
