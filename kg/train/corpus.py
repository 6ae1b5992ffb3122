"""A corpus of titles and abstracts in, what it says of names, phrases and themes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kg.extract import phrase_mining, theme_mining
from kg.extract.mining import Miner
from kg.lexicon.clusters import packed_clusters
from kg.lexicon.mined import MinedTable
from kg.lexicon.names import packed_names
from kg.lexicon.phrases import packed_phrases
from kg.train import clusters as word_clusters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.theme_knowledge import ThemeKnowledge
    from kg.progress import Progress

Corpus = Callable[[], Iterable[tuple[str, str]]]
"""Called for each time that the titles and abstracts of a corpus are read; there are many."""


class Mined(NamedTuple):
    """What a corpus says, as the components take it."""

    names: MinedTable
    phrases: MinedTable
    clusters: MinedTable
    themes: ThemeKnowledge


def mine(corpus: Corpus, known: ThemeKnowledge, progress: Progress) -> Mined:
    """Return what a corpus says of its names, of its phrases, and of the themes of a scheme."""
    miner = Miner()
    for title, abstract in _counted(corpus, "names", progress):
        miner.read(title, abstract)
    phrases = phrase_mining.mine(lambda: _counted(corpus, "phrases", progress))
    clusters = word_clusters.mine(_counted(corpus, "words", progress))
    themes = theme_mining.mine(lambda: _counted(corpus, "themes", progress), known.scheme())
    return Mined(
        MinedTable(packed_names(miner.usages())),
        MinedTable(packed_phrases(phrases)),
        MinedTable(packed_clusters(clusters)),
        replace(known, counts={label: (n, m) for label, (n, m) in themes.items()}),
    )


def _counted(corpus: Corpus, what: str, progress: Progress) -> Iterator[tuple[str, str]]:
    """Yield the papers of a corpus, and tell how many there have been."""
    for done, paper in enumerate(corpus(), 1):
        yield paper
        if done % 100 == 0:
            progress(what, done, 0)
