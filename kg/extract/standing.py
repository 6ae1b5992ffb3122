"""Plain facts of how a name stands in its paper in, the features that they are out.

The same facts hold of many names: a function takes them as one value, so that what it says of them
can be remembered.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.extract.forms import shape

if TYPE_CHECKING:
    from collections.abc import Iterator

ALWAYS = "always"
"""The feature that every name has."""


def own(facts: tuple[tuple[str, ...], tuple[str, ...], str]) -> Iterator[str]:
    """Yield what is known by kinds of the lexicons that have a name, its rules, its short form.

    >>> list(own(((), ("mixed",), "FishNet")))
    ['lexicon=no', 'rule=mixed', 'defined', 'defined XxXx']
    """
    kinds, rules, short = facts
    yield from (f"lexicon={kind}" for kind in kinds or ("no",))
    yield from (f"rule={rule}" for rule in rules)
    if short:
        yield "defined"
        yield f"defined {shape(short)[:6]}"


def said(rules: tuple[str, ...]) -> Iterator[str]:
    """Yield which cues speak of a name, and which of them do so again.

    >>> list(said(("use N", "with N", "use N")))
    ['cue=use N', 'cues=use N', 'cue=with N']
    """
    for rule, count in Counter(rules).items():
        yield f"cue={rule}"
        if count > 1:
            yield f"cues={rule}"
    if not rules:
        yield "no cue"


def place(facts: tuple[int, int, bool, tuple[str, ...]]) -> Iterator[str]:
    """Yield how often a name stands in its paper, and after how many others.

    The facts are both numbers, whether no name stands in it more often, and what the title says.

    >>> list(place((2, 0, True, ("title",))))
    ['always', 'mentions=2', 'rank=0', 'most mentioned', 'title']
    """
    mentions, before, is_most, in_title = facts
    yield ALWAYS
    yield f"mentions={mentions}"
    yield f"rank={before}"
    if is_most:
        yield "most mentioned"
    yield from in_title


def spread(facts: tuple[int, int, int, int]) -> Iterator[str]:
    """Yield in which sentences a name stands: the first, quarters of first and last, how many.

    >>> list(spread((1, 0, 3, 2)))
    ['sentence=1', 'share=0', 'last=3', 'spread=2']
    """
    for what, figure in zip(("sentence", "share", "last", "spread"), facts, strict=True):
        yield f"{what}={figure}"


def beside_title(facts: tuple[str, tuple[str, ...], int, bool]) -> Iterator[str]:
    """Yield how a name is like the title: a paper is named for what it proposes.

    The facts are where the name stands, which topics the title names, how many quarters of the
    name's words it shares (-1: too few to tell), and whether its capitals spell the title.

    >>> list(beside_title(("body", ("survey",), 2, True)))
    ['body of paper on survey', 'title share=2', 'spells title']
    """
    where, topics, share, spells = facts
    yield from (f"{where} of paper on {topic}" for topic in topics)
    if share >= 0:
        yield f"title share={share}"
    if spells:
        yield "spells title"
