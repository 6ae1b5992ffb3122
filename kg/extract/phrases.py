"""A text in, its lower-case noun phrases that end in the name of a kind of task out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.shapes import Candidate
from kg.extract.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONG_WORD = re.compile(r"(?<![\w-])[A-Za-z-]{6,}(?!\w)")
_BEFORE = re.compile(r"(?:(?<![\w-])[A-Za-z][\w\u2019'/-]* ){1,3}$")
# "improving image classification" begins with a verb; "building segmentation" does not.
_VERB = re.compile(
    r"(?!(?:building|drawing|reading|speaking|lung)$)[a-z]+(?:ing|ed)", re.IGNORECASE
)


def task_phrases(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Yield the phrases of one sentence that end in the name of a kind of task.

    >>> text = "We study robust event-based video frame interpolation."
    >>> [text[c.start : c.end] for c in task_phrases(text, 0, len(text))]
    ['event-based video frame interpolation']
    """
    for head in _LONG_WORD.finditer(text, start, end):
        if head[0].lower() not in words("task-heads"):
            continue
        before = _BEFORE.search(text, max(start, head.start() - 60), head.start())
        attributes = _attributes(before[0].split()) if before else []
        if attributes:
            yield Candidate(head.start() - len(" ".join(attributes)) - 1, head.end(), "phrase")


def _attributes(before: list[str]) -> list[str]:
    """Return the last words that can belong to one noun phrase."""
    kept: list[str] = []
    for word in reversed(before):
        if word.lower() in words("no-attribute") or word.endswith("ly"):
            break
        kept.insert(0, word)
    while kept and _VERB.fullmatch(kept[0]):
        kept.pop(0)
    return kept
