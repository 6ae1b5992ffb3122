"""Features as texts in, the numbers under which their weights stand out.

Where features are told and where they are learnt they are texts. To read a paper only numbers
count, and what has no weight needs none: the features that the same word speaks of are told once,
and from then on their numbers are known.

A number is kept as its bytes: thousands of them are put together for every paper, and joined bytes
are an array as they are, whereas Python would look at each number by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from kg.extract.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

Key = TypeVar("Key")

NO_NUMBER = b""
"""Stands for every feature that has no weight."""

_NUMBER = np.dtype("<u4")


def _packed(number: int) -> bytes:
    return number.to_bytes(_NUMBER.itemsize, "little")


def unpacked(numbers: bytes) -> NDArray[np.uint32]:
    """Return the numbers that some bytes hold.

    >>> numbers = Numbers(["title", "lower"])
    >>> unpacked(numbers["lower"] + numbers["never seen"] + numbers["title"]).tolist()
    [2, 1]
    """
    return np.frombuffer(numbers, _NUMBER)


def counts_of(each: Iterable[bytes]) -> list[int]:
    """Return how many numbers each of some bytes hold.

    >>> counts_of([NO_NUMBER, Numbers(["title"])["title"]])
    [0, 1]
    """
    return [len(numbers) // _NUMBER.itemsize for numbers in each]


class Numbers(dict[str, bytes]):
    r"""Feature → its number, from 1 on; `NO_NUMBER` for all others.

    >>> numbers = Numbers(["title", "lower"])
    >>> numbers["lower"], numbers["never seen"]
    (b'\x02\x00\x00\x00', b'')
    """

    def __init__(self, features: Iterable[str] = ()) -> None:
        """Give numbers to features in their order."""
        super().__init__((feature, _packed(n)) for n, feature in enumerate(features, 1))

    def __missing__(self, feature: str) -> bytes:
        return NO_NUMBER

    def of(self, features: Iterable[str]) -> bytes:
        """Return the numbers of those features that have one.

        >>> unpacked(Numbers(["title", "lower"]).of(["lower", "never seen"])).tolist()
        [2]
        """
        return b"".join(filter(None, map(self.get, features)))

    def remembered(self, tell: Callable[[Key], Iterable[str]]) -> Remembered[Key, bytes]:
        """Return what has the numbers of the features that `tell` says of a value.

        >>> numbers = Numbers(["word=soap"])
        >>> unpacked(numbers.remembered(lambda word: [f"word={word}", "word"])["soap"]).tolist()
        [1]
        """
        return Remembered(lambda value: self.of(tell(value)))


class GrowingNumbers(Numbers):
    """What training takes: a feature that comes for the first time gets the next number.

    >>> numbers = GrowingNumbers()
    >>> unpacked(numbers["title"] + numbers["lower"] + numbers["title"]).tolist()
    [1, 2, 1]
    >>> numbers.features(numbers["lower"])
    frozenset({'lower'})
    """

    def __init__(self) -> None:
        """Know no feature yet."""
        super().__init__()
        self._features = [""]

    def __missing__(self, feature: str) -> bytes:
        self[feature] = number = _packed(len(self._features))
        self._features.append(feature)
        return number

    def get(self, feature: str, default: bytes | None = None) -> bytes:  # type: ignore[override]  # noqa: ARG002
        """Return the number of a feature, as `[]` does: every feature has one."""
        return self[feature]

    def features(self, numbers: bytes) -> frozenset[str]:
        """Return the features that have some numbers."""
        return frozenset(map(self._features.__getitem__, unpacked(numbers).tolist()))
