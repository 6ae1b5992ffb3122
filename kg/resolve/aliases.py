"""Alias rows in, the sets of names that mean the same thing out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import AliasError
from kg.names import entity_key
from kg.vocabulary import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SAME, NOT_SAME = "same", "not-same"


@dataclass(frozen=True, slots=True)
class Rule:
    """Names that are, or are not, the same thing of one kind; the first is canonical."""

    verdict: str
    kind: str
    names: tuple[str, ...]


def read_aliases(path: Path) -> tuple[Rule, ...]:
    """Return the rules of a user's alias file.

    A line is ``same`` or ``not-same``, a kind, and two or more names, separated by tabs; ``#``
    begins a comment. Raises `AliasError` with the line of the first that is none of these.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise AliasError(str(path), 0, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise AliasError(str(path), line, "is not UTF-8 text; save it as UTF-8") from error
    return tuple(
        _rule(str(path), number, line)
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("#")
    )


def _rule(path: str, number: int, line: str) -> Rule:
    verdict, kind, *names = [part.strip() for part in line.split("\t")] + ["", ""]
    names = [name for name in names if name]
    if verdict not in (SAME, NOT_SAME):
        raise AliasError(
            path, number, f"begins with {verdict!r}; write 'same' or 'not-same', a tab"
        )
    if kind not in ROLES:
        raise AliasError(path, number, f"{kind!r} is no kind; write one of {', '.join(ROLES)}")
    if len(names) < 2:
        raise AliasError(path, number, "names fewer than two things; separate them with tabs")
    keys = {entity_key(name) for name in names}
    if "" in keys:
        raise AliasError(path, number, "a name has neither letter nor digit")
    if verdict == NOT_SAME and len(keys) < len(names):
        raise AliasError(
            path, number, "these differ in case, hyphens or plural only, and cannot be kept apart"
        )
    return Rule(verdict, kind, tuple(names))


class Sameness:
    """Sets of keys that mean the same thing, united one pair at a time.

    Union-find (Tarjan 1975) with path halving, in which a set also knows the keys that it must
    never be united with; the representative is the smallest key, whatever the order of unions.

    >>> same = Sameness(apart=[("a", "c")])
    >>> same.unite("b", "a"), same.unite("b", "c")
    (True, False)
    >>> same.find("b"), same.find("c")
    ('a', 'c')
    """

    def __init__(self, apart: Iterable[tuple[str, str]] = ()) -> None:
        self._parent: dict[str, str] = {}
        self._apart: dict[str, set[str]] = {}
        for one, other in apart:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def find(self, key: str) -> str:
        """Return the representative of the set `key` is in."""
        parent = self._parent
        while (above := parent.get(key, key)) != key:
            parent[key] = key = parent.get(above, above)
        return key

    def is_apart(self, one: str, other: str) -> bool:
        """Return whether the sets of two keys must never be united."""
        root = self.find(one)
        return any(self.find(key) == root for key in self._apart.get(self.find(other), ()))

    def unite(self, one: str, other: str) -> bool:
        """Make two sets one; return False where that would join what must stay apart."""
        low, high = sorted((self.find(one), self.find(other)))
        if low == high:
            return True
        if self.is_apart(low, high):
            return False
        self._parent[high] = low
        self._apart.setdefault(low, set()).update(self._apart.pop(high, ()))
        return True
