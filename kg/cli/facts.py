"""Facts and cards in, lines for people out."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING

from kg.cli.output import plain, wrapped
from kg.displayed import day
from kg.lookup.facts import far_end, in_words
from kg.vocabulary import KINDS, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.lookup.card import Card
    from kg.lookup.facts import Fact, Quote
    from kg.lookup.names import Ref
    from kg.lookup.rivals import Rival
    from kg.model import Entity, Paper

_MOST_TOGETHER, _MOST_FACTS, _MOST_SENTENCES = 8, 12, 2


def marked(quote: Quote) -> str:
    """Return a sentence with its marks in guillemets.

    >>> from kg.lookup.facts import Quote
    >>> marked(Quote("paper/x", "abstract", 0, "We propose LoRA.", ((11, 15),), 1.0, "cue"))
    'We propose «LoRA».'
    """
    return quote.marked_by(str, "«", "»")


def reasons(found: Iterable[Fact], most: int) -> Iterator[str]:
    """Yield facts in words, those of up to `most` nodes: what one sentence says stands together."""
    nodes = [list(facts) for _, facts in groupby(found, key=lambda one: one.subject)]
    for place, facts in enumerate(nodes[:most]):
        if place:
            yield ""
        yield from wrapped(facts[0].subject.name)
        for _, same in groupby(facts, key=_first_sentence):
            yield from _reason(list(same))
    if len(nodes) > most:
        yield f"… and {len(nodes) - most} more (--format tsv lists all)"


def _first_sentence(fact: Fact) -> list[tuple[str, int]]:
    return [(quote.field, quote.start) for quote in fact.quotes[:1]]


def _reason(facts: list[Fact]) -> Iterator[str]:
    for fact in facts:
        yield from wrapped(f"{in_words(fact, fact.subject.id)} → {fact.object.name}", "  ")
    # Of several facts together, only the first sentence is one that they all have.
    yield from quoted(facts[0].quotes[: 1 if len(facts) > 1 else _MOST_SENTENCES])


def quoted(quotes: Iterable[Quote]) -> Iterator[str]:
    """Yield sentences with their place and confidence."""
    for quote in quotes:
        yield from wrapped(marked(quote), "    ")
        marks = " and ".join(
            f"{quote.start + start}-{quote.start + end}" for start, end in quote.marks
        )
        place = f"{quote.paper}, {quote.field} {marks}, confidence {quote.confidence:.2f}"
        yield from wrapped(place, "    ")


def walked(start: Ref, steps: Iterable[Fact]) -> Iterator[str]:
    """Yield the way from a node along some steps, each with a sentence that says so.

    Where a step does not go on from the one before, the node that it goes on from stands above it.
    """
    yield from wrapped(start.name)
    here, passed = start, {start}
    for step in steps:
        if here not in (step.subject, step.object):
            here = step.subject if step.subject in passed else step.object
            yield from wrapped(here.name)
        yield from _joined(step, here)
        here = far_end(step, here.id)
        passed.add(here)


def gathered(node: Ref, found: Iterable[Fact]) -> Iterator[str]:
    """Yield a node and its facts, each with a sentence that says so."""
    yield from wrapped(node.name)
    for one in found:
        yield from _joined(one, node)


def _joined(fact: Fact, here: Ref) -> Iterator[str]:
    yield from wrapped(f"{in_words(fact, here.id)} → {far_end(fact, here.id).name}", "  ")
    yield from quoted(fact.quotes[:1])


def described(card: Card) -> Iterator[str]:
    """Yield everything known about a node."""
    yield from _head(card.entity)
    if card.paper:
        yield from _paper(card.paper)
    for relation, facts in groupby(card.facts, key=lambda one: in_words(one, card.node.id)):
        # Where a paper is listed stands among what it is.
        if not card.paper or relation != RELATIONS["listedOn"].label:
            yield ""
            yield relation
            yield from _group(card.node, list(facts))
    yield from _rivals(card.rivals)
    yield from _claims(card)
    for kind, shared in card.together.items():
        if shared:
            yield ""
            yield f"{KINDS[kind].plural} in the same papers"
            yield from (
                f"  {one.papers:4}  {plain(one.node.name)}" for one in shared[:_MOST_TOGETHER]
            )


def _rivals(rivals: Sequence[Rival]) -> Iterator[str]:
    if rivals:
        yield ""
        yield "rivals, and in how many papers"
    for one in rivals[:_MOST_FACTS]:
        yield from wrapped(f"{one.papers:4}  {one.node.name}", "  ")
        # What a paper with another proposal says stands above it, among those that compare.
        if one.facts[0].relation == "comparesWith":
            yield from _sentence(one.facts[0].quotes)
    yield from _more(len(rivals) - _MOST_FACTS)


def _claims(card: Card) -> Iterator[str]:
    if card.claims:
        yield ""
        yield "claimed results"
    for one in card.claims[:_MOST_FACTS]:
        named = (other.name for other in one.named() if other != card.node)
        source = "" if one.paper == card.node else f", in {one.paper.name}"
        yield from wrapped(" · ".join((one.words, *named)) + source, "  ")
        yield from _sentence([one.quote])
    yield from _more(len(card.claims) - _MOST_FACTS)


def _head(entity: Entity) -> Iterator[str]:
    yield from wrapped(entity.name)
    yield f"  {', '.join(entity.kinds)} · {entity.id}"
    if entity.aliases:
        yield from wrapped(f"also: {', '.join(entity.aliases)}", "  ")
    if entity.url:
        yield f"  {plain(entity.url)}"


def _paper(paper: Paper) -> Iterator[str]:
    for label, value in (
        ("by", "; ".join(paper.authors)),
        ("in", " ".join(str(part) for part in (paper.venue, paper.year) if part)),
        ("arXiv", paper.arxiv_id),
        ("DOI", paper.doi),
        ("at", paper.url),
    ):
        if value:
            yield from wrapped(f"{label} {value}", "  ")
    for listing in paper.listings:
        date = f" ({day(listing.page.date)})" if listing.page.date else ""
        yield from wrapped(f"number {listing.rank} on {listing.page.name}{date}", "  ")
    yield ""
    yield from wrapped(paper.abstract or "(no abstract)", "  ")


def _group(node: Ref, facts: list[Fact]) -> Iterator[str]:
    for fact in facts[:_MOST_FACTS]:
        sure = f"  ({fact.confidence:.2f})" if fact.quotes else ""
        yield from wrapped(f"{far_end(fact, node.id).name}{sure}", "  ")
        yield from _sentence(fact.quotes)
    yield from _more(len(facts) - _MOST_FACTS)


def _sentence(quotes: Iterable[Quote]) -> Iterator[str]:
    for quote in islice(quotes, 1):
        yield from wrapped(marked(quote), "      ")


def _more(number: int) -> Iterator[str]:
    if number > 0:
        yield f"  … and {number} more (--format tsv lists all)"
