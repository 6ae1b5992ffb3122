"""Annotated papers in, which words tell of which topics out.

A ridge regression for each topic from the words and the pairs of words of a paper to whether it is
filed there; only the words that speak most for a topic are kept. scikit-learn is needed here.
"""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kg.extract.regression import indicators, ridge
from kg.extract.theme_table import USUAL
from kg.extract.theme_words import key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from kg.extract.theme_features import Reading

MOST_HINTS = 40
LEAST_CORE, LEAST_PAPERS = 2, 3
"""A topic is learnt if it is a core theme of so many papers, or acceptable for so many."""
_LEAST_WORD, _LEAST_PAIR = 3, 5
_ALSO = 0.4
_PENALTY = 0.2


class Filed(NamedTuple):
    """The topics under which a paper is filed: key and label of each."""

    core: dict[str, str]
    also: dict[str, str]
    """Further acceptable ones, the tasks of the paper among them."""


def filed(annotation: Mapping[str, Any]) -> Filed:
    """Return the topics of an annotated paper."""
    themes = annotation["themes"]
    names = list(themes.get("also", ()))
    for task in annotation["tasks"]:
        names += [task["name"], *task.get("aliases", ())]
    core = {key_of(name): name for name in themes.get("core", ())}
    also = {key_of(name): name for name in names}
    return Filed(core, {key: name for key, name in also.items() if key and key not in core})


def learned_hints(
    readings: Sequence[Reading], papers: Sequence[Filed]
) -> dict[str, dict[str, float]]:
    """Return for each topic the words that speak for it, the most telling first, and `USUAL`."""
    labels = _labels(papers)
    words = _vocabulary(readings)
    if not labels or not words:
        return {}
    answers = _answers(labels, papers)
    usual = answers.mean(axis=0)
    rarity = np.array([log(len(readings) / n) for n in words.values()])
    rows = _rows(readings, list(words), rarity)
    weights = ridge(rows, answers - usual, penalty=_PENALTY) * rarity[:, None]
    names = np.array(list(words), dtype=object)
    return {
        label: {USUAL: round(float(usual[n]), 5), **_strongest(names, weights[:, n])}
        for n, label in enumerate(labels.values())
    }


def _labels(papers: Iterable[Filed]) -> dict[str, str]:
    """Return the topics of enough papers: by key, the spelling that most of them have."""
    core: Counter[str] = Counter()
    fine: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = {}
    for paper in papers:
        core.update(paper.core.keys())
        for key, name in (*paper.core.items(), *paper.also.items()):
            fine[key] += 1
            spelled.setdefault(key, Counter())[name] += 1
    return {
        key: min(spelled[key], key=lambda name: (-spelled[key][name], name))
        for key in sorted(fine)
        if key and (core[key] >= LEAST_CORE or fine[key] >= LEAST_PAPERS)
    }


def _vocabulary(readings: Iterable[Reading]) -> dict[str, int]:
    """Return the words and pairs of enough papers, with the number of papers."""
    papers: Counter[str] = Counter()
    for reading in readings:
        papers.update(reading.hints)
    return {
        word: n
        for word, n in sorted(papers.items())
        if n >= (_LEAST_PAIR if " " in word else _LEAST_WORD)
    }


def _rows(readings: Sequence[Reading], words: list[str], rarity: NDArray[np.float64]) -> Any:
    """Return a sparse row for each text: each word by its rarity, those of the title twice."""
    known = set(words)
    rows = indicators([each.hints & known for each in readings], words)
    rows += indicators([each.title_hints & known for each in readings], words)
    shares = np.array([each.share for each in readings])
    return rows.multiply(rarity).multiply(shares[:, None]).tocsr()


def _answers(labels: Collection[str], papers: Sequence[Filed]) -> NDArray[np.float32]:
    numbers = {key: n for n, key in enumerate(labels)}
    answers = np.zeros((len(papers), len(labels)), np.float32)
    for row, paper in zip(answers, papers, strict=True):
        for topics, worth in ((paper.also, _ALSO), (paper.core, 1.0)):
            row[[numbers[key] for key in topics if key in numbers]] = worth
    return answers


def _strongest(words: NDArray[np.object_], weights: NDArray[np.float32]) -> dict[str, float]:
    order = np.argsort(-weights, kind="stable")[:MOST_HINTS]
    return {words[n]: round(float(weights[n]), 3) for n in order if weights[n] >= 0.0005}
