"""A Doc with its entities in, which of its methods extends which out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.extract.classify import FoundEntity

Doc.set_extension("kg_relations", default=(), force=True)

_OFTEN = r"(?:directly|naturally|further|simply|also|explicitly) "
_MADE_FROM = (
    r"(?:built (?:up)?on(?: top of)?|building (?:up)?on|extending|fine-?tuned from|derived from|"
    r"adapted from|extended from|developed from)"
)
_KIND_OF = (
    r"(?:extension (?:of|to)|variant of|modification of|generali[sz]ation of|adaptation of|"
    r"(?:improved|extended|enhanced|modified|lightweight|efficient|faster) version of)"
)
# Words that describe a method; after one that begins a clause of its own, another thing is meant.
_WORDS = r"(?:(?!(?:enabl|allow|support|us|leverag|for|to)(?:es?|ing|s)?\b)[\w-]+,? ){0,8}?"
_KNOWN = (
    r"(?:(?:the|an?|existing|original|popular|standard|classical?|vanilla|well-known|pretrained|"
    r"pre-trained|recent|state-of-the-art|powerful) )*"
)
# What may stand between a method and the one that it extends …
_FORWARD = re.compile(
    rf"\)?,? (?:(?:which|that) )?(?:"
    rf"(?:{_OFTEN})?(?:extends|generali[sz]es|builds (?:up)?on)"
    rf"|(?:is |was |are )(?:{_OFTEN})?{_MADE_FROM}"
    rf"|(?:is |as )?(?:an?|our|the) {_WORDS}{_KIND_OF}"
    rf"|(?:is )?(?:an?|our|the) {_WORDS}(?:(?:that|which) )?(?:is )?"
    rf"(?:{_OFTEN})?(?:extends|generali[sz]es|builds (?:up)?on|{_MADE_FROM})"
    rf") {_KNOWN}",
    re.IGNORECASE,
)
# … and, after "extend" or "an extension of", between what is extended and what comes of it.
_BACKWARD = re.compile(
    r"(?: (?:model|framework|method|algorithm|architecture))?(?: \([^()]{1,40}\))?,?"
    r" (?:which we )?(?:into|called|named|dubbed|termed|namely|which we call|we call) (?:the )?",
    re.IGNORECASE,
)
_OPENING = re.compile(rf"\b(?:[Ww]e (?:{_OFTEN})?extend|{_KIND_OF}) {_KNOWN}$", re.IGNORECASE)
# A thing of another kind that is called after the method: "extends the BERT tokenizer".
_OTHER_HEAD = re.compile(
    r"(?:'s|-based|-style|-like| (?:benchmark|data ?set|corpus|data|features?|results?|analys[ie]s|"
    r"paradigm|tokenizer|vocabulary|embeddings?|library|taxonomy|protocol|challenge|task)s?)\b",
    re.IGNORECASE,
)
# "a framework for X, which is derived from Y": the framework may be meant.
_IN_A_PHRASE = re.compile(r"\b(?:for|of|on|with|in|using|to|by|from|and) (?:the )?\(?$")
_RELATIVE = re.compile(r"\)?, (?:which|that)\b")
# Whole classes of models have no descendants, as single models have.
_CLASS = re.compile(r"(?:LMs?|\b[A-Z]Ms|[Mm]odels|[Nn]etworks)$")
_PROPER = re.compile(r"[A-Z0-9]")
_FARTHEST = 120


class FoundRelation(NamedTuple):
    """What one method is to another, and the stretch of the Doc's text that says it."""

    source: str
    relation: str
    target: str
    confidence: float
    start: int
    end: int


class Place(NamedTuple):
    """A mention of a method with a proper name."""

    start: int
    end: int
    entity: FoundEntity


def relations_in(
    text: str, sentences: Sequence[tuple[int, int]], entities: Sequence[FoundEntity]
) -> Iterator[FoundRelation]:
    """Yield what extends what, as the text says it, each pair of methods once in reading order.

    Both ends are methods with a name of their own in one sentence, and the paper proposes or uses
    the one that extends the other.
    """
    places = sorted(_places(text, entities))
    seen = set()
    for start, end in sentences:
        here = [place for place in places if start <= place.start and place.end <= end]
        for source, target in _pairs(text, start, here):
            pair = source.entity.name, target.entity.name
            if pair not in seen and pair[0] != pair[1]:
                seen.add(pair)
                first, last = min(source, target), max(source, target)
                sure = min(source.entity.confidence, target.entity.confidence)
                yield FoundRelation(pair[0], "extends", pair[1], sure, first.start, last.end)


def _places(text: str, entities: Sequence[FoundEntity]) -> Iterator[Place]:
    for entity in entities:
        for mention in entity.mentions:
            if entity.kind == "method" and _PROPER.search(text[mention.start : mention.end]):
                yield Place(mention.start, mention.end, entity)


def _pairs(text: str, start: int, here: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Yield source and target of each relation between methods of one sentence."""
    for number, left in enumerate(here):
        for right in here[number + 1 :]:
            gap = text[left.end : right.start]
            if len(gap) > _FARTHEST:
                break
            before = text[max(start, left.start - _FARTHEST) : left.start]
            if _is_source(left) and _is_target(text, right) and _goes_forward(before, gap):
                yield left, right
            elif _is_source(right) and _BACKWARD.fullmatch(gap) and _OPENING.search(before):
                yield right, left


def _goes_forward(before: str, gap: str) -> bool:
    if _RELATIVE.match(gap) and _IN_A_PHRASE.search(before):
        return False
    return _FORWARD.fullmatch(gap) is not None


def _is_source(place: Place) -> bool:
    return place.entity.role in ("proposed", "used")


def _is_target(text: str, place: Place) -> bool:
    is_class = _CLASS.search(text[place.start : place.end])
    return not is_class and not _OTHER_HEAD.match(text, place.end)


def read_relations(doc: Doc) -> Doc:
    """Set ``kg_relations``, what extends what among ``kg_entities``."""
    doc._.kg_relations = tuple(relations_in(doc._.kg_plain, doc._.kg_sentences, doc._.kg_entities))
    return doc
