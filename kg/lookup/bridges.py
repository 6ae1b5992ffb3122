"""Papers in, the methods and data sets that join their themes out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.lookup.names import Ref, ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.lookup.reading import Reading
    from kg.model import Paper

_NAMED = ("proposes", "uses", "comparesWith", "usesDataset", "introduces")
_THEME = ("hasTheme",)
_MAIN_THEMES, _MAIN, _SUPPORT, _MOST_OF_ONE = 60, 3, 2, 2
"""Themes that bridges may join, papers of a theme at least, papers of either theme that have the
bridge at least, bridges of one theme at most."""


@dataclass(frozen=True, slots=True)
class Side:
    """A theme at one end of a bridge, how many papers of it have the bridge, and one of them."""

    theme: Ref
    papers: int
    example: Paper


@dataclass(frozen=True, slots=True)
class Bridge:
    """A method or data set that papers of two themes have, although no paper has both themes."""

    node: Ref
    one: Side
    other: Side


def bridges(papers: Reading, limit: int) -> tuple[Bridge, ...]:
    """Return up to `limit` bridges, strongest first: each thing once, each theme twice at most.

    A bridge of k papers, of which at least n have either theme, is as strong as n / k: what all
    papers have joins everything, and so explains nothing.
    """
    chosen: list[Bridge] = []
    told: Counter[str] = Counter()
    for _, id_, one, other in sorted(_candidates(papers)):
        if len(chosen) < limit and not told[id_] and max(told[one], told[other]) < _MOST_OF_ONE:
            sides = (_side(papers, id_, theme) for theme in (one, other))
            chosen.append(Bridge(ref(papers.reader, id_), *sides))
            told.update({id_: _MOST_OF_ONE, one: 1, other: 1})
    return tuple(chosen)


def _candidates(papers: Reading) -> Iterator[tuple[float, str, str, str]]:
    """Yield each thing with each two themes that it joins, and how weakly."""
    main = _main_themes(papers)
    themes = {paper: papers.objects(paper, _THEME) for paper in papers.edges}
    for id_, having in papers.having(_NAMED).items():
        counts = Counter(theme for paper in having for theme in themes[paper])
        joined = sorted(main & {theme for theme in counts if counts[theme] >= _SUPPORT} - {id_})
        for one, other in combinations(joined, 2):
            if set(papers.themes[one]).isdisjoint(papers.themes[other]):
                yield -min(counts[one], counts[other]) / len(having), id_, one, other


def _main_themes(papers: Reading) -> set[str]:
    ranked = sorted(papers.themes.items(), key=lambda item: (-len(item[1]), item[0]))
    return {theme for theme, having in ranked[:_MAIN_THEMES] if len(having) >= _MAIN}


def _side(papers: Reading, id_: str, theme: str) -> Side:
    having = [paper for paper in papers.themes[theme] if id_ in papers.objects(paper, _NAMED)]
    return Side(ref(papers.reader, theme), len(having), papers.example(id_, having))
