"""Pairs of keys that mean the same in, sets of keys out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


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
