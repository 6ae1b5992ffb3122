"""Features of one name in, pairs of them out: two together may say more than each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

PAIR = " & "
"""What stands between the two features of a pair."""

_PAIRED = (
    *("unseen", "title", "title start :", "cue=propose N", "cue=our N", "cue=called N"),
    *("cue=title N:", "cue=N, a method", "mentions=1", "lower", "defined", "cue=use N"),
    *("cue=compared with N", "cue=with N", "lexicon=method", "no cue"),
)


Group = tuple[bytes, tuple[str, ...]]
"""What one thing says of a name: the numbers of its features, and those that form pairs."""


def paired(features: Container[str]) -> tuple[str, ...]:
    """Return those of some features that form pairs.

    >>> paired({"no cue", "long=2", "title"})
    ('title', 'no cue')
    """
    return tuple([feature for feature in _PAIRED if feature in features])


def pairs(of: tuple[tuple[str, ...], str]) -> Iterator[str]:
    """Yield the pairs of features from `paired`, and of each with what the paper does.

    >>> list(pairs((("no cue", "title"), "nameless")))
    ['title & nameless', 'title & no cue', 'no cue & nameless']
    """
    held, paper = sorted(of[0], key=_PAIRED.index), of[1]
    for place, one in enumerate(held):
        yield one + PAIR + paper
        for other in held[place + 1 :]:
            yield one + PAIR + other
