"""A Doc with its terms and acronyms in, its names out: each with all places where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.chunks import phrase_key
from kg.extract.documents import title_end
from kg.extract.phrases import Phrase, phrases, statistics
from kg.extract.shapes import Candidate, coined, lead, shaped
from kg.extract.spans import Stretch, first_come
from kg.names import entity_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.extract.terms import Term

Doc.set_extension("kg_names", default=(), force=True)

CHANCE_TO_OUTDO = {"metric": 0.0, "term": 0.1, "title-case": 0.2}
CHANCE_TO_OUTDO_NAME = 0.5
"""How likely a phrase has to be to win over a name in it: by its rule, or for all other rules.

A measure has its attributes: "clean accuracy" is not "accuracy".
"""

_WORD_GOES_ON = re.compile(r"\w")
_key = lru_cache(maxsize=65536)(entity_key)


@dataclass(slots=True)
class Name:
    """One name of a paper: its mentions, what the lexicons and its long form say of it."""

    mentions: list[Candidate] = field(default_factory=list)
    terms: dict[str, str] = field(default_factory=dict)
    """Kind → canonical name in that kind's lexicon."""
    short: str = ""
    long: str = ""
    statistics: dict[str, float] = field(default_factory=dict)
    """What `kg.extract.phrases.statistics` says of its longest form, and as "chance" how likely
    its likeliest mention is a name by `kg.extract.phrases` (0 where it is no phrase)."""


def names_in(doc: Doc) -> tuple[Name, ...]:
    """Return the names of a Doc in reading order; their mentions do not overlap.

    Mentions belong together when their spellings share a key, when the text defines one as the
    short form of the other, or when a lexicon row holds both.
    """
    text: str = doc._.kg_plain
    pairs = {
        _key(text[p.short_start : p.short_end]): _key(text[p.long_start : p.long_end])
        for p in doc._.kg_acronyms
    }
    terms = _terms_by_span(doc._.kg_terms)
    found = {(p.start, p.end): p for p in phrases(text, doc._.kg_sentences)}
    mentions = _longest(list(_candidates(doc)), terms, found, doc._.kg_sentences)
    names: dict[str, Name] = {}
    homes: dict[str, str] = {}
    for mention in mentions:
        key = _key(text[mention.start : mention.end])
        # What the paper itself defines a short form to be counts more than any lexicon.
        known = {} if key in pairs else terms.get((mention.start, mention.end), {})
        key = pairs.get(key, key)
        keys = [key, *(f"{kind}\t{canonical}" for kind, canonical in known.items())]
        home = next((homes[each] for each in keys if each in homes), key)
        homes.update(dict.fromkeys(keys, home))
        name = names.setdefault(home, Name())
        name.mentions.append(mention)
        name.terms.update(known)
    _add_acronyms(doc, names, homes)
    for name in names.values():
        _add_statistics(name, text, found)
    return tuple(name for key, name in names.items() if key)


def _add_statistics(name: Name, text: str, found: Mapping[Stretch, Phrase]) -> None:
    places = [(mention.start, mention.end) for mention in name.mentions]
    form = max((text[start:end] for start, end in places), key=len)
    name.statistics = {
        **statistics(phrase_key(form.lower().split())),
        "chance": max((found[place].chance for place in places if place in found), default=0.0),
    }


def _add_acronyms(doc: Doc, names: dict[str, Name], homes: dict[str, str]) -> None:
    text = doc._.kg_plain
    for pair in doc._.kg_acronyms:
        short = text[pair.short_start : pair.short_end]
        long = text[pair.long_start : pair.long_end]
        name = names.get(homes.get(_key(long), ""))
        if name and not name.short:
            name.short, name.long = " ".join(short.split()), " ".join(long.split())


def _terms_by_span(terms: Iterable[Term]) -> dict[Stretch, dict[str, str]]:
    found: dict[Stretch, dict[str, str]] = {}
    for term in terms:
        found.setdefault((term.start, term.end), {}).setdefault(term.kind, term.canonical)
    return found


def _candidates(doc: Doc) -> Iterator[Candidate]:
    text = doc._.kg_plain
    title = title_end(doc)
    yield from lead(text, title)
    for start, end in doc._.kg_sentences:
        yield from shaped(text, start, end, title=start < title)
        yield from coined(text, start, end)
    yield from (Candidate(term.start, term.end, "term") for term in doc._.kg_terms)
    yield from _acronym_places(doc)


def _acronym_places(doc: Doc) -> Iterator[Candidate]:
    """Yield every place of a short or long form that the text defines."""
    text = doc._.kg_plain
    forms = set()
    for pair in doc._.kg_acronyms:
        yield Candidate(pair.short_start, pair.short_end, "acronym")
        yield Candidate(pair.long_start, pair.long_end, "acronym")
        forms |= {text[pair.short_start : pair.short_end], text[pair.long_start : pair.long_end]}
    for form in sorted(forms):
        yield from _places_of(form, text)


def _places_of(form: str, text: str) -> Iterator[Candidate]:
    """Yield where a form stands as words of its own, perhaps in the plural."""
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        end += text.startswith("s", end)
        if not _WORD_GOES_ON.match(text, end) and not _WORD_GOES_ON.match(text, start - 1):
            yield Candidate(start, end, "acronym")
        start = text.find(form, end)


def _longest(
    candidates: Sequence[Candidate],
    terms: Mapping[Stretch, Mapping[str, str]],
    phrases: Mapping[Stretch, Phrase],
    sentences: Sequence[Stretch],
) -> list[Candidate]:
    """Return the candidates that no longer one overlaps, in reading order.

    Phrases give way to names inside them, unless they are likelier names than those.
    """
    rules = {(c.start, c.end): c for c in sorted(candidates, key=_rank, reverse=True)}
    needed: dict[Stretch, float] = {}
    needed_at = _needed_chances(rules.values(), terms)
    for place, phrase in phrases.items():
        if place not in rules:
            rules[place] = Candidate(*place, phrase.rule)
            needed[place] = _highest(needed_at, place)
    ranked = sorted(
        rules.values(),
        key=lambda c: (
            (place := (c.start, c.end)) in needed and phrases[place].chance < needed[place],
            *_rank(c),
        ),
    )
    taken = first_come(((c.start, c.end) for c in ranked), sentences)
    return sorted(rules[place] for place in taken)


def _highest(needed_at: Mapping[int, float], place: Stretch) -> float:
    # Few phrases have a name in them, and asking for all places at once is quick.
    if needed_at.keys().isdisjoint(range(*place)):
        return 0.0
    return max(needed_at.get(at, 0.0) for at in range(*place))


def _needed_chances(
    candidates: Iterable[Candidate], terms: Mapping[Stretch, Mapping[str, str]]
) -> dict[int, float]:
    """Return, for each character of a name, how likely a phrase around it has to be to win."""
    needed: dict[int, float] = {}
    for start, end, rule in candidates:
        kind = "metric" if rule == "term" and "metric" in terms[start, end] else rule
        chance = CHANCE_TO_OUTDO.get(kind, CHANCE_TO_OUTDO_NAME)
        for at in range(start, end):
            if needed.get(at, 0.0) < chance:
                needed[at] = chance
    return needed


def _rank(candidate: Candidate) -> tuple[int, int, str]:
    start, end, rule = candidate
    return start - end, start, rule


@Language.component("kg_candidates")
def read_candidates(doc: Doc) -> Doc:
    """Set ``kg_names``, the names of the paper before anything says what they are."""
    doc._.kg_names = names_in(doc)
    return doc
