"""The names of one paper with their kinds in, which of them mean one thing in it out.

A paper that is about "fine-grained visual grounding" also says "visual grounding" for short, and
one that proposes the "Recurrent-Depth Vision Transformer" calls it "RD-ViT" in its title without
saying so. What a name means in one paper it need not mean in another.
"""

from __future__ import annotations

import re
from itertools import permutations
from typing import TYPE_CHECKING

from kg.extract.theme_words import key_of
from kg.names import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Forms = Sequence[str]

NESTED = ("metric", "task")
"""Kinds of which a name may stand for a longer one that ends on the same word."""

_SILENT = frozenset(("of", "the", "for", "and", "with", "a", "an", "in", "to", "on", "via", "by"))
"""Words that a short form may pass over."""
_WORD = re.compile(r"[^\W_]+")
_TWO_CAPITALS = re.compile(r"[A-Z].*[A-Z]")


def joined(names: Sequence[tuple[str, Forms]]) -> list[list[int]]:
    """Return the places of names that mean one thing together, that which gives it its name first.

    `names` are kinds and forms in reading order, in which groups come back too. Of tasks and
    metrics the most general name of several words stands for the others; one word alone stands for
    nothing but means the only one that ends on it. Of methods, the short form stands for the long
    one.

    >>> joined([("task", ["fine-grained parsing"]), ("method", ["FP"]), ("task", ["parsing"])])
    [[0, 2], [1]]
    >>> joined([("method", ["RD-ViT"]), ("method", ["Recurrent-Depth Vision Transformer"])])
    [[0, 1]]
    """
    heads = [_head(place, names) for place in range(len(names))]
    groups: dict[int, list[int]] = {}
    for place, head in enumerate(heads):
        while heads[head] != head:  # each is shorter than the one before
            head = heads[head]
        groups.setdefault(head, []).append(place)
    for place in [place for place in groups if _is_word(names[place])]:
        longer = [head for head in groups if _ends_on(names[head], names[place])]
        if len(longer) == 1:
            groups[longer[0]] += groups.pop(place)
    ordered = sorted(groups.items(), key=lambda item: min(item[1]))
    return [[head, *sorted({*group} - {head})] for head, group in ordered]


def _head(place: int, names: Sequence[tuple[str, Forms]]) -> int:
    """Return the place of the name that stands for the one at a place, the shortest of several."""
    kind, forms = names[place]
    if kind not in _RULES:
        return place
    heads = [
        (len(other), n)
        for n, (its_kind, its) in enumerate(names)
        if n != place and its_kind == kind
        for other in _RULES[kind](forms, its)
    ]
    return min(heads, default=(0, place))[1]


def _within(forms: Forms, others: Forms) -> Iterator[str]:
    """Yield the keys of others that are more general than a form: fewer of its words, one head.

    They are shorter than all forms, so that no two names are each more general than the other.
    """
    keys = [key_of(form) for form in forms]
    shortest = min(map(len, keys))
    for words in (key.split(" ") for key in keys):
        for other in (key for key in map(key_of, others) if len(key) < shortest):
            fewer = other.split(" ")
            if 1 < len(fewer) < len(words) and fewer[-1] == words[-1] and {*fewer} <= {*words}:
                yield other


def _is_word(name: tuple[str, Forms]) -> bool:
    kind, forms = name
    return kind in NESTED and all(" " not in key_of(form) for form in forms)


def _ends_on(name: tuple[str, Forms], word: tuple[str, Forms]) -> bool:
    ends = tuple(" " + key_of(form) for form in word[1])
    return name[0] == word[0] and any(key_of(form).endswith(ends) for form in name[1])


def _shortened(forms: Forms, others: Forms) -> Iterator[str]:
    """Yield the others that are short for a form, and shorter than all.

    The paper may say itself what an other is short for: "Continual learning (CL)" is no loss.
    """
    shortest = min(map(len, forms))
    for other in others:
        meant = [long for long in others if " " in long and other.lower() not in long.lower()]
        if len(other) < shortest and any(
            is_short_for(other, form) and all(_are_alike(form, long) for long in meant)
            for form in forms
        ):
            yield other


def _are_alike(one: str, other: str) -> bool:
    """Return whether the words of two long forms differ by nothing but additions or acronyms.

    >>> _are_alike("asymmetric FP quantization", "Asymmetric Floating Point Quantization")
    True
    >>> _are_alike("recursive neural network", "recurrent neural networks")
    False
    """
    words, others = ({slug(word): word for word in _WORD.findall(form)} for form in (one, other))
    more = [word for key, word in words.items() if key not in others]
    fewer = [word for key, word in others.items() if key not in words]
    return not (more and fewer) or any(
        is_short_for("".join(short), " ".join(long)) for short, long in permutations((more, fewer))
    )


_RULES = {**dict.fromkeys(NESTED, _within), "method": _shortened}


def is_short_for(short: str, long: str) -> bool:
    """Return whether a short form is made of beginnings of all words of a long one, in order.

    >>> is_short_for("RD-ViT", "Recurrent-Depth Vision Transformer")
    True
    >>> is_short_for("ViT", "Vision-Language Transformer")
    False
    """
    words = _WORD.findall(long.lower())
    letters = "".join(_WORD.findall(short.lower()))
    if len(words) < 2 or " " in short or not _TWO_CAPITALS.search(short):
        return False
    if letters[0] != words[0][0] or words == _WORD.findall(short.lower()):
        return False
    ends = {0}
    for word in words:
        passed = ends if word in _SILENT else set()
        ends = passed.union(*(_behind(letters, start, word) for start in ends))
    return len(letters) in ends


def _behind(letters: str, start: int, word: str) -> Iterator[int]:
    """Yield where the beginnings of a word end that stand at a place in some letters."""
    for end, (letter, wanted) in enumerate(zip(letters[start:], word, strict=False), start + 1):
        if letter != wanted:
            return
        yield end
