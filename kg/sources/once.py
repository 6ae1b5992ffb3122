"""Papers one by one in, each once and with its id out: what can be said without seeing them all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.sources.merge import digest, name_of, title_or_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Paper


class Once:
    """Names papers as they come; of each it keeps a few numbers and none of its text."""

    def __init__(self) -> None:
        self._papers: set[int] = set()
        self._ids: set[int] = set()

    def named(self, paper: Paper) -> Paper | None:
        """Return the paper with its id, or None if it has been there before.

        It has if its arXiv id, or without one its DOI, or without either its title has been.

        >>> from kg.model import Paper
        >>> once, ants = Once(), Paper("", "On Ants", "Short.", arxiv_id="1706.03762")
        >>> once.named(ants).id, once.named(ants), once.named(Paper("", "On ants."))
        ('paper/arxiv-1706.03762', None, None)
        """
        names = list(_names(paper))
        if hash(names[0]) in self._papers:
            return None
        self._papers.update(map(hash, names))
        short, full = name_of(paper)
        id_ = short if hash(short) not in self._ids else f"{short}-{digest(full)}"
        self._ids.add(hash(id_))
        return replace(paper, id=id_)


def _names(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield all that a paper is known by, the surest first."""
    if paper.arxiv_id:
        yield "arxiv", paper.arxiv_id
    if paper.doi:
        yield "doi", paper.doi
    yield "title", title_or_digest(paper.title)
