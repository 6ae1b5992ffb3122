"""A network in, the data of the explorer's page out: what is drawn, and what is read on a click.

Nodes, texts and sentences are named by number; offsets count UTF-16 units, as JavaScript does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.amounts import readable, said
from kg.displayed import displayed
from kg.network import Edge, Network, Node, layout, radii, sensible_cut
from kg.regions import Region, regions
from kg.render.looks import MANNER_OF, MANNERS, SHAPES
from kg.vocabulary import BASE, KINDS, RELATIONS, expand, relation_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.model import ClaimedResult

MANY_PAPERS = 2000
"""Papers above which the first view shows regions, not papers."""

_TIES = 3
"""Neighbours that a region is joined to in the first view of a large graph, at least."""

_KINDS, _RELATIONS = list(KINDS), list(RELATIONS)


@dataclass(frozen=True, slots=True)
class Island:
    """The two values of a page: `drawn` is needed at once, `read` when a node is looked at."""

    drawn: dict[str, Any]
    read: dict[str, Any]


def island(
    network: Network, focus: str | None = None, limit: int = 600, base: str = BASE
) -> Island:
    """Return the whole network as the explorer's script takes it.

    At most `limit` nodes have places and are shown first, or the regions of a network with more
    than `MANY_PAPERS` papers.
    """
    nodes = sorted(network.nodes, key=lambda node: node.id)
    number = {node.id: i for i, node in enumerate(nodes)}
    facts = _facts(network, number)
    found = regions(network)
    drawn = {
        "focus": number[focus] if focus else -1,
        "base": base,
        **_words(),
        **_nodes(network, nodes, number),
        "regions": [[displayed(region.name), region.papers] for region in found],
        "region": _region_of(found, number),
        **_start(network, found, number, limit),
        "edges": [
            [source, target, _RELATIONS.index(relation), round(100 * edges[0].confidence)]
            for (source, target, relation), edges in facts.items()
        ],
    }
    return Island(drawn, _readings(nodes, list(facts.values()), network.claims, number))


def _words() -> dict[str, Any]:
    return {
        "kinds": [[kind.name, kind.plural, SHAPES[kind.name]] for kind in KINDS.values()],
        "relations": [
            [relation.name, relation.label, relation.inverse, MANNER_OF[relation.name]]
            for relation in RELATIONS.values()
        ],
        "manners": {manner: words for manner, (words, _) in MANNERS.items()},
        "types": {kind.name: expand(kind.types[0]) for kind in KINDS.values()},
        "iris": {name: relation_iri(name) for name in RELATIONS},
    }


def _nodes(network: Network, nodes: list[Node], number: dict[str, int]) -> dict[str, Any]:
    """Return the columns of the nodes; those that most nodes lack by the node's number."""
    sizes = radii(network)
    pages = sorted({page for node in nodes for page in _pages(node)})
    return {
        "ids": [node.id for node in nodes],
        "names": [displayed(node.name) for node in nodes],
        "kind": [_KINDS.index(node.kind) for node in nodes],
        "sizes": [sizes[node.id] for node in nodes],
        "others": _sparse(nodes, lambda node: [_KINDS.index(kind) for kind in node.kinds[1:]]),
        "aliases": _sparse(nodes, lambda node: [displayed(alias) for alias in node.aliases]),
        "urls": _sparse(nodes, lambda node: node.url),
        "years": _sparse(nodes, lambda node: node.paper.year if node.paper else None),
        "pages": [displayed(page) for page in pages],
        "listed": _sparse(nodes, lambda node: [pages.index(page) for page in _pages(node)]),
        "offers": _proposed(network, number),
    }


def _pages(node: Node) -> list[str]:
    return sorted({one.page.name for one in node.paper.listings}) if node.paper else []


def _sparse(nodes: Sequence[Node], value: Callable[[Node], Any]) -> dict[int, Any]:
    return {i: found for i, node in enumerate(nodes) if (found := value(node))}


def _proposed(network: Network, number: dict[str, int]) -> dict[int, int]:
    """Return what a paper alone proposes or introduces: who knows the paper calls it that."""
    alone = Counter(target for _, target in {(edge.source, edge.target) for edge in network.edges})
    new = ("proposes", "introduces")
    offered = sorted(
        (edge.source, -edge.confidence, edge.target)
        for edge in network.edges
        if edge.relation in new and alone[edge.target] == 1
    )
    best: dict[int, int] = {}
    for paper, _, entity in offered:
        best.setdefault(number[paper], number[entity])
    return best


def _facts(network: Network, number: dict[str, int]) -> dict[tuple[int, int, str], list[Edge]]:
    """Return the mentions of each fact, the surest first, in the order of the facts.

    Those that are equally sure keep their order: the most telling sentences come first.
    """
    facts: defaultdict[tuple[int, int, str], list[Edge]] = defaultdict(list)
    for edge in network.edges:
        facts[number[edge.source], number[edge.target], edge.relation].append(edge)
    return {key: sorted(facts[key], key=lambda edge: -edge.confidence) for key in sorted(facts)}


def _region_of(found: Iterable[Region], number: dict[str, int]) -> list[int]:
    """Return the region of each node, -1 where it is in none."""
    home = [-1] * len(number)
    for place, region in enumerate(found):
        for id_ in region.members:
            home[number[id_]] = place
    return home


def _start(
    network: Network, found: tuple[Region, ...], number: dict[str, int], limit: int
) -> dict[str, Any]:
    """Return what is shown first, and where: nodes, or the regions and what ties them."""
    if sum(node.kind == "paper" for node in network.nodes) > MANY_PAPERS:
        return _overview(network, found)
    shown = sensible_cut(network, limit)
    sizes = radii(network)
    places = layout(shown, sizes, [region.members for region in found])
    return {"places": {number[id_]: places[id_] for id_ in sorted(places)}}


def _overview(network: Network, found: tuple[Region, ...]) -> dict[str, Any]:
    """Return the regions drawn as nodes: their places and sizes, and how much ties each two."""
    ties = _ties(network, found)
    sizes = {f"{i:06}": round(8 + region.papers**0.5, 1) for i, region in enumerate(found)}
    picture = Network(
        tuple(Node(id_, "theme", id_) for id_ in sizes),
        tuple(Edge(f"{a:06}", "broader", f"{b:06}", 1.0) for a, b in ties),
    )
    places = layout(picture, sizes)
    return {
        "places": {},
        "overview": [[*places[id_], size] for id_, size in sizes.items()],
        "ties": [[a, b, count] for (a, b), count in ties.items()],
    }


def _ties(network: Network, found: tuple[Region, ...]) -> dict[tuple[int, int], int]:
    """Return how many facts join two regions, for the closest neighbours of each region."""
    home = {id_: place for place, region in enumerate(found) for id_ in region.members}
    pairs = ((home.get(edge.source, -1), home.get(edge.target, -1)) for edge in network.edges)
    counts = Counter((min(ends), max(ends)) for ends in pairs if ends[0] != ends[1])
    near: defaultdict[int, list[tuple[float, tuple[int, int]]]] = defaultdict(list)
    for (a, b), count in counts.items():
        if a >= 0:
            # What large regions share says little: they share something with all.
            closeness = count / (found[a].papers * found[b].papers) ** 0.5
            near[a].append((-closeness, (a, b)))
            near[b].append((-closeness, (a, b)))
    kept = {ends for ties in near.values() for _, ends in sorted(ties)[:_TIES]}
    return {ends: counts[ends] for ends in sorted(kept)}


class _Texts:
    """Rows of texts and of sentences in them, each kept once."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}
        self.sentences: dict[tuple[int, int, int], int] = {}
        self._rows: dict[str, int] = {}

    def row(self, text: str) -> int:
        # Each is asked for with all of its mentions.
        if text not in self._rows:
            self._rows[text] = self.texts.setdefault(displayed(text), len(self.texts))
        return self._rows[text]

    def sentence(self, text: str, start: int, end: int) -> int:
        place = (self.row(text), _units(text[:start]), _units(text[:end]))
        return self.sentences.setdefault(place, len(self.sentences))


def _units(text: str) -> int:
    """Return how long a text is in the browser, in UTF-16 units, as it is displayed."""
    if text.isascii() and text.isprintable():
        return len(text)
    return len(displayed(text).encode("utf-16-le")) // 2


def _readings(
    nodes: list[Node],
    facts: list[list[Edge]],
    claims: Iterable[ClaimedResult],
    number: dict[str, int],
) -> dict[str, Any]:
    texts = _Texts()
    papers = {
        i: [
            texts.row(node.paper.title if node.paper else node.name),
            texts.row(node.detail),
            *(
                [
                    paper.arxiv_id,
                    paper.doi,
                    list(map(displayed, paper.authors)),
                    displayed(paper.venue),
                ]
                if (paper := node.paper)
                else []
            ),
        ]
        for i, node in enumerate(nodes)
        if node.kind == "paper"
    }
    by_id = {node.id: node for node in nodes}
    evidence = [
        [place for edge in edges if edge.quote for place in _mention(edge, by_id, texts)]
        for edges in facts
    ]
    return {
        "papers": papers,
        "evidence": evidence,
        "claims": [_claim(claim, by_id, number, texts) for claim in sorted(claims)],
        "texts": list(texts.texts),
        "sentences": list(texts.sentences),
    }


def _mention(edge: Edge, by_id: dict[str, Node], texts: _Texts) -> tuple[int, int, int]:
    """Return the sentence of a mention and the mention's place in the text of that sentence."""
    text, at = edge.quote, 0
    node = by_id.get(edge.paper)
    if node and node.paper:
        text, at = node.paper.field(edge.field), edge.at
    end = at + len(edge.quote)
    marked = (_units(text[: at + edge.start]), _units(text[: at + edge.end]))
    return texts.sentence(text, at, end), *marked


def _claim(
    claim: ClaimedResult, by_id: dict[str, Node], number: dict[str, int], texts: _Texts
) -> list[Any]:
    """Return a claimed result: its paper, the words that say how much, what of, and their place."""
    paper, found = by_id[claim.paper].paper, claim.evidence
    text = paper.field(found.field) if paper else ""
    start, end = said(text, claim)
    return [
        number[claim.paper],
        displayed(readable(text[start:end])),
        *(number.get(id_, -1) for id_ in (claim.metric, claim.dataset, claim.method)),
        texts.sentence(text, found.sentence.start, found.sentence.end),
        _units(text[:start]),
        _units(text[:end]),
    ]
