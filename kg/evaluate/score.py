"""Counts of right, wrong and missed in, precision and recall out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """How often extraction was right (`true_positives`), wrong, and silent."""

    true_positives: int
    false_positives: int
    false_negatives: int

    @property
    def precision(self) -> float:
        """Return the share of what was extracted that is right, 0 to 1; 0 of nothing.

        >>> Score(3, 1, 3).precision
        0.75
        """
        return _share(self.true_positives, self.true_positives + self.false_positives)

    @property
    def recall(self) -> float:
        """Return the share of what is annotated that was found, 0 to 1; 0 of nothing.

        >>> Score(3, 1, 3).recall
        0.5
        """
        return _share(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall, 0 where nothing is right.

        >>> Score(3, 1, 3).f1, Score(0, 1, 0).f1
        (0.6, 0.0)
        """
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if self.true_positives else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
