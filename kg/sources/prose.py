"""A stretch of a page in, how much it looks like an abstract rather than a title out."""

from __future__ import annotations

import math
import re

CERTAIN = 600
"""From this many characters on, a stretch of text is an abstract: no title is so long."""

_STOPPED = re.compile(r"(?:[.\u3002]|\.\.\.|\u2026)[\"'\u201d\u2019)\]]*\Z")
_ASKED = re.compile(r"[?!\uff1f\uff01][\"'\u201d\u2019)\]]*\Z")
# A dot after one letter is an initial or "e.g."; "vs." and "et al." end no sentence either.
_BETWEEN_SENTENCES = re.compile(
    r"(?<!\bvs)(?<!\bal)(?<!\b[A-Za-z])[.?!][\"'\u201d\u2019)\]]*\s+(?=[^\W_a-z]|[\"'\u201c(])|[\u3002\uff1f\uff01](?=\S)"
)
_TYPICAL_LENGTHS = (200, 50)  # half way between the two, and how fast one turns into the other


def abstract_odds(text: str) -> float:
    """Return the logarithm of the odds that `text` is an abstract: above 0 it rather is one.

    Length counts up to 3 either way; a full stop at the end, which one title in a thousand has
    and nearly every abstract, 4.5; each boundary between two sentences 2, twice at the most.

    >>> abstract_odds("One vs. Many: Where Do Crowds of Agents Go Wrong?") < -3
    True
    >>> abstract_odds("We ask crowds of agents. They go wrong, and we show where.") > 2
    True
    """
    if len(text) >= CERTAIN:
        return 10.0
    middle, slope = _TYPICAL_LENGTHS
    odds = max(-3.0, min(3.0, (len(text) - middle) / slope))
    odds += 2.0 * min(2, len(_BETWEEN_SENTENCES.findall(text)))
    return odds + _ending(text)


def _ending(text: str) -> float:
    if _STOPPED.search(text):
        return 4.5
    return -1.0 if _ASKED.search(text) else -3.0


def surprise(odds: float) -> float:
    """Return how surprising it is, in nats, that the thing with these log-odds is not so.

    >>> round(surprise(0.0), 3), round(surprise(-9.0), 3)
    (0.693, 0.0)
    """
    return math.log1p(math.exp(odds))
