"""Features as texts in, the numbers under which their weights stand out.

Where features are told and where they are learnt they are texts. To read a paper only numbers
count, and what has no weight needs none: the features that the same word speaks of are told once,
and from then on their numbers are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kg.extract.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Key = TypeVar("Key")

NO_NUMBER = 0
"""Stands for every feature that has no weight."""


class Numbers(dict[str, int]):
    """Feature → its number, from 1 on; `NO_NUMBER` for all others.

    >>> numbers = Numbers(["title", "lower"])
    >>> numbers["lower"], numbers["never seen"]
    (2, 0)
    """

    def __init__(self, features: Iterable[str] = ()) -> None:
        """Give numbers to features in their order."""
        super().__init__((feature, number) for number, feature in enumerate(features, 1))

    def __missing__(self, feature: str) -> int:
        return NO_NUMBER

    def of(self, features: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of those features that have one, each once.

        >>> Numbers(["title", "lower"]).of(["lower", "never seen", "lower"])
        (2,)
        """
        return tuple(dict.fromkeys(filter(None, map(self.__getitem__, features))))

    def remembered(self, tell: Callable[[Key], Iterable[str]]) -> Remembered[Key, tuple[int, ...]]:
        """Return what has the numbers of the features that `tell` says of a value.

        >>> numbers = Numbers(["word=soap"])
        >>> numbers.remembered(lambda word: [f"word={word}", "word"])["soap"]
        (1,)
        """
        return Remembered(lambda value: self.of(tell(value)))


class GrowingNumbers(Numbers):
    """What training takes: a feature that comes for the first time gets the next number.

    >>> numbers = GrowingNumbers()
    >>> numbers["title"], numbers["lower"], numbers["title"]
    (1, 2, 1)
    >>> numbers.features([2])
    frozenset({'lower'})
    """

    def __init__(self) -> None:
        """Know no feature yet."""
        super().__init__()
        self._features = [""]

    def __missing__(self, feature: str) -> int:
        self[feature] = number = len(self._features)
        self._features.append(feature)
        return number

    def features(self, numbers: Iterable[int]) -> frozenset[str]:
        """Return the features that have some numbers."""
        return frozenset(map(self._features.__getitem__, numbers)) - {""}
