"""Edges in, facts with the sentences they were read from out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar

from kg.lookup.names import Ref, ref
from kg.lookup.results import as_html
from kg.vocabulary import METHOD_RELATIONS, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.model import Evidence
    from kg.store.reader import Edge, Reader

_ORDER = {relation: place for place, relation in enumerate(RELATIONS)}
_COUNTED_WITH = ("dataset", "method", "task", "repository")
_NOT_OF_PAPERS = {"broader", *METHOD_RELATIONS}
_NOT_NAMED = {"hasTheme", "listedOn", *_NOT_OF_PAPERS}
_NOT_SAID = {"listedOn", *_NOT_OF_PAPERS}


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a paper, and where it begins there; a mark is a (start, end) inside `text`.

    `confidence` and `rule` are those of its surest mark.
    """

    paper: str
    field: str
    start: int
    text: str
    marks: tuple[tuple[int, int], ...]
    confidence: float
    rule: str

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        """Return the sentence as HTML, its marks as ``<mark>``; everything in it is escaped."""
        return self.marked_by(as_html, "<mark>", "</mark>")

    def marked_by(self, told: Callable[[str], str], before: str, after: str) -> str:
        """Return the sentence with its marks between `before` and `after`, all else by `told`.

        >>> quote = Quote("paper/x", "abstract", 0, "We propose LoRA.", ((11, 15),), 1.0, "cue")
        >>> quote.marked_by(str.upper, "[", "]")
        'WE PROPOSE [LORA].'
        """
        text, last = "", 0
        for start, end in self.marks:
            if start >= last:
                text += told(self.text[last:start]) + before + told(self.text[start:end]) + after
                last = end
        return text + told(self.text[last:])


@dataclass(frozen=True, slots=True)
class Fact:
    """One edge in words, how sure it is (0 to 1), and the sentences that say so."""

    columns: ClassVar[tuple[str, ...]] = (
        "subject",
        "relation",
        "object",
        "confidence",
        "field",
        "start",
        "sentence",
    )

    subject: Ref
    relation: str
    object: Ref
    confidence: float
    quotes: tuple[Quote, ...]

    def cells(self) -> tuple[Any, ...]:
        """Return ids, and the most telling sentence with its place; "" where there is none."""
        place = (self.quotes[0].field, self.quotes[0].start) if self.quotes else ("", "")
        return (self.subject.id, self.relation, self.object.id, self.confidence, *place, self.quote)

    @property
    def quote(self) -> Quote | str:
        """The most telling sentence, or ""."""
        return self.quotes[0] if self.quotes else ""


@dataclass(frozen=True, slots=True)
class Together:
    """Something that stands in the same papers as an entity, and in how many of them."""

    node: Ref
    papers: int


def in_words(fact: Fact, here: str) -> str:
    """Return the relation of a fact as it reads from one of its ends, an id."""
    relation = RELATIONS[fact.relation]
    return relation.label if fact.subject.id == here else relation.inverse


def far_end(fact: Fact, here: str) -> Ref:
    """Return the end of a fact that is not `here`, an id."""
    return fact.object if fact.subject.id == here else fact.subject


def surest_first(facts: Iterable[Fact], here: str) -> list[Fact]:
    """Return facts in the order of `RELATIONS`: of each relation of a node the surest first."""
    return sorted(
        facts, key=lambda one: (_ORDER[one.relation], one.object.id == here, -one.confidence)
    )


def by_relation(edge: Edge) -> tuple[int, Edge]:
    """Return the sort key of edges that puts them in the order of `RELATIONS`."""
    return _ORDER[edge.relation], edge


def fact(reader: Reader, edge: Edge) -> Fact:
    """Return an edge with its evidence, sentence by sentence, the most telling ones first.

    These are those whose words say the relation ("we propose X"), the abstract's before the title.
    """
    read = {id_: reader.evidence(edge, id_) for id_ in reader.papers_of(edge)}
    quotes = [quote for id_, evidence in read.items() for quote in _quotes(reader, id_, evidence)]
    return Fact(
        ref(reader, edge.subject),
        edge.relation,
        ref(reader, edge.object),
        max((one.confidence for evidence in read.values() for one in evidence), default=1.0),
        tuple(sorted(quotes, key=lambda quote: not _has_cue(quote.rule))),
    )


def facts_of(reader: Reader, edges: Iterable[Edge]) -> list[Fact]:
    """Return what `fact` does of every edge, read all at once."""
    edges = list(edges)
    reader.read_ahead(end for edge in edges for end in (edge.subject, edge.object))
    reader.read_ahead(id_ for edge in edges for id_ in reader.papers_of(edge))
    return [fact(reader, edge) for edge in edges]


def _quotes(reader: Reader, id_: str, evidence: list[Evidence]) -> list[Quote]:
    """Return the sentences of one paper that the evidence stands in."""
    sentences = groupby(sorted(evidence, key=attrgetter("sentence")), key=attrgetter("sentence"))
    return [_quote(reader, id_, list(marks)) for _, marks in sentences]


def _has_cue(rule: str) -> bool:
    """Return whether a mention's rule names a cue: words around it that say kind and role."""
    return "cue: " in rule


def _quote(reader: Reader, id_: str, evidence: list[Evidence]) -> Quote:
    """Return the sentence that all of the evidence stands in."""
    field, start, end = evidence[0].field, evidence[0].sentence.start, evidence[0].sentence.end
    surest = max(evidence, key=lambda mark: (_has_cue(mark.rule), mark.confidence))
    return Quote(
        id_,
        field,
        start,
        # Not all of the paper: it is asked for with each of its facts.
        reader.value(id_, f"dcterms:{field}")[start:end],
        tuple((mark.start - start, mark.end - start) for mark in sorted(evidence)),
        surest.confidence,
        surest.rule,
    )


def together(reader: Reader, id_: str, edges: Iterable[Edge]) -> dict[str, tuple[Together, ...]]:
    """Return what else the papers at some edges of an entity name, by kind, most shared first."""
    papers = {edge.subject for edge in edges if edge.relation not in _NOT_NAMED}
    counts: Counter[str] = Counter()
    reader.read_ahead(papers)
    for paper in papers:
        counts.update({edge.object for edge in reader.edges_from(paper)} - {id_})
    reader.read_ahead(counts)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shared = [Together(ref(reader, other), papers) for other, papers in ranked]
    return {kind: tuple(one for one in shared if one.node.kind == kind) for kind in _COUNTED_WITH}


def why(reader: Reader, one: str, other: str) -> tuple[Fact, ...]:
    """Return the facts that join two nodes: the edges between them, or two for each shared paper.

    Of a shared paper, the strongest fact of either node counts. Where both nodes stand in one
    sentence, that paper comes first, and that sentence with both of them marked. Empty where
    nothing joins the two directly, and for a node and itself.
    """
    if one == other:
        return ()
    reader.read_ahead([one, other], incoming=True)
    direct = [edge for edge in reader.edges_from(one) if edge.object == other]
    direct += [edge for edge in reader.edges_from(other) if edge.object == one]
    if direct:
        return tuple(facts_of(reader, sorted(direct, key=by_relation)))
    return tuple(found for pair in _shared(reader, one, other) for found in pair)


def _shared(reader: Reader, one: str, other: str) -> list[tuple[Fact, Fact]]:
    """Return the facts of both nodes for each paper that has both, closest together first."""
    lefts, rights = _by_paper(reader, one), _by_paper(reader, other)
    papers = sorted(lefts.keys() & rights.keys())
    facts = facts_of(reader, [by_paper[paper] for by_paper in (lefts, rights) for paper in papers])
    pairs = list(map(_marked_together, facts[: len(papers)], facts[len(papers) :]))
    pairs.sort(key=lambda pair: (pair[0].quotes[:1] != pair[1].quotes[:1], -_confidence(pair)))
    return pairs


def _confidence(pair: tuple[Fact, Fact]) -> float:
    return min(one.confidence for one in pair)


def _by_paper(reader: Reader, id_: str) -> dict[str, Edge]:
    """Return the papers that say something of an entity, with the strongest that each says."""
    papers: dict[str, Edge] = {}
    for edge in sorted(reader.edges_to(id_), key=by_relation):
        if edge.relation not in _NOT_SAID:
            papers.setdefault(edge.subject, edge)
    return papers


def _marked_together(left: Fact, right: Fact) -> tuple[Fact, Fact]:
    """Return two facts of one paper; sentences that hold both come first, with both marked."""
    rights = {(quote.field, quote.start): quote for quote in right.quotes}
    common = {
        place: replace(quote, marks=tuple(sorted({*quote.marks, *rights[place].marks})))
        for quote in left.quotes
        if (place := (quote.field, quote.start)) in rights
    }
    return _led_by(common, left), _led_by(common, right)


def _led_by(common: dict[tuple[str, int], Quote], one: Fact) -> Fact:
    others = [quote for quote in one.quotes if (quote.field, quote.start) not in common]
    return replace(one, quotes=(*common.values(), *others))
