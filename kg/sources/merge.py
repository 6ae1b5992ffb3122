"""Records of papers in, each paper once out."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.names import title_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.model import Paper

_LONGEST_KEY = 80
_NOT_IN_DOI_ID = re.compile(r"[^a-z0-9.-]")


def merge(records: Sequence[Paper]) -> tuple[Paper, ...]:
    """Return the papers that `records` are of, sorted by id; the order of records is no matter.

    >>> from kg.model import Paper
    >>> [paper] = merge([Paper("", "On Ants", "Short."), Paper("", "On ants.", "A longer one.")])
    >>> paper.id, paper.abstract
    ('paper/on-ants', 'A longer one.')
    """
    unique = {paper.id: paper for paper in papers_of(records)}
    return tuple(unique[id_] for id_ in sorted(unique))


def papers_of(records: Sequence[Paper]) -> list[Paper]:
    """Return for each of `records` the paper it belongs to, with id and with all listings.

    Records are of one paper if they share the arXiv id, else the DOI, else the title's key.
    Where an arXiv id contradicts a DOI, or either a title, those that contradict stay apart, and
    those that neither has a say about are one more paper.
    """
    clusters = _clusters(records)
    merged = [_merged([records[i] for i in members]) for members in clusters]
    papers: list[Paper | None] = [None] * len(records)
    for members, paper in zip(clusters, _identified(merged), strict=True):
        for i in members:
            papers[i] = paper
    return [paper for paper in papers if paper is not None]


class _Partition:
    """Disjoint sets of record numbers, each with the arXiv ids and the DOIs of its records.

    Union by size with path halving: Tarjan and van Leeuwen, "Worst-case analysis of set union
    algorithms", 1984.
    """

    def __init__(self, records: Sequence[Paper]) -> None:
        self._parent = list(range(len(records)))
        self._size = [1] * len(records)
        self.arxiv_ids = [{r.arxiv_id} - {""} for r in records]
        self.dois = [{r.doi} - {""} for r in records]

    def root(self, i: int) -> int:
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def unite(self, members: Iterable[int]) -> None:
        roots = {self.root(i) for i in members}
        if not roots:
            return
        into = max(roots, key=lambda i: (self._size[i], i))
        for other in roots - {into}:
            self._parent[other] = into
            self._size[into] += self._size[other]
            self.arxiv_ids[into] |= self.arxiv_ids[other]
            self.dois[into] |= self.dois[other]

    def unite_unless_contradicting(
        self, members: Iterable[int], schemes: Sequence[list[set[str]]]
    ) -> None:
        """Unite the sets of `members`; where names of one scheme clash, only the unnamed sets."""
        roots = {self.root(i) for i in members}
        if any(_contradict([names[root] for root in roots]) for names in schemes):
            roots = {root for root in roots if not any(names[root] for names in schemes)}
        self.unite(roots)


def _contradict(names: list[set[str]]) -> bool:
    given = [some for some in names if some]
    return len(given) > 1 and not set.intersection(*given)


def _clusters(records: Sequence[Paper]) -> list[list[int]]:
    sets = _Partition(records)
    for members in _indexed(records, lambda r: r.arxiv_id):
        sets.unite(members)
    for members in _indexed(records, lambda r: r.doi):
        sets.unite_unless_contradicting(members, (sets.arxiv_ids,))
    for members in _indexed(records, lambda r: title_or_digest(r.title)):
        sets.unite_unless_contradicting(members, (sets.arxiv_ids, sets.dois))
    clusters: dict[int, list[int]] = defaultdict(list)
    for i in range(len(records)):
        clusters[sets.root(i)].append(i)
    return list(clusters.values())


def _indexed(records: Sequence[Paper], key: Callable[[Paper], str]) -> list[list[int]]:
    """Return the numbers of the records under each key, in the order of the keys."""
    index: dict[str, list[int]] = defaultdict(list)
    for i, record in enumerate(records):
        index[key(record)].append(i)
    index.pop("", None)
    return [index[name] for name in sorted(index)]


def title_or_digest(title: str) -> str:
    """Return the title's key; a title of signs alone, which has none, is its own."""
    return title_key(title) or "untitled-" + digest(title)


def _merged(records: list[Paper]) -> Paper:
    """Return one paper without id, every value unchanged from one of `records`."""
    chosen = min(records, key=lambda r: (-len(r.abstract), r.abstract, r.title))
    return replace(
        chosen,
        arxiv_id=_least(r.arxiv_id for r in records),
        doi=_least(r.doi for r in records),
        year=min((r.year for r in records if r.year is not None), default=None),
        url=_least(r.url for r in records),
        authors=min((r.authors for r in records), key=lambda a: (-len(a), a)),
        venue=_least(r.venue for r in records),
        listings=tuple(sorted({listing for r in records for listing in r.listings})),
    )


def _least(values: Iterable[str]) -> str:
    return min(filter(None, values), default="")


def _identified(papers: list[Paper]) -> list[Paper]:
    """Return `papers` with their ids, told apart by a digest where two would get the same."""
    names = [name_of(paper) for paper in papers]
    taken = Counter(short for short, _ in names)
    return [
        replace(paper, id=short if taken[short] == 1 else f"{short}-{digest(full)}")
        for paper, (short, full) in zip(papers, names, strict=True)
    ]


def name_of(paper: Paper) -> tuple[str, str]:
    """Return the id of a paper, and the whole of the name that it is made of."""
    if paper.arxiv_id:
        return "paper/arxiv-" + paper.arxiv_id.replace("/", "-"), paper.arxiv_id
    if paper.doi:
        return "paper/doi-" + _NOT_IN_DOI_ID.sub("-", paper.doi), paper.doi
    key = title_or_digest(paper.title)
    return "paper/" + _cut(key), key


def _cut(key: str) -> str:
    if len(key) <= _LONGEST_KEY:
        return key
    return key[: _LONGEST_KEY + 1].rpartition("-")[0] or key[:_LONGEST_KEY]


def digest(text: str) -> str:
    """Return eight hexadecimal digits that tell texts apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
