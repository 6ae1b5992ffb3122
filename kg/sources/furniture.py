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
_LONGEST = 120


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
