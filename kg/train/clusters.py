"""A corpus of titles and abstracts in, clusters of its words that are used alike out.

Words are set in a space by the words around them (skip-gram with negative sampling: Mikolov et
al. 2013, "Distributed representations of words and phrases and their compositionality"), and the
space is divided by k-means. gensim has its one home here.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import numpy as np

from kg.errors import KgError
from kg.extract.regression import clustered
from kg.lexicon.clusters import NUMBER, Clusters

try:
    from gensim.models import Word2Vec
except ImportError as missing:
    raise KgError("mining a corpus needs gensim: pip install 'paper-kg[train]'") from missing

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDE, NARROW = 64, 300
"""How many clusters there are."""
LEAST_TIMES = 8
"""A word that stands fewer times is in no cluster."""

_WORD = re.compile(r"[^\W\d_][\w-]*|\d[\d.,]*|[^\w\s]")
_BETWEEN = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def mine(papers: Iterable[tuple[str, str]]) -> dict[str, Clusters]:
    """Return the clusters of the words of titles and abstracts, the same for the same papers.

    It takes minutes, as with more than one thread no two runs would give the same; and it holds
    the corpus in memory as lists of words. A corpus of few words has no clusters.
    """
    sentences = [
        words
        for title, abstract in papers
        for sentence in (title, *_BETWEEN.split(abstract))
        if (words := _words(sentence))
    ]
    space = Word2Vec(
        vector_size=64, window=3, min_count=LEAST_TIMES, workers=1, sg=1, negative=5, epochs=2,
        seed=1,
    )  # fmt: skip
    space.build_vocab(sentences)
    if len(space.wv) < NARROW:
        return {}
    space.train(sentences, total_examples=len(sentences), epochs=space.epochs)
    vectors = space.wv.vectors / np.linalg.norm(space.wv.vectors, axis=1, keepdims=True)
    wide, narrow = (clustered(vectors, count) for count in (WIDE, NARROW))
    return dict(zip(space.wv.index_to_key, map(Clusters, wide, narrow), strict=True))


def _words(sentence: str) -> list[str]:
    found = _WORD.findall(sentence.lower())
    return [NUMBER if word[0].isdigit() else sys.intern(word) for word in found]
